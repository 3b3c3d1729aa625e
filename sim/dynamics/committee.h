#pragma once
#include <memory>
#include <vector>

#include "sim/dynamics/interactions.h"

namespace vitrine::dynamics {

/// Further force fields that look at a run without moving it. Where models that were trained alike
/// differ, none of them was trained for what it sees: the standard deviation over the members of
/// each atom's force, the run's own force field being one of them,
///   sqrt(<|F_k - <F>|^2>)
/// (the "model deviation" of Zhang, Lin, Wang, Car, E, Phys Rev Mater 3 (2019) 023804).
class Committee {
 public:
  explicit Committee(std::vector<std::unique_ptr<dlff::ForceField>> members);

  bool empty() const { return members_.empty(); }
  /// eV/A of each atom; `own` is the run's own answer for this state.
  std::vector<double> deviations(const State& state, const dlff::Evaluation& own);

 private:
  std::vector<std::unique_ptr<dlff::ForceField>> members_;
  std::vector<Interactions> interactions_;  // one per member: their cutoffs may differ
};

}  // namespace vitrine::dynamics
