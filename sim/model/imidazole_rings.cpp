#include "sim/model/imidazole_rings.h"

#include <Eigen/Eigenvalues>
#include <algorithm>

#include "sim/model/bond_search.h"
#include "sim/model/share_out.h"

namespace vitrine {
namespace {

constexpr int ring_size = 5;

/// The bonds among C and N, by member of the subset.
class RingBonds {
 public:
  RingBonds(const Frame& frame, ThreadTeam* team)
      : near_(frame,
              atoms_where(*frame.topology,
                          [](Element e) { return e == element::C || e == element::N; }),
              ring_bond_length, team),
        elements_(frame.topology->elements) {}

  std::size_t size() const { return near_.size(); }
  int atom(int member) const { return near_.atom(member); }
  bool is_nitrogen(int member) const { return elements_[near_.atom(member)] == element::N; }
  std::span<const Neighbour> of(int member) const { return near_.of(member); }

 private:
  SubsetNeighbours near_;
  const std::vector<Element>& elements_;
};

/// Walks from one atom along bonds, through atoms of higher index only, and keeps each 5-cycle of
/// 3 C and 2 N it closes. A walk that ends on a periodic image of its start is a chain, not a ring:
/// the shifts of a ring's bonds sum to zero.
class RingWalk {
 public:
  explicit RingWalk(const RingBonds& bonds) : bonds_(bonds) {}

  void start_from(int member) {
    path_[0] = member;
    extend(1, Eigen::Vector3i::Zero());
  }
  std::vector<ImidazoleRing> rings() && { return std::move(rings_); }

 private:
  void extend(int length, const Eigen::Vector3i& shift) {
    for (const Neighbour& n : bonds_.of(path_[length - 1])) {
      const Eigen::Vector3i next = shift + Eigen::Vector3i(n.shift[0], n.shift[1], n.shift[2]);
      if (length == ring_size) {
        if (n.index == path_[0] && next.isZero()) keep();
        continue;
      }
      const auto end = path_.begin() + length;
      if (n.index <= path_[0] || std::find(path_.begin(), end, n.index) != end) continue;
      path_[length] = n.index;
      extend(length + 1, next);
    }
  }

  void keep() {
    if (path_[1] > path_[ring_size - 1]) return;  // the same ring, walked the other way
    const auto nitrogens =
        std::ranges::count_if(path_, [&](int member) { return bonds_.is_nitrogen(member); });
    if (nitrogens != 2) return;
    ImidazoleRing ring;
    for (int k = 0; k < ring_size; ++k) ring.atoms[k] = bonds_.atom(path_[k]);
    rings_.push_back(ring);
  }

  const RingBonds& bonds_;
  std::array<int, ring_size> path_{};
  std::vector<ImidazoleRing> rings_;
};

}  // namespace

std::vector<ImidazoleRing> find_imidazole_rings(const Frame& frame, ThreadTeam* team) {
  const RingBonds bonds(frame, team);
  std::vector<std::vector<ImidazoleRing>> found(parts_of(team));
  share_evenly(team, bonds.size(), [&](std::size_t part, std::size_t first, std::size_t last) {
    RingWalk walk(bonds);
    for (std::size_t m = first; m < last; ++m) walk.start_from(static_cast<int>(m));
    found[part] = std::move(walk).rings();
  });
  for (std::size_t part = 1; part < found.size(); ++part)
    found[0].insert(found[0].end(), found[part].begin(), found[part].end());
  return std::move(found[0]);
}

bool is_closed(const ImidazoleRing& ring, const Frame& frame) {
  for (int k = 0; k < ring_size; ++k) {
    const Vec3& from = frame.positions[ring.atoms[k]];
    const Vec3& to = frame.positions[ring.atoms[(k + 1) % ring_size]];
    const double length2 = frame.cell.minimum_image(to - from).squaredNorm();
    if (!(length2 < ring_bond_length * ring_bond_length)) return false;
  }
  return true;
}

RingGeometry ring_geometry(const ImidazoleRing& ring, const Frame& frame) {
  RingGeometry geometry;
  geometry.corners[0] = frame.positions[ring.atoms[0]];
  for (int k = 1; k < ring_size; ++k) {
    const Vec3 bond = frame.positions[ring.atoms[k]] - frame.positions[ring.atoms[k - 1]];
    geometry.corners[k] = geometry.corners[k - 1] + frame.cell.minimum_image(bond);
  }
  geometry.centre = Vec3::Zero();
  for (const Vec3& corner : geometry.corners) geometry.centre += corner / ring_size;
  Mat3 scatter = Mat3::Zero();
  for (const Vec3& corner : geometry.corners) {
    const Vec3 d = corner - geometry.centre;
    scatter += d * d.transpose();
  }
  // The plane's normal is the direction in which the corners spread least.
  Eigen::SelfAdjointEigenSolver<Mat3> solver;
  solver.computeDirect(scatter);
  geometry.normal = solver.eigenvectors().col(0).normalized();
  return geometry;
}

}  // namespace vitrine
