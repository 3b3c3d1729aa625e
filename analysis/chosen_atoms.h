#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/model/frame.h"
#include "sim/model/imidazole_rings.h"

namespace vitrine::analysis {

/// Atoms that analyses are restricted to: these atoms, wherever they go.
class ChosenAtoms {
 public:
  /// Indices into the atoms of `topology`; none is allowed. InputError: beyond them.
  ChosenAtoms(const std::vector<int>& atoms, TopologyPtr topology);

  std::size_t size() const { return size_; }
  bool contains(int atom) const { return is_chosen_[atom]; }
  /// A linker is chosen whole: with all five atoms of its ring.
  bool contains(const ImidazoleRing& ring) const;
  /// InputError, said by the analysis `id`, where a frame has other atoms.
  void check(const std::string& id, const Frame& frame) const;
  std::uint64_t serial() const { return serial_; }  ///< no other choice has it

 private:
  TopologyPtr topology_;
  std::vector<char> is_chosen_;  // of each atom
  std::size_t size_ = 0;
  std::uint64_t serial_;
};

using ChosenPtr = std::shared_ptr<const ChosenAtoms>;

}  // namespace vitrine::analysis
