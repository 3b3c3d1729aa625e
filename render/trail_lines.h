#pragma once
#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>

#include "render/colouring.h"
#include "render/depth_cue.h"
#include "render/geometry.h"
#include "render/palette.h"

class vtkRenderer;

namespace vitrine::render {

/// The paths of atoms as lines that fade with age. Each ends in its atom as it is drawn, whatever
/// image that is.
class TrailLines {
 public:
  explicit TrailLines(vtkRenderer* renderer, DepthCue& depth_cue);
  void fill(const DrawnStructure& structure, const Trails* trails, const Palette& palette);
  void set_scale(double pixels_per_point);

 private:
  Geometry lines_;
  vtkNew<vtkPolyDataMapper> mapper_;
  vtkNew<vtkActor> actor_;
};

}  // namespace vitrine::render
