#pragma once
#include "sim/dlff/force_field.h"
#include "sim/dynamics/state.h"

namespace vitrine::dynamics {

// Every PhysicsError here names at most `Guard::most_named` atoms, in its text by the topology's
// ids.

/// PhysicsError naming the atoms unless every position is finite.
void check_positions(const State& state);
/// PhysicsError naming the atoms unless energy, virial and every force are finite.
void check_finite(const dlff::Evaluation& evaluation, const Topology& topology);

/// What a run must not exceed. Checked after every step; cheap beside any force field.
struct Guard {
  double force_limit = 100;          ///< eV/A, on one atom
  double temperature_limit = 10000;  ///< K, above which a run counts as running away

  /// PhysicsError naming the atoms, the worst first.
  void check(const dlff::Evaluation& evaluation, const Topology& topology,
             double temperature) const;
  static constexpr std::size_t most_named = 20;
};

}  // namespace vitrine::dynamics
