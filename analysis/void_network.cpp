#include "analysis/void_network.h"

#include <fmt/format.h>

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <voro++/voro++.hh>

#include "sim/model/errors.h"
#include "sim/model/pair_stream.h"

namespace vitrine::analysis {
namespace {

constexpr double same_place = 1e-4;  // angstrom: vertices of neighbouring cells, rounding apart

using Shift = Eigen::Vector3i;

/// The distance of a point from a straight line between two others.
double distance_to_segment(const Vec3& point, const Vec3& a, const Vec3& b) {
  const Vec3 along = b - a;
  const double length2 = along.squaredNorm();
  const double t = length2 > 0 ? std::clamp((point - a).dot(along) / length2, 0.0, 1.0) : 0;
  return (a + t * along - point).norm();
}

/// Of a shift and its opposite one is forward, so that an edge has one name.
bool points_back(const Shift& shift) {
  for (int d = 0; d < 3; ++d)
    if (shift[d] != 0) return shift[d] < 0;
  return false;
}

void check_apart(const Frame& frame) {
  constexpr double closest = 1e-2;  // angstrom
  PairStream(frame.positions, frame.cell, closest, PairStream::Count::once)
      .for_each([&](int i, auto partners, auto) {
        if (!partners.empty())
          throw InputError(fmt::format("the atoms {} and {} stand in one place",
                                       frame.topology->ids[i], frame.topology->ids[partners[0]]));
      });
}

}  // namespace

/// Collects the vertices and edges of the cells, each of which several cells share.
class VoidBuilder {
 public:
  VoidBuilder(VoidNetwork& network, const Cell& cell) : network_(network), cell_(cell) {
    for (int d = 0; d < 3; ++d)
      bins_[d] = std::max(1, static_cast<int>(cell.lengths()[d] / bin_width));
  }

  /// A Voronoi cell about an atom: corners in angstrom, edges between them.
  void add_cell(int index, const Vec3& atom, double radius, const std::vector<Vec3>& corners,
                const std::vector<std::pair<int, int>>& edges) {
    std::vector<std::pair<int, Shift>> places;
    for (const Vec3& corner : corners) {
      places.push_back(node_at(corner, (corner - atom).norm() - radius));
      network_.cells_[index].push_back({corner - atom, places.back().first});
    }
    for (const auto& [i, j] : edges)
      add_edge(places[i], places[j], distance_to_segment(atom, corners[i], corners[j]) - radius);
  }

  void finish() {
    for (const auto& [key, radius] : edges_) {
      const auto& [from, to, x, y, z] = key;
      network_.edges_.push_back({from, to, {x, y, z}, radius});
    }
  }

 private:
  static constexpr double bin_width = 0.5;  // angstrom

  /// The node in this place, made where there is none yet, and the image it is of.
  std::pair<int, Shift> node_at(const Vec3& corner, double radius) {
    const Vec3 f = cell_.fractional(corner);
    const Vec3 whole(std::floor(f[0]), std::floor(f[1]), std::floor(f[2]));
    const Vec3 home = cell_.cartesian(f - whole);
    const std::array<int, 3> bin = bin_of(f - whole);
    for (const std::array<int, 3>& near : bins_about(f - whole)) {
      const auto found = members_.find(bin_key(near));
      if (found == members_.end()) continue;
      for (const int node : found->second) {
        const Vec3 apart = network_.nodes_[node].position - home;
        const Vec3 least = cell_.minimum_image(apart);
        if (least.squaredNorm() > same_place * same_place) continue;
        network_.nodes_[node].radius = std::min(network_.nodes_[node].radius, radius);
        // corner = node + shift, but for rounding.
        const Vec3 steps =
            cell_.fractional(cell_.origin() + corner - network_.nodes_[node].position);
        return {node, steps.array().round().cast<int>()};
      }
    }
    const int node = static_cast<int>(network_.nodes_.size());
    network_.nodes_.push_back({home, radius});
    members_[bin_key(bin)].push_back(node);
    return {node, whole.cast<int>()};
  }

