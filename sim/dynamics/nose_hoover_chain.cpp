#include "sim/dynamics/nose_hoover_chain.h"

#include <cmath>

namespace vitrine::dynamics {

void NoseHooverChain::set_target(double kt, double mass_kt) {
  kt_ = kt;
  mass_.fill(mass_kt * period_ * period_);
  mass_[0] *= degrees_;
}

double NoseHooverChain::push(int link, double twice_kinetic) const {
  if (link == 0) return (twice_kinetic - degrees_ * kt_) / mass_[0];
  const double below = velocity_[link - 1];
  return (mass_[link - 1] * below * below - kt_) / mass_[link];
}

double NoseHooverChain::advance_part(double& twice_kinetic, double time) {
  velocity_[links - 1] += 0.5 * time * push(links - 1, twice_kinetic);
  for (int k = links - 2; k >= 0; --k) {
    const double drag = std::exp(-0.25 * time * velocity_[k + 1]);
    velocity_[k] = (velocity_[k] * drag + 0.5 * time * push(k, twice_kinetic)) * drag;
  }
  const double scale = std::exp(-time * velocity_[0]);
  twice_kinetic *= scale * scale;
  for (int k = 0; k < links; ++k) position_[k] += time * velocity_[k];
  for (int k = 0; k < links - 1; ++k) {
    const double drag = std::exp(-0.25 * time * velocity_[k + 1]);
    velocity_[k] = (velocity_[k] * drag + 0.5 * time * push(k, twice_kinetic)) * drag;
  }
  velocity_[links - 1] += 0.5 * time * push(links - 1, twice_kinetic);
  return scale;
}

double NoseHooverChain::advance(double twice_kinetic, double time) {
  const double outer = 1 / (2 - std::cbrt(2.0));
  double scale = 1;
  for (const double weight : {outer, 1 - 2 * outer, outer})
    scale *= advance_part(twice_kinetic, weight * time);
  return scale;
}

double NoseHooverChain::energy() const {
  double energy = degrees_ * kt_ * position_[0];
  for (int k = 1; k < links; ++k) energy += kt_ * position_[k];
  for (int k = 0; k < links; ++k) energy += 0.5 * mass_[k] * velocity_[k] * velocity_[k];
  return energy;
}

}  // namespace vitrine::dynamics
