#pragma once
// Who works on which atoms in which order: made anew whenever the neighbour list is.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/dlff/fast/kernels.h"
#include "sim/model/cell.h"
#include "sim/model/neighbour_list.h"
#include "sim/model/thread_team.h"
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
/// that neighbours in space are neighbours in memory. The atoms are brought into the cell, and each
/// image that is anybody's neighbour is listed once: the images 0 to size() - 1 are the atoms at
/// home, by place, and the next one is nowhere, that is infinitely far. Neighbours stand in the
/// order they are asked for, in groups that are filled up with nowhere.
class Plan {
 public:
  using Shift = std::array<std::int32_t, 3>;
  /// Atom `atom` moved by `shift` whole cells from where the caller has it.
  struct Image {
    std::int32_t atom;  ///< -1: nowhere
    Shift shift;
  };

  /// types[atom] < type_count; blocks of at most `lanes` atoms, a run of blocks for each thread.
  void make(const std::vector<Vec3>& positions, const Cell& cell, const NeighbourList& list,
            const std::vector<std::int32_t>& types, std::size_t type_count, std::size_t lanes,
            Costs costs, ThreadTeam& team);

  std::size_t size() const { return order_.size(); }
  std::int32_t atom(std::size_t place) const { return order_[place]; }
  const std::vector<Image>& images() const { return images_; }
  /// Place of the atom of each image.
  const std::vector<std::int32_t>& places() const { return places_; }
  /// Images listed as neighbours of type `type` of the k-th atom of a block.
  std::span<const std::int32_t> neighbours(const Block& block, std::size_t type,
                                           std::size_t k) const {
    const std::size_t* start = starts_.data() + slot(block, type, k);
    return {neighbours_.data() + start[0], start[1] - start[0]};
  }
  /// Of all atoms of a block.
  std::size_t neighbours(const Block& block, std::size_t type) const {
    const std::size_t* start = starts_.data() + slot(block, type, 0);
    return start[block.count] - start[0];
  }
  std::span<const Block> blocks(std::size_t thread) const {
    return {blocks_.data() + first_block_[thread], first_block_[thread + 1] - first_block_[thread]};
  }

 private:
  std::size_t slot(const Block& block, std::size_t type, std::size_t k) const {
    return block.first * type_count_ + type * block.count + k;
  }
  void sort_atoms(const std::vector<Vec3>& positions, const Cell& cell,
                  const std::vector<std::int32_t>& types);
  void make_blocks(const std::vector<std::int32_t>& types, std::size_t lanes);
  void sort_neighbours(const NeighbourList& list, const std::vector<std::int32_t>& types,
                       ThreadTeam& team);
  void count_neighbours(const Block& block, const NeighbourList& list,
                        const std::vector<std::int32_t>& types);
  void fill_neighbours(const Block& block, const NeighbourList& list,
                       const std::vector<std::int32_t>& types);
  void number_images();
  std::int32_t image_of(std::int32_t place, const Shift& shift);
  void share_blocks(Costs costs, std::size_t threads);

  /// A neighbour before its image has a number; the shift counts from home to home.
  struct Listed {
    std::int32_t place = -1;  ///< nowhere
    Shift shift{};
  };

  std::size_t type_count_ = 0;
  std::vector<std::int32_t> order_, place_;  ///< atom at a place, place of an atom
  std::vector<std::uint64_t> keys_;          ///< of each atom on the curve
  std::vector<Shift> home_;                  ///< whole cells that bring home the atom at a place
  std::vector<Image> images_;
  std::vector<std::int32_t> places_;      ///< by image
  std::vector<std::int32_t> next_image_;  ///< of the same atom, by image; -1: there is none
  std::vector<std::size_t> starts_;       ///< [block][type][atom] and the end
  std::vector<Listed> listed_;
  std::vector<std::int32_t> neighbours_;
  std::vector<Block> blocks_;
  std::vector<std::size_t> first_block_;  ///< of each thread, and the end
};

}  // namespace vitrine::dlff
