#include "analysis/chosen_atoms.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "sim/model/errors.h"

namespace vitrine::analysis {

ChosenAtoms::ChosenAtoms(const std::vector<int>& atoms, TopologyPtr topology)
    : topology_(std::move(topology)), is_chosen_(topology_->size(), 0) {
  static std::atomic<std::uint64_t> serials = 0;
  serial_ = ++serials;
  for (const int atom : atoms) {
    if (atom < 0 || static_cast<std::size_t>(atom) >= topology_->size())
      throw InputError(
          fmt::format("there is no atom {} among the {} to choose from", atom, topology_->size()));
    size_ += !is_chosen_[atom];
    is_chosen_[atom] = 1;
  }
}

bool ChosenAtoms::contains(const ImidazoleRing& ring) const {
  return std::all_of(ring.atoms.begin(), ring.atoms.end(),
                     [this](int atom) { return contains(atom); });
}

void ChosenAtoms::check(const std::string& id, const Frame& frame) const {
  if (frame.topology == topology_) return;
  if (!frame.topology || frame.topology->elements != topology_->elements)
    throw InputError(id + ": the selected atoms belong to another structure");
}

}  // namespace vitrine::analysis
