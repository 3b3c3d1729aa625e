#include "sim/model/pair_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "sim/model/errors.h"
#include "sim/model/share_out.h"

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

/// Atoms brought into the cell; without a cell the fractions are the positions.
struct HomeAtoms {
  std::vector<Vec3> fractions, points;
};

HomeAtoms bring_home(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team) {
  HomeAtoms home{std::vector<Vec3>(positions.size()), std::vector<Vec3>(positions.size())};
  share_evenly(team, positions.size(), [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      if (!positions[i].allFinite())
        throw InputError(fmt::format("the position of atom {} is not finite", i));
      Vec3 f = cell.exists() ? cell.fractional(positions[i]) : positions[i];
      for (int d = 0; d < 3; ++d)
        if (cell.periodic()[d]) f[d] -= std::floor(f[d]);
      home.fractions[i] = f;
      home.points[i] = cell.exists() ? cell.cartesian(f) : f;
    }
  });
  return home;
}

void check_number_of_images(std::size_t atoms, const Vec3& margins, double cutoff) {
  const double images = static_cast<double>(atoms) * (1 + 2 * margins.array()).prod();
  if (images > most_images)
    throw InputError(
        fmt::format("the cell is too small for a cutoff of {} A: {:.0f} images", cutoff, images));
}

struct Images {
  std::vector<Vec3> points;
  std::vector<std::int32_t> labels;
};

/// Calls f(i, j, k) for the images of an atom within the margins of the cell, without the atom
/// itself. With `half`, only the shifts after (0, 0, 0) in lexicographic order: of a pair and its
/// mirror image one remains.
template <class F>
void for_each_image(const Vec3& fraction, const Cell& cell, const Vec3& margins, bool half, F&& f) {
  const auto periodic = cell.periodic();
  const Range a = image_range(fraction[0], margins[0], periodic[0]);
  const Range b = image_range(fraction[1], margins[1], periodic[1]);
  const Range c = image_range(fraction[2], margins[2], periodic[2]);
  for (int i = half ? 0 : a.first; i <= a.last; ++i)
    for (int j = half && i == 0 ? 0 : b.first; j <= b.last; ++j)
      for (int k = half && i == 0 && j == 0 ? 1 : c.first; k <= c.last; ++k)
        if (i != 0 || j != 0 || k != 0) f(i, j, k);
}

/// All of them, in the order of the atoms.
Images periodic_images(const HomeAtoms& home, const Cell& cell, const Vec3& margins, bool half,
                       ThreadTeam* team) {
  // Counted first, so that each part knows where its own begin.
  std::vector<std::size_t> begin(parts_of(team) + 1, 0);
  share_evenly(team, home.points.size(),
               [&](std::size_t part, std::size_t first, std::size_t last) {
                 std::size_t count = 0;
                 for (std::size_t atom = first; atom < last; ++atom)
                   for_each_image(home.fractions[atom], cell, margins, half,
                                  [&](int, int, int) { ++count; });
                 begin[part + 1] = count;
               });
  for (std::size_t part = 1; part < begin.size(); ++part) begin[part] += begin[part - 1];
  Images images{std::vector<Vec3>(begin.back()), std::vector<std::int32_t>(begin.back())};
  share_evenly(
      team, home.points.size(), [&](std::size_t part, std::size_t first, std::size_t last) {
        std::size_t n = begin[part];
        for (std::size_t atom = first; atom < last; ++atom)
          for_each_image(home.fractions[atom], cell, margins, half, [&](int i, int j, int k) {
            images.points[n] = home.points[atom] + cell.offset(i, j, k);
            images.labels[n++] = static_cast<std::int32_t>(atom);
          });
      });
  return images;
}

}  // namespace

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
  const double most_bins = 64 + 8 * static_cast<double>(points.size());
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

PairStream::PairStream(const std::vector<Vec3>& positions, const Cell& cell, double cutoff,
                       Count count, ThreadTeam* team)
    : cutoff_(cutoff), count_(count), place_(positions.size()) {
  if (!(cutoff > 0) || !std::isfinite(cutoff))
    throw InputError(fmt::format("the cutoff must be positive, got {} A", cutoff));
  const HomeAtoms home = bring_home(positions, cell, team);
  std::vector<std::int32_t> labels(positions.size());
  std::iota(labels.begin(), labels.end(), 0);
  const Vec3 widths = cutoff * bins_per_cutoff.cwiseInverse();
  atoms_ = PointGrid(home.points, labels, widths, team);
  for (std::size_t k = 0; k < atoms_.size(); ++k)
    place_[atoms_.label(k)] = static_cast<std::int32_t>(k);
  if (!cell.is_periodic()) return;
  const Vec3 margins = cutoff * cell.heights().cwiseInverse();
  check_number_of_images(positions.size(), margins, cutoff);
  const Images images = periodic_images(home, cell, margins, count == Count::once, team);
  images_ = PointGrid(images.points, images.labels, widths, team);
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
