#include "render/outline.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine::render {

Outline::Outline(const std::vector<std::array<double, 2>>& points) : rows_(256) {
  constexpr double endless = std::numeric_limits<double>::infinity();
  low_ = {endless, endless};
  high_ = {-endless, -endless};
  for (const auto& point : points)
    for (std::size_t k = 0; k < 2; ++k) {
      low_[k] = std::min(low_[k], point[k]);
      high_[k] = std::max(high_[k], point[k]);
    }
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Side side{points[i], points[(i + 1) % points.size()]};
    const std::size_t first = row_of(std::min(side.from[1], side.to[1]));
    const std::size_t last = row_of(std::max(side.from[1], side.to[1]));
    for (std::size_t row = first; row <= last; ++row) rows_[row].push_back(side);
  }
}

std::size_t Outline::row_of(double y) const {
  const double height = high_[1] - low_[1];
  if (!(height > 0)) return 0;
  const auto rows = static_cast<double>(rows_.size());
  return static_cast<std::size_t>(
      std::clamp(std::floor((y - low_[1]) / height * rows), 0.0, rows - 1));
}

bool Outline::holds(double x, double y) const {
  if (!(x >= low_[0] && x <= high_[0] && y >= low_[1] && y <= high_[1])) return false;
  // How often the line goes round: crossings right of the point upwards, less those downwards.
  int rounds = 0;
  for (const Side& side : rows_[row_of(y)]) {
    const auto& [from, to] = side;
    if ((from[1] > y) == (to[1] > y)) continue;
    if (x < from[0] + (to[0] - from[0]) * (y - from[1]) / (to[1] - from[1]))
      rounds += to[1] > y ? 1 : -1;
  }
  return rounds != 0;
}

}  // namespace vitrine::render
