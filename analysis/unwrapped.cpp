#include "analysis/unwrapped.h"

namespace vitrine::analysis {

void Unwrapped::add(const Frame& frame) {
  if (last_.empty()) {
    sums_.assign(frame.size(), Vec3::Zero());
  } else {
    for (std::size_t i = 0; i < frame.size(); ++i)
      sums_[i] += frame.cell.minimum_image(frame.positions[i] - last_[i]);
  }
  last_ = frame.positions;
}

std::vector<Vec3> Unwrapped::displacements(const std::vector<double>& masses) const {
  Vec3 moment = Vec3::Zero();
  double mass = 0;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    moment += masses[i] * sums_[i];
    mass += masses[i];
  }
  std::vector<Vec3> displacements = sums_;
  for (Vec3& displacement : displacements) displacement -= moment / mass;
  return displacements;
}

}  // namespace vitrine::analysis
