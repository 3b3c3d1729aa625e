#pragma once
#include <vector>

#include "render/scene.h"

class vtkActor;
class vtkRenderer;

namespace vitrine::render {

/// What lies farther fades towards the background, so that front and back of a framework are told
/// apart. Done in the fragment shader of each actor.
class DepthCue {
 public:
  void attach(vtkActor* actor);
  /// Fading begins at `nearest` and is strongest at `farthest` (angstrom from the eye's plane).
  void update(vtkRenderer* renderer, double nearest, double farthest, const Rgb& background);

 private:
  std::vector<vtkActor*> actors_;  // owned by their renderer's parts, which outlive this
};

}  // namespace vitrine::render
