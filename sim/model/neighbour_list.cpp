#include "sim/model/neighbour_list.h"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numeric>
#include <utility>

#include "sim/model/errors.h"
#include "sim/model/periodic_images.h"
#include "sim/model/point_grid.h"
#include "sim/model/share_out.h"

namespace vitrine {
namespace {

/// More pairs than this are a mistake, not a system: 200 million take 2.4 GB.
constexpr double most_pairs = 2e8;
/// Pairs this close to the limit (angstrom) may be rounded either way; they are kept.
constexpr double rounding = 1e-9;

void check_number_of_pairs(double pairs, double range) {
  if (!(pairs <= most_pairs))
    throw InputError(
        fmt::format("neighbours: more than {:g} pairs within {:g} angstrom", most_pairs, range));
}

/// The atoms at home, and behind them the images about them.
struct Surroundings {
  HomeAtoms home;
  std::vector<Neighbour> all;  ///< each as a neighbour of an atom that was not moved
  PointGrid grid;              ///< of all, labelled by place

  Surroundings(const std::vector<Vec3>& positions, const Cell& cell, double range, ThreadTeam* team)
      : home(bring_home(positions, cell, team)) {
    PeriodicImages images;
    if (cell.is_periodic()) images = periodic_images(home, cell, range, false, team);
    std::vector<Vec3> points = home.points;
    points.insert(points.end(), images.points.begin(), images.points.end());
    std::vector<std::int32_t> labels(points.size());
    std::iota(labels.begin(), labels.end(), 0);
    grid = PointGrid(points, labels, bin_widths(range), team);
    const auto add = [&](std::size_t atom, const Shift& beyond) {
      const Shift& shift = home.shifts[atom];
      const auto along = [&](int d) { return static_cast<std::int16_t>(shift[d] + beyond[d]); };
      all.push_back({static_cast<std::int32_t>(atom), {along(0), along(1), along(2)}});
    };
    all.reserve(points.size());
    for (std::size_t i = 0; i < positions.size(); ++i) add(i, {0, 0, 0});
    for (std::size_t n = 0; n < images.atoms.size(); ++n)
      add(static_cast<std::size_t>(images.atoms[n]), images.shifts[n]);
  }

  /// Appends those within `range` of atom i, which is among them and is left out.
  void collect(std::size_t i, double range, PairBuffer& buffer,
               std::vector<Neighbour>& found) const {
    const std::size_t count = grid.collect(home.points[i], range, 0, buffer, 0);
    const Shift& own = home.shifts[i];
    std::size_t end = found.size();
    found.resize(end + count);
    for (const std::int32_t label : buffer.labels_of(count)) {
      Neighbour n = all[static_cast<std::size_t>(label)];
      for (int d = 0; d < 3; ++d) n.shift[d] = static_cast<std::int16_t>(n.shift[d] - own[d]);
      found[end] = n;
      end += static_cast<std::size_t>(label) != i;  // no branch to mispredict
    }
    found.resize(end);
  }
};

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

void NeighbourList::clear() {
  of_.clear();
  for (std::vector<Neighbour>& found : found_) found.clear();
  pairs_ = 0;
}

void NeighbourList::build(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team) {
  clear();
  static std::atomic<std::uint64_t> last_id{0};
  build_id_ = ++last_id;
  ++builds_;
  built_positions_ = positions;
  built_cell_ = cell;
  try {
    if (!positions.empty()) search(positions, cell, team);
  } catch (...) {
    clear();
    throw;
  }
}

void NeighbourList::search(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team) {
  const double range = cutoff_ + skin_ + rounding;
  double each = 0;  // neighbours of an atom, on average
  if (cell.periodic() == std::array{true, true, true})
    each = static_cast<double>(positions.size()) * 4.2 * range * range * range / cell.volume();
  check_number_of_pairs(static_cast<double>(positions.size()) * each, range);
  const Surroundings near(positions, cell, range, team);
  of_.resize(positions.size());
  found_.resize(parts_of(team));
  std::atomic<std::size_t> all{0};  // of all parts, counted by the million
  share_evenly(team, of_.size(), [&](std::size_t part, std::size_t first, std::size_t last) {
    std::vector<Neighbour>& found = found_[part];
    found.reserve(static_cast<std::size_t>(1.1 * each * static_cast<double>(last - first)));
    std::vector<std::size_t> starts{0};
    starts.reserve(last - first + 1);
    std::size_t counted = 0;
    PairBuffer buffer(near.grid.size());
    for (std::size_t i = first; i < last; ++i) {
      near.collect(i, range, buffer, found);
      starts.push_back(found.size());
      if (found.size() - counted < 1'000'000) continue;
      all += found.size() - std::exchange(counted, found.size());
      check_number_of_pairs(static_cast<double>(all), range);
    }
    for (std::size_t i = first; i < last; ++i)
      of_[i] =
          std::span(found).subspan(starts[i - first], starts[i - first + 1] - starts[i - first]);
  });
  for (const std::vector<Neighbour>& found : found_) pairs_ += found.size();
}

bool NeighbourList::update(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team) {
  if (still_holds(positions, cell)) return false;
  build(positions, cell, team);
  return true;
}

/// With rows_now = rows_built D and u_i = x_i - D^T x_i(built), every pair has
/// d_now = D^T d_built + u_j - u_i, thus |d_now| >= s |d_built| - 2 max|u|, s the smallest singular
/// value of D. No pair beyond cutoff + skin came nearer than the cutoff while
/// s (cutoff + skin) - 2 max|u| >= cutoff. Atoms that follow the cell's strain cost no skin.
bool NeighbourList::still_holds(const std::vector<Vec3>& positions, const Cell& cell) const {
  if (builds_ == 0 || of_.size() != positions.size() ||
      positions.size() != built_positions_.size() || cell.exists() != built_cell_.exists() ||
      cell.periodic() != built_cell_.periodic()) {
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
