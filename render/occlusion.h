#pragma once
#include <vtkSmartPointer.h>

class vtkRenderer;
class vtkRenderPass;

namespace vitrine::render {

/// Ambient occlusion in the space of the screen: what stands in a corner gets less of the light
/// from all sides. The depth of a framework is told by it where shading alone does not.
class Occlusion {
 public:
  explicit Occlusion(vtkRenderer* renderer);
  ~Occlusion();
  /// From inside a rendering only: its context is what the resources belong to.
  void show(bool on);

 private:
  vtkRenderer* renderer_;
  vtkSmartPointer<vtkRenderPass> pass_;
};

}  // namespace vitrine::render
