#pragma once
#include <vtkSmartPointer.h>

class vtkRenderer;
class vtkRenderPass;

namespace vitrine::render {

class ShadowMaps;

/// What else the light does than VTK's own shading.
struct ShadeLook {
  bool occlusion = false;  ///< what stands in a corner gets less of the light from all sides
  bool shadows = false;    ///< what stands between a thing and the key light shadows it
  bool operator==(const ShadeLook&) const = default;
};

/// Ambient occlusion in the space of the screen, and shadows by a map of what the light sees. The
/// depth of a framework is told by them where shading alone does not.
class Shade {
 public:
  explicit Shade(vtkRenderer* renderer);
  ~Shade();
  /// From inside a rendering only: its context is what the resources belong to.
  void show(const ShadeLook& look);
  /// Until they are let go, shadows stay those of the last drawing: of the same things, seen from
  /// the same place.
  void hold_shadows(bool hold);

 private:
  vtkRenderer* renderer_;
  ShadeLook look_;
  vtkSmartPointer<vtkRenderPass> pass_;  ///< none: VTK's own
  vtkSmartPointer<ShadowMaps> maps_;     ///< a part of it
  bool hold_ = false;
};

}  // namespace vitrine::render
