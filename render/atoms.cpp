#include "render/atoms.h"

#include <vtkRenderer.h>

#include <algorithm>

namespace vitrine::render {
namespace {

void connect_spheres(vtkOpenGLSphereMapper* mapper, Bodies& bodies, vtkActor* actor,
                     vtkRenderer* renderer) {
  mapper->SetInputData(bodies.data());
  mapper->SetScaleArray(Bodies::size_array);
  actor->SetMapper(mapper);
  make_matte(actor);
  renderer->AddActor(actor);
}

}  // namespace

Atoms::Atoms(vtkRenderer* renderer, DepthCue& depth_cue) {
  connect_spheres(sphere_mapper_, spheres_, sphere_actor_, renderer);
  connect_spheres(mark_mapper_, marks_, mark_actor_, renderer);
  connect_spheres(halo_mapper_, halos_, halo_actor_, renderer);
  connect_spheres(selected_mapper_, selected_, selected_actor_, renderer);
  stick_mapper_->SetInputData(sticks_.data());
  stick_mapper_->SetScaleArray(Bodies::size_array);
  stick_mapper_->SetOrientationArray(Bodies::direction_array);
  stick_actor_->SetMapper(stick_mapper_);
  make_matte(stick_actor_);
  renderer->AddActor(stick_actor_);
  halo_actor_->GetProperty()->SetOpacity(0.3);
  selected_actor_->GetProperty()->SetOpacity(0.45);
  depth_cue.attach(sphere_actor_);
  depth_cue.attach(stick_actor_);
}

void Atoms::fill(const DrawnStructure& structure, const Picture& picture,
                 const AtomColours& colours, const Look& look, const Palette& palette) {
  const bool any = !structure.empty();
  sphere_actor_->SetVisibility(any && look.atoms);
  stick_actor_->SetVisibility(any && look.bonds);
  selected_actor_->SetVisibility(any && colours.any_selected());
  mark_actor_->SetVisibility(any && !picture.marked.empty());
  halo_actor_->SetVisibility(any && !picture.marked.empty());
  sphere_actor_->GetProperty()->SetOpacity(std::clamp(look.atom_opacity, 0.0, 1.0));
  stick_actor_->GetProperty()->SetOpacity(std::clamp(look.bond_opacity, 0.0, 1.0));
  if (any && look.atoms) fill_spheres(structure, colours, look, palette);
  if (any && look.bonds) fill_sticks(structure, colours, look, palette);
  if (any) fill_selected(structure, colours, look, palette);
  if (any) fill_marks(structure, picture.marked, look, palette);
}

void Atoms::fill_spheres(const DrawnStructure& structure, const AtomColours& colours,
                         const Look& look, const Palette& palette) {
  spheres_.clear();
  for (const Image& image : structure.images)
    for (std::size_t i = 0; i < structure.positions.size(); ++i) {
      const Vec3 centre = structure.positions[i] + image.offset;
      if (!structure.seen.shows(centre)) continue;
      const Element element = structure.topology->elements[i];
      const Rgb colour = colours.of(static_cast<int>(i), element_colour(element));
      spheres_.sphere(centre, look.atom_scale * van_der_waals_radius(element),
                      palette.in(image, colour));
    }
  spheres_.finish();
}

// Each half starts from its own atom, so a bond across the boundary shows at both ends.
void Atoms::fill_sticks(const DrawnStructure& structure, const AtomColours& colours,
                        const Look& look, const Palette& palette) {
  sticks_.clear();
  const auto half = [&](int atom, const Vec3& vector, const Image& image) {
    const Vec3 from = structure.positions[atom] + image.offset;
    if (!structure.seen.shows(from)) return;
    const Rgb colour = colours.of(atom, element_colour(structure.topology->elements[atom]));
    sticks_.stick(from, from + vector / 2, look.bond_radius, palette.in(image, colour));
  };
  for (const Image& image : structure.images)
    for (const Bond& bond : structure.bonds) {
      half(bond.i, bond.vector, image);
      half(bond.j, -bond.vector, image);
    }
  sticks_.finish();
}

// In the cell itself: its images are no further atoms.
void Atoms::fill_selected(const DrawnStructure& structure, const AtomColours& colours,
                          const Look& look, const Palette& palette) {
  selected_.clear();
  if (colours.any_selected())
    for (std::size_t i = 0; i < structure.positions.size(); ++i) {
      if (!colours.selected(static_cast<int>(i))) continue;
      if (!structure.seen.shows(structure.positions[i])) continue;
      const double own = look.atom_scale * van_der_waals_radius(structure.topology->elements[i]);
      selected_.sphere(structure.positions[i], std::max(0.35, 1.5 * own), palette.selected);
    }
  selected_.finish();
}

void Atoms::fill_marks(const DrawnStructure& structure, const std::vector<int>& marked,
                       const Look& look, const Palette& palette) {
  marks_.clear();
  halos_.clear();
  for (const int atom : marked) {
    if (atom < 0 || atom >= static_cast<int>(structure.positions.size())) continue;
    const double radius = std::max(
        0.6, 1.6 * look.atom_scale * van_der_waals_radius(structure.topology->elements[atom]));
    marks_.sphere(structure.positions[atom], radius, palette.marked);
    halos_.sphere(structure.positions[atom], 2.2 * radius, palette.marked);
  }
  marks_.finish();
  halos_.finish();
}

}  // namespace vitrine::render
