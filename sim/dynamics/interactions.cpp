#include "sim/dynamics/interactions.h"

#include <chrono>

#include "sim/dynamics/guard.h"

namespace vitrine::dynamics {

Interactions::Interactions(dlff::ForceField& force_field, double skin)
    : force_field_(force_field), list_(force_field.cutoff(), skin) {}

const dlff::Evaluation& Interactions::evaluate(const State& state) {
  check_positions(state);
  const auto start = std::chrono::steady_clock::now();
  const bool built = list_.update(state.positions, state.cell, force_field_.team());
  list_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (built && notice_.empty()) notice_ = force_field_.notice(state.positions, state.cell, list_);
  force_field_.evaluate(state.positions, state.cell, list_, evaluation_);
  return evaluation_;
}

const dlff::Evaluation& Interactions::evaluate(const State& state,
                                               const std::vector<Vec3>& built_positions,
                                               const Cell& built_cell) {
  list_.build(built_positions, built_cell, force_field_.team());
  if (notice_.empty()) notice_ = force_field_.notice(built_positions, built_cell, list_);
  // Force fields order their work when they first see a list, by the positions of that moment.
  force_field_.evaluate(built_positions, built_cell, list_, evaluation_);
  return evaluate(state);
}

}  // namespace vitrine::dynamics