  void add_edge(const std::pair<int, Shift>& a, const std::pair<int, Shift>& b, double radius) {
    Shift shift = b.second - a.second;
    int from = a.first, to = b.first;
    if (from == to && shift.isZero()) return;  // shorter than what counts as one place
    if (from > to || (from == to && points_back(shift))) {
      std::swap(from, to);
      shift = -shift;
    }
    const auto [place, is_new] =
        edges_.try_emplace(std::tuple(from, to, shift[0], shift[1], shift[2]), radius);
    if (!is_new) place->second = std::min(place->second, radius);
  }

  std::array<int, 3> bin_of(const Vec3& fraction) const {
    std::array<int, 3> bin;
    for (int d = 0; d < 3; ++d)
      bin[d] = std::clamp(static_cast<int>(fraction[d] * bins_[d]), 0, bins_[d] - 1);
    return bin;
  }
  /// The bins that hold what lies within same_place: one, or up to eight near an edge.
  std::vector<std::array<int, 3>> bins_about(const Vec3& fraction) const {
    const Vec3 margin = same_place * cell_.heights().cwiseInverse();
    std::array<std::vector<int>, 3> axes;
    for (int d = 0; d < 3; ++d)
      for (const double side : {-margin[d], 0.0, margin[d]}) {
        const double f = fraction[d] + side;
        const int bin =
            std::clamp(static_cast<int>((f - std::floor(f)) * bins_[d]), 0, bins_[d] - 1);
        if (std::find(axes[d].begin(), axes[d].end(), bin) == axes[d].end()) axes[d].push_back(bin);
      }
    std::vector<std::array<int, 3>> all;
    for (const int x : axes[0])
      for (const int y : axes[1])
        for (const int z : axes[2]) all.push_back({x, y, z});
    return all;
  }
  std::int64_t bin_key(const std::array<int, 3>& bin) const {
    return bin[0] + static_cast<std::int64_t>(bins_[0]) *
                        (bin[1] + static_cast<std::int64_t>(bins_[1]) * bin[2]);
  }

  VoidNetwork& network_;
  const Cell& cell_;
  std::array<int, 3> bins_;
  std::unordered_map<std::int64_t, std::vector<int>> members_;  // nodes of each bin
  std::map<std::tuple<int, int, int, int, int>, double> edges_;
};

namespace {

/// One Voronoi cell after another, by voro++, which wants a along x and b in the xy plane.
class Tessellation {
 public:
  Tessellation(const Frame& frame, const std::vector<double>& radii)
      : cell_(frame.cell),
        radii_(radii),
        rows_(turned_rows(frame.cell)),
        boxes_(rows_(0, 0), rows_(1, 0), rows_(1, 1), rows_(2, 0), rows_(2, 1), rows_(2, 2),
               blocks(0, frame.size()), blocks(1, frame.size()), blocks(2, frame.size()), 8) {
    for (std::size_t i = 0; i < frame.size(); ++i) {
      Vec3 f = cell_.fractional(frame.positions[i]);
      for (int d = 0; d < 3; ++d) f[d] -= std::floor(f[d]);
      const Vec3 place = rows_.transpose() * f;
      boxes_.put(static_cast<int>(i), place[0], place[1], place[2], radii[i]);
    }
  }

  void add_to(VoidBuilder& builder, const std::function<void()>& each_cell) {
    voro::c_loop_all_periodic loop(boxes_);
    voro::voronoicell cell;
    if (!loop.start()) return;
    do {
      if (each_cell) each_cell();
      if (!boxes_.compute_cell(cell, loop)) continue;  // swallowed by its neighbours
      double x, y, z;
      loop.pos(x, y, z);
      std::vector<double> flat;
      cell.vertices(x, y, z, flat);
      std::vector<Vec3> corners;
      for (std::size_t n = 0; n + 2 < flat.size(); n += 3)
        corners.push_back(original(Vec3(flat[n], flat[n + 1], flat[n + 2])));
      std::vector<std::pair<int, int>> edges;
      for (int i = 0; i < cell.p; ++i)
        for (int j = 0; j < cell.nu[i]; ++j)
          if (cell.ed[i][j] > i) edges.emplace_back(i, cell.ed[i][j]);
      builder.add_cell(loop.pid(), original(Vec3(x, y, z)), radii_[loop.pid()], corners, edges);
    } while (loop.inc());
  }

