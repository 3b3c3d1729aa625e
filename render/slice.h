#pragma once
#include <array>
#include <cmath>
#include <optional>

#include "sim/model/cell.h"

namespace vitrine::render {

/// A slab of the picture, between two planes; what lies outside is neither drawn nor picked. Whole
/// things are kept and nothing is cut open: an atom counts by its centre, a half of a bond by its
/// atom, a plate by its middle, a polyhedron by its Zn.
struct Slice {
  bool on = false;
  std::array<int, 3> miller = {0, 0, 1};  ///< (hkl) of the planes
  std::optional<Vec3> direction = {};     ///< that the planes stand across instead, any length
  double position = 0;   ///< angstrom along the normal, from the middle of the cell
  double thickness = 8;  ///< angstrom
  bool operator==(const Slice&) const = default;
};

/// Unit normal of the planes, on the side where the indices are positive. InputError where there is
/// none: (000), or a direction without length.
Vec3 normal_of(const Slice& slice, const Cell& cell);

/// Tells what a slice leaves to be seen.
class SliceTest {
 public:
  SliceTest() = default;  ///< everything
  /// `middle`: where the position counts from. A slice without a normal leaves everything.
  SliceTest(const Slice& slice, const Cell& cell, const Vec3& middle);
  bool hides_some() const { return on_; }
  bool shows(const Vec3& point) const {
    return !on_ || std::abs(normal_.dot(point) - distance_) <= half_;
  }

 private:
  bool on_ = false;
  Vec3 normal_ = Vec3::UnitZ();
  double distance_ = 0, half_ = 0;  // angstrom
};

}  // namespace vitrine::render
