#include "sim/dynamics/interactions.h"

#include <chrono>

#include "sim/dynamics/guard.h"

namespace vitrine::dynamics {

Interactions::Interactions(dlff::ForceField& force_field, double skin)
    : force_field_(force_field), list_(force_field.cutoff(), skin) {}

const dlff::Evaluation& Interactions::evaluate(const State& state) {
  check_positions(state);
  const auto start = std::chrono::steady_clock::now();
  const bool built = list_.update(state.positions, state.cell);
  list_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (built && notice_.empty()) notice_ = force_field_.notice(state.positions, state.cell, list_);
  force_field_.evaluate(state.positions, state.cell, list_, evaluation_);
  return evaluation_;
}

}  // namespace vitrine::dynamics
