#include "sim/model/point_grid.h"

#include <algorithm>
#include <utility>

#include "sim/model/share_out.h"

namespace vitrine {

Vec3 bin_widths(double cutoff) {
  // A row of bins along x is read as one run: fine bins there cost nothing and cut the run where
  // the sphere of the cutoff ends. Across, narrow bins follow the sphere more closely and cost more
  // rows to look at; these were fastest for 6 and 10 A.
  static const Vec3 bins_per_cutoff(8, 1.0, 1.0);
  return cutoff * bins_per_cutoff.cwiseInverse();
}

PointGrid::PointGrid(const std::vector<Vec3>& points, const std::vector<std::int32_t>& labels,
                     const Vec3& bin_widths, ThreadTeam* team)
    : width_(bin_widths) {
  if (points.empty()) return;
  lay_out(points, team);
  sort(points, labels, team);
}

void PointGrid::lay_out(const std::vector<Vec3>& points, ThreadTeam* team) {
  std::vector<Vec3> lows(parts_of(team), points[0]), highs = lows;
  share_evenly(team, points.size(), [&](std::size_t part, std::size_t first, std::size_t last) {
    Vec3 low = points[0], high = low;
    for (std::size_t n = first; n < last; ++n) {
      low = low.cwiseMin(points[n]);
      high = high.cwiseMax(points[n]);
    }
    lows[part] = low;
    highs[part] = high;
  });
  Vec3 high = highs[0];
  corner_ = lows[0];
  for (std::size_t part = 1; part < lows.size(); ++part) {
    corner_ = corner_.cwiseMin(lows[part]);
    high = high.cwiseMax(highs[part]);
  }
  // Far-flung atoms without a cell must not ask for a grid larger than themselves.
  const double most_bins = 64 + 2 * static_cast<double>(points.size());
  while (((high - corner_).array() / width_.array()).floor().operator+(1).prod() > most_bins)
    width_ *= 1.25;
  per_width_ = width_.cwiseInverse();
  for (int d = 0; d < 3; ++d)
    bins_[d] = static_cast<int>((high[d] - corner_[d]) * per_width_[d]) + 1;
}

/// By counting. Within a bin the points of the first part come first, so that the order is the same
/// for any number of parts.
void PointGrid::sort(const std::vector<Vec3>& points, const std::vector<std::int32_t>& labels,
                     ThreadTeam* team) {
  const std::size_t bins = static_cast<std::size_t>(bins_[0]) * bins_[1] * bins_[2];
  const auto bin = std::make_unique_for_overwrite<std::int32_t[]>(points.size());
  // Of each part: how many points a bin has, and then where the next of them goes.
  std::vector<std::vector<std::int32_t>> next(parts_of(team));
  share_evenly(team, points.size(), [&](std::size_t part, std::size_t first, std::size_t last) {
    next[part].assign(bins, 0);
    for (std::size_t n = first; n < last; ++n) {
      bin[n] = bin_of(0, points[n][0]) +
               bins_[0] * (bin_of(1, points[n][1]) + bins_[1] * bin_of(2, points[n][2]));
      ++next[part][bin[n]];
    }
  });
  starts_.resize(bins + 1);
  std::int32_t place = 0;
  for (std::size_t b = 0; b < bins; ++b) {
    starts_[b] = place;
    for (std::vector<std::int32_t>& of_part : next) place += std::exchange(of_part[b], place);
  }
  starts_[bins] = place;
  size_ = points.size();
  for (auto* coordinates : {&x_, &y_, &z_}) {
    *coordinates = std::make_unique_for_overwrite<double[]>(size_ + spare_points);
    std::fill_n(coordinates->get() + size_, spare_points, 0.0);
  }
  label_ = std::make_unique_for_overwrite<std::int32_t[]>(size_ + spare_points);
  std::fill_n(label_.get() + size_, spare_points, 0);
  share_evenly(team, points.size(), [&](std::size_t part, std::size_t first, std::size_t last) {
    for (std::size_t n = first; n < last; ++n) {
      const std::int32_t k = next[part][bin[n]]++;
      x_[k] = points[n][0];
      y_[k] = points[n][1];
      z_[k] = points[n][2];
      label_[k] = labels[n];
    }
  });
}

int PointGrid::bin_of(int axis, double coordinate) const {
  return std::clamp(static_cast<int>((coordinate - corner_[axis]) * per_width_[axis]), 0,
                    bins_[axis] - 1);
}

BinRange PointGrid::bin_range(int axis, double centre, double reach) const {
  // Cut to the grid before the conversion, which then rounds down; this runs for each row of bins.
  const double first = std::max((centre - reach - corner_[axis]) * per_width_[axis], 0.0);
  const double last = (centre + reach - corner_[axis]) * per_width_[axis];
  if (last < 0 || first >= bins_[axis]) return {0, -1};
  return {static_cast<int>(first), static_cast<int>(std::min(last, bins_[axis] - 1.0))};
}

std::size_t PointGrid::collect(const Vec3& centre, double reach, std::size_t first,
                               PairBuffer& buffer, std::size_t count) const {
  if (first >= size()) return count;
  BinRange planes = bin_range(2, centre[2], reach);
  // What comes after `first` lies in its own plane of bins or a later one.
  planes.first = std::max(planes.first, bin_of(2, z_[first]));
  static const CollectNear kernel = collect_near();
  return kernel({x_.get(), y_.get(), z_.get(), label_.get(), starts_.data(), bins_.data(),
                 corner_.data(), width_.data(), per_width_.data()},
                bin_range(1, centre[1], reach), planes, first, centre.data(), reach,
                buffer.labels.get(), buffer.squares.get(), count);
}

}  // namespace vitrine
