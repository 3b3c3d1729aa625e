#pragma once
#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>

#include "render/depth_cue.h"
#include "render/geometry.h"
#include "render/palette.h"

class vtkRenderer;

namespace vitrine::render {

/// The twelve edges of the cell as thin lines.
class CellBox {
 public:
  explicit CellBox(vtkRenderer* renderer, DepthCue& depth_cue);
  void fill(const DrawnStructure& structure, const Look& look, const Palette& palette);
  void set_scale(double pixels_per_point);

 private:
  Geometry edges_;
  vtkNew<vtkPolyDataMapper> mapper_;
  vtkNew<vtkActor> actor_;
};

}  // namespace vitrine::render
