#include "sim/dynamics/committee.h"

#include <cmath>

namespace vitrine::dynamics {

Committee::Committee(std::vector<std::unique_ptr<dlff::ForceField>> members)
    : members_(std::move(members)) {
  for (const auto& member : members_) interactions_.emplace_back(*member);
}

std::vector<double> Committee::deviations(const State& state, const dlff::Evaluation& own) {
  std::vector<const std::vector<Vec3>*> answers = {&own.forces};
  for (Interactions& member : interactions_) answers.push_back(&member.evaluate(state).forces);
  const auto count = static_cast<double>(answers.size());
  std::vector<double> deviations(state.size());
  for (std::size_t i = 0; i < state.size(); ++i) {
    Vec3 mean = Vec3::Zero();
    for (const auto* forces : answers) mean += (*forces)[i] / count;
    double square = 0;
    for (const auto* forces : answers) square += ((*forces)[i] - mean).squaredNorm() / count;
    deviations[i] = std::sqrt(square);
  }
  return deviations;
}

}  // namespace vitrine::dynamics
