#include "sim/model/neighbour_list.h"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine {
namespace {

/// More pairs (or images) than this are a mistake, not a system: 200 million pairs take 2.4 GB.
constexpr double most_pairs = 2e8;
/// Atoms further than this many cells away would overflow the shifts.
constexpr double furthest_cell = 16000;
/// Pairs this close to the limit (angstrom) may be rounded either way; they are kept.
constexpr double rounding = 1e-9;

using Shift = std::array<std::int32_t, 3>;

/// An atom or an image of it, at a position near the cell.
struct Image {
  Vec3 position;
  std::int32_t index;
  Shift shift;  ///< from the position as given
};

/// The atoms brought into the cell.
struct HomeAtoms {
  std::vector<Vec3> positions;
  std::vector<Vec3> fractions;
  std::vector<Shift> shifts;  ///< whole cells that each was moved by
};

HomeAtoms bring_home(const std::vector<Vec3>& positions, const Cell& cell) {
  HomeAtoms home;
  home.positions.resize(positions.size());
  home.fractions.resize(positions.size());
  home.shifts.resize(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (!positions[i].allFinite()) {
      throw InputError(fmt::format(
          "neighbours: the position of the atom at index {} (from 0) is not a finite number", i));
    }
    const Vec3 f = cell.fractional(positions[i]);
    Shift shift{};
    for (int k = 0; k < 3; ++k) {
      if (!cell.periodic()[k]) continue;
      if (!(std::abs(f[k]) < furthest_cell)) {
        throw InputError(fmt::format(
            "neighbours: the atom at index {} (from 0) lies {:.3g} cells away", i, f[k]));
      }
      shift[k] = -static_cast<std::int32_t>(std::floor(f[k]));
    }
    home.positions[i] = positions[i] + cell.offset(shift[0], shift[1], shift[2]);
    home.fractions[i] = f + Vec3(shift[0], shift[1], shift[2]);
    home.shifts[i] = shift;
  }
  return home;
}

/// How far images reach beyond the cell, in fractions of it: the range over the heights.
Vec3 image_reach(const Cell& cell, double range, std::size_t atoms) {
  Vec3 reach = Vec3::Zero();
  double images = static_cast<double>(atoms), pairs = images;
  if (!cell.is_periodic()) return reach;
  for (int k = 0; k < 3; ++k) {
    if (!cell.periodic()[k]) continue;
    reach[k] = range / cell.heights()[k];
    images *= 1 + 2 * reach[k];
  }
  if (cell.periodic() == std::array{true, true, true}) {
    pairs *= pairs * 4.2 * range * range * range / cell.volume();
  }
  if (std::max(images, pairs) > most_pairs || reach.maxCoeff() > furthest_cell) {
    throw InputError(fmt::format(
        "neighbours: {} atoms with a range of {:g} angstrom have too many images in a cell of {:g} "
        "cubic angstrom",
        atoms, range, cell.volume()));
  }
  return reach;
}

/// Every image, the atoms themselves included, within reach of the cell.
std::vector<Image> find_images(const HomeAtoms& home, const Cell& cell, double range) {
  const Vec3 reach = image_reach(cell, range, home.positions.size());
  std::vector<Image> images;
  for (std::size_t i = 0; i < home.positions.size(); ++i) {
    Eigen::Vector3i first, last;
    for (int k = 0; k < 3; ++k) {
      const bool periodic = cell.periodic()[k];
      const double f = home.fractions[i][k];
      first[k] = periodic ? static_cast<int>(std::ceil(-reach[k] - f)) : 0;
      last[k] = periodic ? static_cast<int>(std::floor(1 + reach[k] - f)) : 0;
    }
    const Shift& s = home.shifts[i];
    for (int a = first[0]; a <= last[0]; ++a) {
      for (int b = first[1]; b <= last[1]; ++b) {
        for (int c = first[2]; c <= last[2]; ++c) {
          images.push_back({home.positions[i] + cell.offset(a, b, c),
                            static_cast<std::int32_t>(i),
                            {s[0] + a, s[1] + b, s[2] + c}});
        }
      }
    }
  }
  return images;
}

/// The images sorted into bins over their bounding box, z fastest, so that the bins of one (x, y)
/// column within a range of z are one contiguous run.
class ImageGrid {
 public:
  ImageGrid(const std::vector<Image>& images, double range) {
    lay_out(images, range);
    std::vector<std::size_t> bins(images.size());
    starts_.assign(static_cast<std::size_t>(bins_[0]) * bins_[1] * bins_[2] + 1, 0);
    for (std::size_t i = 0; i < images.size(); ++i) {
      const Vec3& x = images[i].position;
      bins[i] = column(bin(0, x[0]), bin(1, x[1])) + bin(2, x[2]);
      ++starts_[bins[i] + 1];
    }
    for (std::size_t b = 1; b < starts_.size(); ++b) starts_[b] += starts_[b - 1];
    std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
    for (auto* list : {&x_, &y_, &z_}) list->resize(images.size());
    index_.resize(images.size());
    shift_.resize(images.size());
    for (std::size_t i = 0; i < images.size(); ++i) {
      const std::size_t place = next[bins[i]]++;
      x_[place] = images[i].position[0];
      y_[place] = images[i].position[1];
      z_[place] = images[i].position[2];
      index_[place] = images[i].index;
      shift_[place] = images[i].shift;
    }
  }

