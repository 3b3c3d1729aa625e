#pragma once
#include <vtkSmartPointer.h>

class vtkRenderer;
class vtkRenderPass;
class vtkSSAOPass;

namespace vitrine::render {

/// Ambient occlusion in the space of the screen: what stands in a corner gets less of the light
/// from all sides. The depth of a framework is told by it where shading alone does not.
class Occlusion {
 public:
  explicit Occlusion(vtkRenderer* renderer);
  ~Occlusion();
  void set(bool on);

 private:
  vtkRenderer* renderer_;
  vtkSmartPointer<vtkSSAOPass> shade_;
  vtkSmartPointer<vtkRenderPass> pass_;
};

}  // namespace vitrine::render
