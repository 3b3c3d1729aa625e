#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "sim/model/cell.h"
#include "sim/model/thread_team.h"
#include "sim/model/vector.h"

namespace vitrine {

/// Atom `index` in the image `shift`: it stands at positions[index] + cell.offset(shift).
struct Neighbour {
  std::int32_t index;
  std::int16_t shift[3];
};

/// All neighbours of every atom within a cutoff, both directions (i has j and j has i), by cell
/// lists. Any cell: sheared, or smaller than the cutoff, when an atom has several images of
/// another, and of itself, as neighbours. Non-periodic directions are open.
///
/// The atoms of the cell and those of their images that lie within reach of it are sorted into a
/// PointGrid, in which each atom then looks about. A team shares that work; the list is the same
/// for any, and none is one thread.
///
/// With a skin the list holds pairs up to cutoff + skin and update() rebuilds it only once atoms
/// and cell have moved so far that a pair could be missed. Shifts refer to the positions as
/// given (unwrapped), so the list stays valid while atoms move and the cell breathes.
class NeighbourList {
 public:
  /// cutoff and skin in angstrom. InputError unless cutoff > 0, skin >= 0 and both finite.
  explicit NeighbourList(double cutoff, double skin = 0);
  NeighbourList(NeighbourList&&) = default;
  NeighbourList& operator=(NeighbourList&&) = default;

  /// Always builds. InputError when a position is not finite or the cell too small to count.
  void build(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team = nullptr);
  /// Builds if needed; true when it did.
  bool update(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team = nullptr);

  double cutoff() const { return cutoff_; }
  double skin() const { return skin_; }
  std::size_t size() const { return of_.size(); }  ///< atoms
  std::size_t pairs() const { return pairs_; }
  std::int64_t builds() const { return builds_; }
  /// A number no other build of any list has had: what was made from this list is of this build.
  /// 0 before the first.
  std::uint64_t build_id() const { return build_id_; }

  /// Positions and cell of the last build: built from them again, the list is the same.
  const std::vector<Vec3>& built_positions() const { return built_positions_; }
  const Cell& built_cell() const { return built_cell_; }

  /// Neighbours of atom i within cutoff + skin at the time of building.
  std::span<const Neighbour> of(std::size_t i) const { return of_[i]; }

 private:
  void clear();
  void search(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team);
  bool still_holds(const std::vector<Vec3>& positions, const Cell& cell) const;

  double cutoff_, skin_;
  std::int64_t builds_ = 0;
  std::uint64_t build_id_ = 0;
  std::vector<std::vector<Neighbour>> found_;  // by each thread, of atoms in a row
  std::vector<std::span<const Neighbour>> of_;
  std::size_t pairs_ = 0;
  std::vector<Vec3> built_positions_;
  Cell built_cell_;
};

/// The pair loop, written once: f(j, d, r2) for each neighbour of i within the cutoff, with
/// d = r_j - r_i in angstrom and r2 = |d|^2.
template <class F>
void for_each_neighbour(const NeighbourList& list, std::size_t i,
                        const std::vector<Vec3>& positions, const Cell& cell, F&& f) {
  const double cutoff2 = list.cutoff() * list.cutoff();
  for (const Neighbour& n : list.of(i)) {
    const Vec3 d =
        positions[n.index] + cell.offset(n.shift[0], n.shift[1], n.shift[2]) - positions[i];
    const double r2 = d.squaredNorm();
    if (r2 <= cutoff2) f(static_cast<int>(n.index), d, r2);
  }
}

}  // namespace vitrine
