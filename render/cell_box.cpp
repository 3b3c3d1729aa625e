#include "render/cell_box.h"

#include <vtkRenderer.h>

namespace vitrine::render {

CellBox::CellBox(vtkRenderer* renderer, DepthCue& depth_cue) {
  mapper_->SetInputData(edges_.data());
  actor_->SetMapper(mapper_);
  make_unlit(actor_);
  set_scale(1);
  renderer->AddActor(actor_);
  depth_cue.attach(actor_);
}

void CellBox::set_scale(double pixels_per_point) {
  actor_->GetProperty()->SetLineWidth(static_cast<float>(1.2 * pixels_per_point));
}

void CellBox::fill(const DrawnStructure& structure, const Look& look, const Palette& palette) {
  edges_.clear();
  const bool visible = look.cell && structure.cell.exists() && !structure.empty();
  actor_->SetVisibility(visible);
  if (!visible) return;
  for (int i = 0; i < 8; ++i)
    edges_.point(structure.cell.cartesian(Vec3(i & 1, i >> 1 & 1, i >> 2 & 1)), palette.cell);
  for (int i = 0; i < 8; ++i)
    for (const int axis : {1, 2, 4})
      if (!(i & axis)) edges_.line(i, i | axis);
  edges_.finish();
}

}  // namespace vitrine::render
