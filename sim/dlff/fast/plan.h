#pragma once
// Who works on which atoms in which order: made anew whenever the neighbour list is.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/dlff/fast/kernels.h"
#include "sim/dlff/thread_team.h"
#include "sim/model/cell.h"
#include "sim/model/neighbour_list.h"
#include "sim/model/vector.h"

namespace vitrine::dlff {

/// Atoms of one type that stand after each other in the plan, at most a block of the kernels.
struct Block {
  std::size_t type, first, count;
};

/// What an atom costs, in any unit, besides what each of its listed pairs costs.
struct Costs {
  double atom, pair;
};

/// The atoms in the order they are worked on, by type and then along a space-filling curve, so
/// that neighbours in space are neighbours in memory. The atoms are brought into the cell, which
/// leaves few images to distinguish.
class Plan {
 public:
  using Shift = std::array<std::int32_t, 3>;

  /// types[atom] < type_count; blocks of at most `lanes` atoms, a run of blocks for each thread.
  void make(const std::vector<Vec3>& positions, const Cell& cell, const NeighbourList& list,
            const std::vector<std::int32_t>& types, std::size_t type_count, std::size_t lanes,
            Costs costs, ThreadTeam& team);

  std::size_t size() const { return order_.size(); }
  std::int32_t atom(std::size_t place) const { return order_[place]; }
  /// Whole cells that bring the atom at `place` home.
  const Shift& home(std::size_t place) const { return home_[place]; }
  const std::vector<Shift>& shifts() const { return shifts_; }
  std::span<const PlannedNeighbour> neighbours(std::size_t place, std::size_t type) const {
    const std::size_t* start = starts_.data() + place * type_count_ + type;
    return {neighbours_.data() + start[0], start[1] - start[0]};
  }
  std::span<const Block> blocks(std::size_t thread) const {
    return {blocks_.data() + first_block_[thread], first_block_[thread + 1] - first_block_[thread]};
  }

 private:
  void sort_atoms(const std::vector<Vec3>& positions, const Cell& cell,
                  const std::vector<std::int32_t>& types);
  void number_shifts(const Cell& cell, double range);
  void sort_neighbours(const NeighbourList& list, const std::vector<std::int32_t>& types,
                       ThreadTeam& team);
  void sort_neighbours_of(std::size_t place, const NeighbourList& list,
                          const std::vector<std::int32_t>& types);
  void make_blocks(const std::vector<std::int32_t>& types, std::size_t lanes);
  void share_blocks(Costs costs, std::size_t threads);

  std::size_t type_count_ = 0;
  std::vector<std::int32_t> order_, place_;  ///< atom at a place, place of an atom
  std::vector<std::uint64_t> keys_;          ///< of each atom on the curve
  std::vector<Shift> home_;                  ///< by place
  std::vector<Shift> shifts_;
  Shift reach_{};                    ///< largest shift along each edge
  std::vector<std::size_t> starts_;  ///< [place][type] and the end
  std::vector<PlannedNeighbour> neighbours_;
  std::vector<Block> blocks_;
  std::vector<std::size_t> first_block_;  ///< of each thread, and the end
};

}  // namespace vitrine::dlff
