#include "sim/model/pair_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/model/errors.h"

namespace vitrine {
namespace {

// A row of bins along x is read as one run: fine bins there cost nothing and cut the run where the
// sphere of the cutoff ends. Across, narrow bins follow the sphere more closely and cost more rows
// to look at; these were fastest for 6 and 10 A.
const Vec3 bins_per_cutoff(8, 1.5, 1.5);
// Beyond this many images memory, not time, is the problem: 40 bytes each.
constexpr double most_images = 5e7;

struct Range {
  int first, last;
};

/// Which images of a fractional coordinate in [0, 1) come within `margin` of the cell.
Range image_range(double fractional, double margin, bool periodic) {
  if (!periodic) return {0, 0};
  // Of positive numbers the conversion is the floor.
  return {-static_cast<int>(margin + fractional), static_cast<int>(1 + margin - fractional)};
}

std::vector<Vec3> wrapped_fractions(const std::vector<Vec3>& positions, const Cell& cell) {
  std::vector<Vec3> fractions;
  fractions.reserve(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (!positions[i].allFinite())
      throw InputError(fmt::format("the position of atom {} is not finite", i));
    Vec3 f = cell.exists() ? cell.fractional(positions[i]) : positions[i];
    for (int d = 0; d < 3; ++d)
      if (cell.periodic()[d]) f[d] -= std::floor(f[d]);
    fractions.push_back(f);
  }
  return fractions;
}

/// About how many there will be, the atoms themselves included.
double count_images(std::size_t atoms, const Vec3& margins, double cutoff) {
  const double images = static_cast<double>(atoms) * (1 + 2 * margins.array()).prod();
  if (images > most_images)
    throw InputError(
        fmt::format("the cell is too small for a cutoff of {} A: {:.0f} images", cutoff, images));
  return images;
}

struct Images {
  std::vector<Vec3> points;
  std::vector<std::int32_t> labels;
};

/// The images within the cutoff of the cell, without the atoms themselves. With `half`, only the
/// shifts after (0, 0, 0) in lexicographic order: of a pair and its mirror image one remains.
Images periodic_images(const std::vector<Vec3>& fractions, const Cell& cell, const Vec3& margins,
                       bool half, double expected) {
  Images images;
  const auto room = static_cast<std::size_t>(
      std::max(0.0, expected - static_cast<double>(fractions.size())) * (half ? 0.55 : 1.1));
  images.points.reserve(room);
  images.labels.reserve(room);
  const auto periodic = cell.periodic();
  for (std::size_t atom = 0; atom < fractions.size(); ++atom) {
    const Vec3& f = fractions[atom];
    const Range a = image_range(f[0], margins[0], periodic[0]);
    const Range b = image_range(f[1], margins[1], periodic[1]);
    const Range c = image_range(f[2], margins[2], periodic[2]);
    for (int i = half ? 0 : a.first; i <= a.last; ++i)
      for (int j = half && i == 0 ? 0 : b.first; j <= b.last; ++j)
        for (int k = half && i == 0 && j == 0 ? 1 : c.first; k <= c.last; ++k) {
          if (i == 0 && j == 0 && k == 0) continue;
          images.points.push_back(cell.cartesian(f + Vec3(i, j, k)));
          images.labels.push_back(static_cast<std::int32_t>(atom));
        }
  }
  return images;
}

}  // namespace

PointGrid::PointGrid(const std::vector<Vec3>& points, const std::vector<std::int32_t>& labels,
                     const Vec3& bin_widths)
    : width_(bin_widths) {
  if (points.empty()) return;
  Vec3 low = points[0], high = points[0];
  for (const Vec3& p : points) {
    low = low.cwiseMin(p);
    high = high.cwiseMax(p);
  }
  corner_ = low;
  // Far-flung atoms without a cell must not ask for a grid larger than themselves.
  const double most_bins = 64 + 8 * static_cast<double>(points.size());
  while (((high - low).array() / width_.array()).floor().operator+(1).prod() > most_bins)
    width_ *= 1.25;
  per_width_ = width_.cwiseInverse();
  for (int d = 0; d < 3; ++d) bins_[d] = static_cast<int>((high[d] - low[d]) * per_width_[d]) + 1;

  std::vector<std::int32_t> bin(points.size());
  starts_.assign(static_cast<std::size_t>(bins_[0]) * bins_[1] * bins_[2] + 1, 0);
  for (std::size_t n = 0; n < points.size(); ++n) {
    bin[n] = bin_of(0, points[n][0]) +
             bins_[0] * (bin_of(1, points[n][1]) + bins_[1] * bin_of(2, points[n][2]));
    ++starts_[bin[n] + 1];
  }
  for (std::size_t b = 1; b < starts_.size(); ++b) starts_[b] += starts_[b - 1];
  for (auto* coordinates : {&x_, &y_, &z_}) coordinates->resize(points.size() + spare_points);
  label_.resize(points.size() + spare_points);
  size_ = points.size();
  std::vector<std::int32_t> next(starts_.begin(), starts_.end() - 1);
  for (std::size_t n = 0; n < points.size(); ++n) {
    const std::int32_t k = next[bin[n]]++;
    x_[k] = points[n][0];
    y_[k] = points[n][1];
    z_[k] = points[n][2];
    label_[k] = labels[n];
  }
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
  return kernel({x_.data(), y_.data(), z_.data(), label_.data(), starts_.data(), bins_.data(),
                 corner_.data(), width_.data(), per_width_.data()},
                bin_range(1, centre[1], reach), planes, first, centre.data(), reach,
                buffer.labels.get(), buffer.squares.get(), count);
}

PairStream::PairStream(const std::vector<Vec3>& positions, const Cell& cell, double cutoff,
                       Count count)
    : cutoff_(cutoff), count_(count), place_(positions.size()) {
  if (!(cutoff > 0) || !std::isfinite(cutoff))
    throw InputError(fmt::format("the cutoff must be positive, got {} A", cutoff));
  const std::vector<Vec3> fractions = wrapped_fractions(positions, cell);
  std::vector<Vec3> points;
  points.reserve(positions.size());
  std::vector<std::int32_t> labels(positions.size());
  std::iota(labels.begin(), labels.end(), 0);
  for (const Vec3& f : fractions) points.push_back(cell.exists() ? cell.cartesian(f) : f);
  const Vec3 widths = cutoff * bins_per_cutoff.cwiseInverse();
  atoms_ = PointGrid(points, labels, widths);
  for (std::size_t k = 0; k < atoms_.size(); ++k)
    place_[atoms_.label(k)] = static_cast<std::int32_t>(k);
  if (!cell.is_periodic()) return;
  const Vec3 margins = cutoff * cell.heights().cwiseInverse();
  const double expected = count_images(positions.size(), margins, cutoff);
  const Images images = periodic_images(fractions, cell, margins, count == Count::once, expected);
  images_ = PointGrid(images.points, images.labels, widths);
}

std::size_t PairStream::gather(std::size_t k, PairBuffer& buffer) const {
  const Vec3 centre = atoms_.point(k);
  std::size_t count = 0;
  if (count_ == Count::once) {
    count = atoms_.collect(centre, cutoff_, k + 1, buffer, count);
  } else {
    count = atoms_.collect(centre, cutoff_, 0, buffer, count);
    // The atom itself is among them, once, and not its own neighbour.
    const std::int32_t* const labels = buffer.labels.get();
    const std::ptrdiff_t place = std::find(labels, labels + count, atoms_.label(k)) - labels;
    --count;
    buffer.labels[place] = buffer.labels[count];
    buffer.squares[place] = buffer.squares[count];
  }
  return images_.collect(centre, cutoff_, 0, buffer, count);
}

}  // namespace vitrine
