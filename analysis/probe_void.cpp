#include "analysis/probe_void.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/model/neighbour_list.h"
#include "sim/model/share_out.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr std::size_t block_of_points = 512, block_of_atoms = 64;  // that a thread takes at a time
constexpr int points_per_atom = 100;

/// Point k of n on a golden spiral.
Vec3 direction(int k, int n) {
  const double z = 1 - (2 * k + 1.0) / n, across = std::sqrt(1 - z * z);
  const double angle = k * units::pi * (3 - std::sqrt(5.0));
  return {across * std::cos(angle), across * std::sin(angle), z};
}

/// A sphere about another atom: where, and the square of its radius.
struct OtherSphere {
  Vec3 centre;
  double radius2;
};

bool is_bare(const Vec3& point, const std::vector<OtherSphere>& others) {
  return std::ranges::none_of(others, [&](const OtherSphere& other) {
    return (point - other.centre).squaredNorm() < other.radius2;
  });
}

/// How far a point may be from the atom whose cell it is in.
double widest_cell(const VoidNetwork& network) {
  double widest2 = 0;
  for (const std::vector<VoidCorner>& cell : network.cells())
    for (const VoidCorner& corner : cell)
      widest2 = std::max(widest2, corner.from_atom.squaredNorm());
  return std::sqrt(widest2);
}

}  // namespace

ProbeVoid::ProbeVoid(const Frame& frame, std::vector<double> reaches,
                     const std::function<void()>& each_cell)
    : frame_(frame),
      reaches_(std::move(reaches)),
      network_(frame, reaches_, each_cell),
      channels_(network_.channels()) {}

bool ProbeVoid::is_accessible(std::size_t atom, const Vec3& from_atom) const {
  const std::vector<VoidCorner>& cell = network_.cells()[atom];
  if (cell.empty()) return false;
  const auto furthest = std::ranges::max_element(
      cell, {}, [&](const VoidCorner& corner) { return corner.from_atom.dot(from_atom); });
  return channels_[furthest->node];
}

ProbeVoid::Parts ProbeVoid::volume(const SharedFrame& shared, std::span<const Vec3> points) const {
  // A margin for rounding at the corners of cells.
  const PairStream near(frame_.positions, frame_.cell, 1e-6 + widest_cell(network_),
                        PairStream::Count::both, shared.team());
  std::vector<std::size_t> accessible(parts_of(shared.team())), closed = accessible;
  share_out(shared.team(), points.size(), block_of_points,
            [&](std::size_t part, std::size_t first, std::size_t last) {
              const auto block = points.subspan(first, last - first);
              near.for_each_about(block, [&](std::size_t n, auto atoms, auto squares) {
                // The point is in the cell of the atom whose power it has least of.
                double least = std::numeric_limits<double>::infinity();
                std::size_t owner = 0;
                for (std::size_t k = 0; k < atoms.size(); ++k) {
                  const double reach = reaches_[atoms[k]], power = squares[k] - reach * reach;
                  if (power >= least) continue;
                  least = power;
                  owner = static_cast<std::size_t>(atoms[k]);
                }
                if (least < 0 || atoms.empty()) return;
                const Vec3 from = frame_.cell.minimum_image(block[n] - frame_.positions[owner]);
                ++(is_accessible(owner, from) ? accessible : closed)[part];
              });
            });
  Parts parts{0, 0};
  for (std::size_t part = 0; part < accessible.size(); ++part) {
    parts.accessible += static_cast<double>(accessible[part]);
    parts.closed += static_cast<double>(closed[part]);
  }
  const double all = static_cast<double>(points.size());
  return {parts.accessible / all, parts.closed / all};
}

ProbeVoid::Parts ProbeVoid::surface(const SharedFrame& shared) const {
  NeighbourList near(2 * *std::ranges::max_element(reaches_));
  near.build(frame_.positions, frame_.cell);
  std::vector<Parts> areas(frame_.size(), {0, 0});
  share_out(shared.team(), frame_.size(), block_of_atoms,
            [&](std::size_t, std::size_t first, std::size_t last) {
              std::vector<OtherSphere> others;
              for (std::size_t i = first; i < last; ++i) {
                const double own = reaches_[i];
                others.clear();
                for_each_neighbour(near, i, frame_.positions, frame_.cell,
                                   [&](int j, const Vec3& d, double square) {
                                     const double reach = reaches_[j];
                                     if (square < (own + reach) * (own + reach))
                                       others.push_back({d, reach * reach});
                                   });
                const double of_point = 4 * units::pi * own * own / points_per_atom;
                for (int k = 0; k < points_per_atom; ++k) {
                  const Vec3 point = own * direction(k, points_per_atom);
                  if (!is_bare(point, others)) continue;
                  (is_accessible(i, point) ? areas[i].accessible : areas[i].closed) += of_point;
                }
              }
            });
  Parts sum{0, 0};
  for (const Parts& area : areas) {
    sum.accessible += area.accessible;
    sum.closed += area.closed;
  }
  return {sum.accessible / frame_.cell.volume(), sum.closed / frame_.cell.volume()};
}

}  // namespace vitrine::analysis
