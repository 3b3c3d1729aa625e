#include "sim/model/measurement.h"

#include <fmt/format.h>
#include <Eigen/Geometry>  // cross product

#include <cmath>
#include <numbers>

#include "sim/model/errors.h"

namespace vitrine {
namespace {

constexpr double degrees = 180 / std::numbers::pi;

// By the arctangent, which keeps its digits near 0 and 180 degrees, where the arccosine loses them.
std::optional<double> angle(const Vec3& from, const Vec3& to) {
  const double across = from.cross(to).norm(), along = from.dot(to);
  if (across == 0 && along == 0) return std::nullopt;
  return std::atan2(across, along) * degrees;
}

std::optional<double> dihedral(const Vec3& front, const Vec3& axis, const Vec3& rear) {
  const Vec3 front_normal = front.cross(axis), rear_normal = axis.cross(rear);
  const double straight = 1e-9;  // of the sine of an angle
  if (front_normal.norm() <= straight * front.norm() * axis.norm() ||
      rear_normal.norm() <= straight * axis.norm() * rear.norm())
    return std::nullopt;
  return std::atan2(axis.norm() * front.dot(rear_normal), front_normal.dot(rear_normal)) * degrees;
}

}  // namespace

std::vector<Vec3> steps_between(const Frame& frame, const std::vector<int>& atoms) {
  for (const int atom : atoms)
    if (atom < 0 || static_cast<std::size_t>(atom) >= frame.size())
      throw InputError(fmt::format("there is no atom {} among the {}", atom, frame.size()));
  std::vector<Vec3> steps;
  for (std::size_t k = 1; k < atoms.size(); ++k)
    steps.push_back(
        frame.cell.minimum_image(frame.positions[atoms[k]] - frame.positions[atoms[k - 1]]));
  return steps;
}

std::optional<double> measure(const std::vector<Vec3>& steps) {
  switch (steps.size()) {
    case 1:
      return steps[0].norm();
    case 2:
      return angle(-steps[0], steps[1]);
    case 3:
      return dihedral(steps[0], steps[1], steps[2]);
    default:
      throw InputError(fmt::format("one to three steps can be measured, got {}", steps.size()));
  }
}

}  // namespace vitrine
