#include "render/tetrahedra.h"

#include <vtkCamera.h>
#include <vtkRenderer.h>
#include <Eigen/Geometry>  // cross product

#include <algorithm>
#include <set>
#include <utility>

namespace vitrine::render {
std::vector<std::array<int, 3>> convex_hull(const std::vector<Vec3>& points) {
  const double flat = 1e-6;  // angstrom; nearer to a plane counts as on it
  const int n = static_cast<int>(points.size());
  std::vector<std::array<int, 3>> hull;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j)
      for (int k = j + 1; k < n; ++k) {
        const Vec3 normal = (points[j] - points[i]).cross(points[k] - points[i]);
        if (normal.norm() < flat) continue;
        double low = 0, high = 0;
        for (const Vec3& p : points) {
          const double height = (p - points[i]).dot(normal.normalized());
          low = std::min(low, height);
          high = std::max(high, height);
        }
        if (high < flat) hull.push_back({i, j, k});
        if (low > -flat) hull.push_back({i, k, j});
      }
  return hull;
}

Tetrahedra::Tetrahedra(vtkRenderer* renderer, DepthCue& depth_cue) {
  face_mapper_->SetInputData(faces_.data());
  face_actor_->SetMapper(face_mapper_);
  face_actor_->GetProperty()->SetInterpolationToFlat();
  face_actor_->GetProperty()->BackfaceCullingOn();
  // Sorted here, so it needs none of VTK's passes for translucent geometry.
  face_actor_->ForceOpaqueOn();
  make_matte(face_actor_);
  edge_mapper_->SetInputData(edges_.data());
  edge_mapper_->SetResolveCoincidentTopologyToPolygonOffset();
  edge_mapper_->SetRelativeCoincidentTopologyLineOffsetParameters(0, -4);
  edge_actor_->SetMapper(edge_mapper_);
  make_unlit(edge_actor_);
  set_scale(1);
  renderer->AddActor(edge_actor_);
  renderer->AddActor(face_actor_);
  depth_cue.attach(face_actor_);
  depth_cue.attach(edge_actor_);
}

void Tetrahedra::set_scale(double pixels_per_point) {
  edge_actor_->GetProperty()->SetLineWidth(static_cast<float>(1.2 * pixels_per_point));
}

void Tetrahedra::show(bool shown) {
  face_actor_->SetVisibility(shown);
  edge_actor_->SetVisibility(shown);
}

void Tetrahedra::fill(const DrawnStructure& structure, const AtomColours& colours, const Look& look,
                      const Palette& palette) {
  faces_.clear();
  edges_.clear();
  order_.clear();
  const bool visible = look.tetrahedra && !structure.empty();
  face_actor_->SetVisibility(visible);
  edge_actor_->SetVisibility(visible);
  if (!visible) return;
  translucent_ = look.tetrahedron_opacity < 1;
  // With other translucent things about, all of them blend in VTK's own pass for such.
  const bool others = (look.atoms && look.atom_opacity < 1) ||
                      (look.bonds && look.bond_opacity < 1) ||
                      (look.linkers && look.linker_opacity < 1);
  face_actor_->SetForceOpaque(!(translucent_ && others));
  face_actor_->GetProperty()->SetOpacity(std::clamp(look.tetrahedron_opacity, 0.0, 1.0));
  for (const Image& image : structure.images)
    for (const ZincSite& site : structure.sites) {
      const Vec3 zinc = structure.positions[site.zinc] + image.offset;
      if (!structure.seen.shows(zinc)) continue;
      const bool faint = colours.any_selected() && !colours.selected(site.zinc);
      const Rgb edge = colours.selected(site.zinc) ? palette.selected
                       : faint                     ? mix(palette.edge, palette.background, 0.65)
                                                   : palette.edge;
      add(site, zinc, look.tetrahedron_scale,
          palette.in(image, colours.of(site.zinc, palette.no_value)), palette.in(image, edge));
    }
  for (const Face& face : order_)
    faces_.triangle(face.corners[0], face.corners[1], face.corners[2]);
  faces_.finish();
  edges_.finish();
}

void Tetrahedra::add(const ZincSite& site, const Vec3& zinc, double scale, const Rgb& colour,
                     const Rgb& edge) {
  std::vector<Vec3> corners;
  for (const Vec3& bond : site.bonds) corners.push_back(zinc + scale * bond);
  if (corners.size() < 4) corners.push_back(zinc);
  const vtkIdType first_face = faces_.points(), first_edge = edges_.points();
  for (const Vec3& corner : corners) {
    faces_.point(corner, colour);
    edges_.point(corner, edge);
  }
  std::set<std::pair<int, int>> drawn;
  for (const auto& triangle : convex_hull(corners)) {
    order_.push_back(
        {{first_face + triangle[0], first_face + triangle[1], first_face + triangle[2]}, zinc});
    for (int k = 0; k < 3; ++k) {
      const auto ends = std::minmax({triangle[k], triangle[(k + 1) % 3]});
      if (drawn.insert(ends).second) edges_.line(first_edge + ends.first, first_edge + ends.second);
    }
  }
}

void Tetrahedra::sort(vtkCamera* camera) {
  if (!translucent_ || order_.empty()) return;
  const Vec3 towards = -Vec3(camera->GetDirectionOfProjection());
  const Vec3 eye(camera->GetPosition());
  const bool parallel = camera->GetParallelProjection();
  const auto nearness = [&](const Face& face) {
    return parallel ? face.centre.dot(towards) : -(face.centre - eye).squaredNorm();
  };
  const auto behind = [&](const Face& p, const Face& q) { return nearness(p) < nearness(q); };
  if (std::is_sorted(order_.begin(), order_.end(), behind)) return;
  std::stable_sort(order_.begin(), order_.end(), behind);
  faces_.clear_triangles();
  for (const Face& face : order_)
    faces_.triangle(face.corners[0], face.corners[1], face.corners[2]);
  faces_.finish();
}

}  // namespace vitrine::render
