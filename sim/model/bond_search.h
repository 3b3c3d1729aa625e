#pragma once
#include <span>
#include <vector>

#include "sim/model/frame.h"
#include "sim/model/neighbour_list.h"

namespace vitrine {

/// Neighbours among some of the atoms of a frame only: what a search for bonds needs.
class SubsetNeighbours {
 public:
  /// `atoms`: indices into the frame, ascending. cutoff in angstrom. A team shares the search.
  SubsetNeighbours(const Frame& frame, std::vector<int> atoms, double cutoff,
                   ThreadTeam* team = nullptr);

  std::size_t size() const { return atoms_.size(); }
  int atom(std::size_t member) const { return atoms_[member]; }  ///< its index in the frame
  std::span<const Neighbour> of(std::size_t member) const { return list_.of(member); }
  /// r_n - r_member, angstrom.
  Vec3 vector(std::size_t member, const Neighbour& n) const {
    return positions_[n.index] + cell_.offset(n.shift[0], n.shift[1], n.shift[2]) -
           positions_[member];
  }

 private:
  std::vector<int> atoms_;
  std::vector<Vec3> positions_;
  Cell cell_;
  NeighbourList list_;
};

/// Indices of the atoms whose element `wanted` accepts, ascending.
template <class F>
std::vector<int> atoms_where(const Topology& topology, F&& wanted) {
  std::vector<int> atoms;
  for (std::size_t i = 0; i < topology.size(); ++i) {
    if (wanted(topology.elements[i])) atoms.push_back(static_cast<int>(i));
  }
  return atoms;
}

}  // namespace vitrine
