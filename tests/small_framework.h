#pragma once
#include <cmath>
#include <memory>

#include "render/scene.h"

namespace vitrine::test {

/// A Zn with four N 2 A away, and an imidazolate ring with its three H in the plane z = 7 A, far
/// apart in a cubic cell of 14 A. Seen along c no atom hides another. Atom 0 is the Zn, 1 to 4 its
/// N, 5 to 9 the ring (N C N C C), 10 to 12 the H. `shift` moves all before wrapping.
inline FramePtr small_framework(const Vec3& shift = Vec3::Zero()) {
  auto frame = std::make_shared<Frame>();
  std::vector<Element> elements = {element::Zn};
  const Vec3 zinc(4, 7, 7), ring(10, 7, 7);
  frame->positions = {zinc};
  const double d = 2 / std::sqrt(3.0);
  for (const Vec3& bond : {Vec3(d, d, d), Vec3(d, -d, -d), Vec3(-d, d, -d), Vec3(-d, -d, d)}) {
    elements.push_back(element::N);
    frame->positions.push_back(zinc + bond);
  }
  const auto around = [&](double radius, int k) {
    const double angle = k * 2 * 3.14159265358979 / 5;
    return Vec3(ring + radius * Vec3(std::cos(angle), std::sin(angle), 0));
  };
  const Element members[5] = {element::N, element::C, element::N, element::C, element::C};
  for (int k = 0; k < 5; ++k) {
    elements.push_back(members[k]);
    frame->positions.push_back(around(1.15, k));
  }
  for (const int k : {1, 3, 4}) {
    elements.push_back(element::H);
    frame->positions.push_back(around(2.23, k));
  }
  frame->topology = make_topology(elements);
  frame->cell = Cell::orthorhombic(14, 14, 14);
  for (Vec3& position : frame->positions) position = frame->cell.wrap(position + shift);
  return frame;
}

/// The small framework with one value for its Zn.
inline render::Picture small_picture(double value = -4, const Vec3& shift = Vec3::Zero()) {
  render::Picture picture;
  picture.frame = small_framework(shift);
  picture.colouring.values.assign(picture.frame->size(), std::nan(""));
  picture.colouring.values[0] = value;
  return picture;
}

/// Nothing but the background.
inline render::Look empty_look() {
  render::Look look;
  look.tetrahedra = look.linkers = look.atoms = look.bonds = false;
  look.cell = look.tripod = look.legend = false;
  return look;
}

}  // namespace vitrine::test