  /// Places (in the sorted order) of the images within `range` of p; `found` is overwritten.
  void search(const Vec3& p, double range, std::vector<std::uint32_t>& found) const {
    found.clear();
    const double range2 = range * range;
    const int x_last = bin(0, p[0] + range);
    for (int bx = bin(0, p[0] - range); bx <= x_last; ++bx) {
      const double left_x = range2 - gap2(0, bx, p[0]);
      if (left_x < 0) continue;
      const double y_reach = std::sqrt(left_x);
      const int y_last = bin(1, p[1] + y_reach);
      for (int by = bin(1, p[1] - y_reach); by <= y_last; ++by) {
        const double left_y = left_x - gap2(1, by, p[1]);
        if (left_y < 0) continue;
        const double z_reach = std::sqrt(left_y);
        const std::size_t start = column(bx, by);
        const std::size_t first = starts_[start + bin(2, p[2] - z_reach)];
        const std::size_t last = starts_[start + bin(2, p[2] + z_reach) + 1];
        search_run(first, last, p, range2, found);
      }
    }
  }

  std::int32_t index(std::size_t place) const { return index_[place]; }
  const Shift& shift(std::size_t place) const { return shift_[place]; }

 private:
  void lay_out(const std::vector<Image>& images, double range) {
    Vec3 low = images[0].position, high = low;
    for (const Image& image : images) {
      low = low.cwiseMin(image.position);
      high = high.cwiseMax(image.position);
    }
    low_ = low;
    const Vec3 extent = high - low;
    // Thin bins follow the sphere closely; with few atoms in each, looking at bins costs more.
    Vec3 wanted = (extent / (range / 3)).cwiseMax(1).cwiseMin(1e6);
    const double most = 2.0 * static_cast<double>(images.size()) + 64;
    while (wanted.prod() > most) {
      wanted = (wanted * 0.9).cwiseMax(1);
    }
    for (int k = 0; k < 3; ++k) {
      bins_[k] = static_cast<int>(wanted[k]);
      width_[k] = std::max(extent[k] / bins_[k], 1e-6);
    }
  }
  int bin(int k, double x) const {
    return static_cast<int>(std::clamp((x - low_[k]) / width_[k], 0.0, bins_[k] - 1.0));
  }
  std::size_t column(int bx, int by) const {
    return (static_cast<std::size_t>(bx) * bins_[1] + by) * bins_[2];
  }
  /// Squared distance along k from x to the nearest edge of a bin, 0 inside.
  double gap2(int k, int b, double x) const {
    const double from_low = x - (low_[k] + b * width_[k]);
    // Bins are assigned by a division: the edge of one is only known to rounding.
    const double gap = std::max(-from_low, from_low - width_[k]) - rounding;
    return gap > 0 ? gap * gap : 0;
  }
  void search_run(std::size_t first, std::size_t last, const Vec3& p, double range2,
                  std::vector<std::uint32_t>& found) const {
    std::size_t count = found.size();
    found.resize(count + (last - first));
    for (std::size_t m = first; m < last; ++m) {
      const double dx = x_[m] - p[0], dy = y_[m] - p[1], dz = z_[m] - p[2];
      found[count] = static_cast<std::uint32_t>(m);
      count += dx * dx + dy * dy + dz * dz <= range2;  // no branch to mispredict
    }
    found.resize(count);
  }

