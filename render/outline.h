#pragma once
#include <array>
#include <vector>

namespace vitrine::render {

/// A line drawn by hand, closed from its last point to its first. Whatever it goes
/// round once or more lies inside.
class Outline {
 public:
  explicit Outline(std::vector<std::array<double, 2>> points);
  bool holds(double x, double y) const;

 private:
  std::vector<std::array<double, 2>> points_;
  std::array<double, 2> low_, high_;  // corners of the box about it
};

}  // namespace vitrine::render
