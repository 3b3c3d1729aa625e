#include "render/linkers.h"

#include <vtkRenderer.h>

#include <algorithm>

namespace vitrine::render {
Linkers::Linkers(vtkRenderer* renderer, DepthCue& depth_cue) {
  plate_mapper_->SetInputData(plates_.data());
  plate_actor_->SetMapper(plate_mapper_);
  plate_actor_->GetProperty()->SetInterpolationToFlat();
  make_matte(plate_actor_);
  rim_mapper_->SetInputData(rims_.data());
  rim_mapper_->SetResolveCoincidentTopologyToPolygonOffset();
  rim_mapper_->SetRelativeCoincidentTopologyLineOffsetParameters(0, -4);
  rim_actor_->SetMapper(rim_mapper_);
  make_unlit(rim_actor_);
  set_scale(1);
  renderer->AddActor(plate_actor_);
  renderer->AddActor(rim_actor_);
  depth_cue.attach(plate_actor_);
  depth_cue.attach(rim_actor_);
}

void Linkers::set_scale(double pixels_per_point) {
  rim_actor_->GetProperty()->SetLineWidth(static_cast<float>(pixels_per_point));
}

void Linkers::show(bool shown) {
  plate_actor_->SetVisibility(shown);
  rim_actor_->SetVisibility(shown);
}

void Linkers::fill(const DrawnStructure& structure, const AtomColours& colours, const Look& look,
                   const Palette& palette) {
  plates_.clear();
  rims_.clear();
  const bool visible = look.linkers && !structure.plates.empty();
  plate_actor_->SetVisibility(visible);
  rim_actor_->SetVisibility(visible);
  if (!visible) return;
  plate_actor_->GetProperty()->SetOpacity(std::clamp(look.linker_opacity, 0.0, 1.0));
  thickness_ = look.linker_thickness;
  for (const Image& image : structure.images)
    for (const Plate& plate : structure.plates) {
      if (structure.seen.hides_some() && !structure.seen.shows(plate.middle() + image.offset))
        continue;
      const Rgb colour = colours.of_ring(plate.atoms, palette.linker);
      const Rgb rim =
          colours.selected(plate.atoms) ? palette.selected : mix(colour, palette.edge, 0.55);
      add(plate, image.offset, palette.in(image, colour), palette.in(image, rim));
    }
  plates_.finish();
  rims_.finish();
}

void Linkers::add(const Plate& plate, const Vec3& offset, const Rgb& colour, const Rgb& edge) {
  const vtkIdType first = plates_.points();
  for (const double side : {0.5, -0.5})
    for (const Vec3& corner : plate.corners) {
      const Vec3 point = corner + offset + side * thickness_ * plate.normal;
      plates_.point(point, colour);
      rims_.point(point, edge);
    }
  for (const vtkIdType face : {first, first + 5}) {
    for (int k = 1; k < 4; ++k) plates_.triangle(face, face + k, face + k + 1);
    for (int k = 0; k < 5; ++k) rims_.line(face + k, face + (k + 1) % 5);
  }
  for (int k = 0; k < 5; ++k) {
    const vtkIdType p = first + k, q = first + (k + 1) % 5;
    plates_.triangle(p, q, p + 5);
    plates_.triangle(q, q + 5, p + 5);
  }
}

}  // namespace vitrine::render
