#include "sim/dynamics/interactions.h"

namespace vitrine::dynamics {

Interactions::Interactions(dlff::ForceField& force_field, double skin)
    : force_field_(force_field), list_(force_field.cutoff(), skin) {}

const dlff::Evaluation& Interactions::evaluate(const std::vector<Vec3>& positions,
                                               const Cell& cell) {
  list_.update(positions, cell);
  force_field_.evaluate(positions, cell, list_, evaluation_);
  return evaluation_;
}

}  // namespace vitrine::dynamics
