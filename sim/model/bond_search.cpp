#include "sim/model/bond_search.h"

namespace vitrine {

SubsetNeighbours::SubsetNeighbours(const Frame& frame, std::vector<int> atoms, double cutoff,
                                   ThreadTeam* team)
    : atoms_(std::move(atoms)), cell_(frame.cell), list_(cutoff) {
  positions_.reserve(atoms_.size());
  for (const int i : atoms_) positions_.push_back(frame.positions[i]);
  list_.build(positions_, cell_, team);
}

}  // namespace vitrine
