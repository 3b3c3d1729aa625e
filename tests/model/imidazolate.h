#pragma once
#include <cmath>

#include "sim/model/frame.h"
#include "sim/model/units.h"

namespace vitrine::test {

/// A flat imidazolate C3 N2 H3 in the xy plane around the origin: a regular pentagon of 1.37 A
/// edges (C, N, C, C, N in the order of the bonds, atoms 0 to 4), H 1.08 A outside each C.
inline Frame imidazolate() {
  Frame frame;
  const double radius = 1.37 / (2 * std::sin(units::pi / 5));
  std::vector<Element> elements;
  const auto add = [&](Element element, int corner, double r) {
    const double angle = 2 * units::pi * corner / 5;
    elements.push_back(element);
    frame.positions.push_back(r * Vec3(std::cos(angle), std::sin(angle), 0));
  };
  const Element ring[5] = {element::C, element::N, element::C, element::C, element::N};
  for (int k = 0; k < 5; ++k) add(ring[k], k, radius);
  for (const int k : {0, 2, 3}) add(element::H, k, radius + 1.08);
  frame.topology = make_topology(std::move(elements));
  return frame;
}

}  // namespace vitrine::test