  Vec3 low_ = Vec3::Zero(), width_ = Vec3::Ones();
  std::array<int, 3> bins_{1, 1, 1};
  std::vector<std::size_t> starts_;
  std::vector<double> x_, y_, z_;
  std::vector<std::int32_t> index_;
  std::vector<Shift> shift_;
};

Neighbour neighbour(std::int32_t index, const Shift& of_image, const Shift& of_centre) {
  const auto difference = [&](int k) {
    return static_cast<std::int16_t>(of_image[k] - of_centre[k]);
  };
  return {index, {difference(0), difference(1), difference(2)}};
}

/// The smallest singular value: by how much the direction that shrinks most is left of its length.
double smallest_stretch(const Mat3& strain) {
  const Eigen::SelfAdjointEigenSolver<Mat3> solver(strain.transpose() * strain,
                                                   Eigen::EigenvaluesOnly);
  return std::sqrt(std::max(0.0, solver.eigenvalues()[0]));
}

}  // namespace

NeighbourList::NeighbourList(double cutoff, double skin) : cutoff_(cutoff), skin_(skin) {
  if (!(cutoff > 0) || !std::isfinite(cutoff)) {
    throw InputError(fmt::format("neighbours: the cutoff must be positive, got {}", cutoff));
  }
  if (!(skin >= 0) || !std::isfinite(skin)) {
    throw InputError(fmt::format("neighbours: the skin must not be negative, got {}", skin));
  }
}

void NeighbourList::build(const std::vector<Vec3>& positions, const Cell& cell) {
  starts_.assign(1, 0);
  neighbours_.clear();
  static std::atomic<std::uint64_t> last_id{0};
  build_id_ = ++last_id;
  ++builds_;
  built_positions_ = positions;
  built_cell_ = cell;
  if (positions.empty()) return;
  const double range = cutoff_ + skin_ + rounding;
  const HomeAtoms home = bring_home(positions, cell);
  const ImageGrid grid(find_images(home, cell, range), range);
  starts_.reserve(positions.size() + 1);
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    grid.search(home.positions[i], range, found);
    for (const std::uint32_t place : found) {
      const Neighbour n = neighbour(grid.index(place), grid.shift(place), home.shifts[i]);
      const bool is_itself =
          n.index == static_cast<std::int32_t>(i) && !n.shift[0] && !n.shift[1] && !n.shift[2];
      if (!is_itself) neighbours_.push_back(n);
    }
    starts_.push_back(neighbours_.size());
    if (static_cast<double>(neighbours_.size()) > most_pairs) {
      throw InputError(fmt::format("neighbours: more than {:g} pairs within {:g} angstrom",
                                   most_pairs, cutoff_ + skin_));
    }
  }
}

bool NeighbourList::update(const std::vector<Vec3>& positions, const Cell& cell) {
  if (still_holds(positions, cell)) return false;
  build(positions, cell);
  return true;
}

/// With rows_now = rows_built D and u_i = x_i - D^T x_i(built), every pair has
/// d_now = D^T d_built + u_j - u_i, thus |d_now| >= s |d_built| - 2 max|u|, s the smallest singular
/// value of D. No pair beyond cutoff + skin came nearer than the cutoff while
/// s (cutoff + skin) - 2 max|u| >= cutoff. Atoms that follow the cell's strain cost no skin.
bool NeighbourList::still_holds(const std::vector<Vec3>& positions, const Cell& cell) const {
  if (starts_.size() != positions.size() + 1 || positions.size() != built_positions_.size() ||
      cell.exists() != built_cell_.exists() || cell.periodic() != built_cell_.periodic()) {
    return false;
  }
  Mat3 strain = Mat3::Identity();
  double smallest = 1;
  if (cell.rows() != built_cell_.rows()) {
    strain = built_cell_.rows().inverse() * cell.rows();
    smallest = smallest_stretch(strain);
  }
  const double allowed = (smallest * (cutoff_ + skin_) - cutoff_) / 2;
  if (!(allowed >= 0)) return false;
  const Mat3 turned = strain.transpose();
  const Vec3 origin = cell.origin();
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const Vec3 u = (positions[i] - origin) - turned * (built_positions_[i] - built_cell_.origin());
    if (!(u.squaredNorm() <= allowed * allowed)) return false;  // NaN lands here too
  }
  return true;
}

}  // namespace vitrine
