#pragma once
#include <array>
#include <vector>

namespace vitrine::render {

/// A line drawn by hand, closed from its last point to its first. Whatever it goes
/// round once or more lies inside.
class Outline {
 public:
  explicit Outline(const std::vector<std::array<double, 2>>& points);
  bool holds(double x, double y) const;

 private:
  // The sides, each by its two points, that reach into each of the rows that the box is cut into:
  // a point is held against those of its own row, so many points are told apart quickly.
  struct Side {
    std::array<double, 2> from, to;
  };
  std::size_t row_of(double y) const;

  std::vector<std::vector<Side>> rows_;
  std::array<double, 2> low_, high_;  // corners of the box about it
};

}  // namespace vitrine::render
