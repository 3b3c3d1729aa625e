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

/// Closed imidazolate rings as thin pentagonal plates.
class Linkers {
 public:
  explicit Linkers(vtkRenderer* renderer, DepthCue& depth_cue);
  void fill(const DrawnStructure& structure, const AtomColours& colours, const Look& look,
            const Palette& palette);
  void set_scale(double pixels_per_point);
  void show(bool shown);  ///< for a simplified picture: nothing is filled anew

 private:
  void add(const Plate& plate, const Vec3& offset, const Rgb& colour, const Rgb& edge);

  double thickness_ = 0.26;  // angstrom
  Geometry plates_, rims_;
  vtkNew<vtkPolyDataMapper> plate_mapper_, rim_mapper_;
  vtkNew<vtkActor> plate_actor_, rim_actor_;
};

}  // namespace vitrine::render