 private:
  static Mat3 turned_rows(const Cell& cell) {
    const Vec3 lengths = cell.lengths(), angles = cell.angles();
    return Cell::from_parameters(lengths[0], lengths[1], lengths[2], angles[0], angles[1],
                                 angles[2])
        .rows();
  }
  /// About five atoms a block, as voro++ likes it.
  int blocks(int axis, std::size_t atoms) const {
    const double per_volume = std::cbrt(static_cast<double>(atoms) / 5 / rows_.determinant());
    return std::max(1, static_cast<int>(rows_(axis, axis) * per_volume));
  }
  Vec3 original(const Vec3& turned) const {
    return cell_.cartesian(rows_.transpose().triangularView<Eigen::Upper>().solve(turned));
  }

  const Cell& cell_;
  const std::vector<double>& radii_;
  Mat3 rows_;
  voro::container_periodic_poly boxes_;
};

/// Which nodes hang together, and whether they reach an image of themselves: a union of sets whose
/// members remember their image relative to the set's head.
class Reach {
 public:
  explicit Reach(std::size_t nodes) : heads_(nodes), shifts_(nodes, Shift::Zero()) {
    std::iota(heads_.begin(), heads_.end(), 0);
  }

  /// True when the edge closes a way from a node to its own image.
  bool join(const VoidEdge& edge) {
    const auto [a, at_a] = head(edge.from);
    const auto [b, at_b] = head(edge.to);
    const Shift step = at_a + Shift(edge.shift[0], edge.shift[1], edge.shift[2]) - at_b;
    if (a == b) return !step.isZero();
    heads_[b] = a;
    shifts_[b] = step;
    return false;
  }

  /// The same for all nodes that hang together.
  int name(int node) { return head(node).first; }

 private:
  std::pair<int, Shift> head(int node) {
    Shift shift = Shift::Zero();
    int top = node;
    for (; heads_[top] != top; top = heads_[top]) shift += shifts_[top];
    if (heads_[node] != node) {  // next time in one step
      heads_[node] = top;
      shifts_[node] = shift;
    }
    return {top, shift};
  }

  std::vector<int> heads_;
  std::vector<Shift> shifts_;
};

}  // namespace

VoidNetwork::VoidNetwork(const Frame& frame, const std::vector<double>& radii,
                         const std::function<void()>& each_cell)
    : cells_(frame.size()) {
  check_apart(frame);
  VoidBuilder builder(*this, frame.cell);
  Tessellation(frame, radii).add_to(builder, each_cell);
  builder.finish();
}

std::vector<bool> VoidNetwork::channels() const {
  Reach reach(nodes_.size());
  std::vector<int> reaching;  // nodes of which one, at least, comes to its image
  for (const VoidEdge& edge : edges_)
    if (edge.radius >= 0 && reach.join(edge)) reaching.push_back(edge.from);
  std::vector<bool> is_channel(nodes_.size(), false), channels(nodes_.size(), false);
  for (const int node : reaching) is_channel[reach.name(node)] = true;
  for (std::size_t node = 0; node < nodes_.size(); ++node)
    channels[node] = is_channel[reach.name(static_cast<int>(node))];
  return channels;
}

VoidNetwork::Spheres VoidNetwork::largest_spheres() const {
  Spheres spheres{0, 0};
  for (const VoidNode& node : nodes_)
    spheres.included = std::max(spheres.included, 2 * node.radius);
  std::vector<const VoidEdge*> widest_first;
  for (const VoidEdge& edge : edges_) widest_first.push_back(&edge);
  std::ranges::stable_sort(widest_first, std::greater<>(), &VoidEdge::radius);
  Reach reach(nodes_.size());
  for (const VoidEdge* edge : widest_first) {
    if (edge->radius <= 0) break;
    if (!reach.join(*edge)) continue;
    spheres.free = 2 * edge->radius;
    break;
  }
  return spheres;
}

}  // namespace vitrine::analysis
