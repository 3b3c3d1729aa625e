#include "render/outline.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace vitrine::render {

Outline::Outline(std::vector<std::array<double, 2>> points) : points_(std::move(points)) {
  constexpr double endless = std::numeric_limits<double>::infinity();
  low_ = {endless, endless};
  high_ = {-endless, -endless};
  for (const auto& point : points_)
    for (std::size_t k = 0; k < 2; ++k) {
      low_[k] = std::min(low_[k], point[k]);
      high_[k] = std::max(high_[k], point[k]);
    }
}

bool Outline::holds(double x, double y) const {
  if (!(x >= low_[0] && x <= high_[0] && y >= low_[1] && y <= high_[1])) return false;
  // How often the line goes round: crossings right of the point upwards, less those downwards.
  int rounds = 0;
  for (std::size_t i = 0, before = points_.size() - 1; i < points_.size(); before = i++) {
    const auto& p = points_[i];
    const auto& q = points_[before];
    if ((p[1] > y) == (q[1] > y)) continue;
    if (x < p[0] + (q[0] - p[0]) * (y - p[1]) / (q[1] - p[1])) rounds += p[1] > y ? 1 : -1;
  }
  return rounds != 0;
}

}  // namespace vitrine::render
