#include "render/trail_lines.h"

#include <vtkRenderer.h>

namespace vitrine::render {

TrailLines::TrailLines(vtkRenderer* renderer, DepthCue& depth_cue) {
  mapper_->SetInputData(lines_.data());
  actor_->SetMapper(mapper_);
  make_unlit(actor_);
  set_scale(1);
  renderer->AddActor(actor_);
  depth_cue.attach(actor_);
}

void TrailLines::set_scale(double pixels_per_point) {
  actor_->GetProperty()->SetLineWidth(static_cast<float>(2 * pixels_per_point));
}

void TrailLines::fill(const DrawnStructure& structure, const Trails* trails,
                      const Palette& palette) {
  lines_.clear();
  const bool visible = trails && !structure.empty();
  if (visible)
    for (const Trails::Path& path : trails->paths) {
      const auto atom = static_cast<std::size_t>(path.atom);
      if (path.atom < 0 || atom >= structure.positions.size() || path.points.size() < 2) continue;
      if (!structure.seen.shows(structure.positions[atom])) continue;
      const Vec3 shift = structure.positions[atom] - path.points.back();
      const double last = static_cast<double>(path.points.size() - 1);
      vtkIdType before = -1;
      for (std::size_t k = 0; k < path.points.size(); ++k) {
        const double age = 1 - static_cast<double>(k) / last;
        const Vec3 point = path.points[k] + shift;
        const vtkIdType here =
            lines_.point(point, mix(palette.selected, palette.background, 0.8 * age));
        if (before >= 0) lines_.line(before, here);
        before = here;
      }
    }
  lines_.finish();
  actor_->SetVisibility(visible && lines_.points() > 0);
}

}  // namespace vitrine::render
