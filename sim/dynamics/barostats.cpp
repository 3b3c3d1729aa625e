#include "sim/dynamics/barostats.h"

#include <cmath>

#include "sim/model/units.h"

namespace vitrine::dynamics {

MtkBarostat::MtkBarostat(const Coupling& coupling, int degrees, bool own_chain)
    : shape_(coupling.cell), atom_degrees_(degrees), period_(coupling.barostat_time) {
  if (own_chain) chain_.emplace(degrees_of_freedom(shape_), period_);
}

void MtkBarostat::set_target(double kt, double mass_kt, double pressure, const Mat3& stress) {
  kt_ = kt;
  pressure_ = pressure;
  stress_ = allowed_part(shape_, stress);
  mass_ = (atom_degrees_ + 3) / 3.0 * mass_kt * period_ * period_;
  if (chain_) chain_->set_target(kt, mass_kt);
}

void MtkBarostat::chain(double time) {
  if (chain_) rate_ *= chain_->advance(2 * kinetic(), time);
}

void MtkBarostat::push(const Mat3& flux, double twice_kinetic, double volume, double time) {
  const Mat3 push = flux + volume * stress_ +
                    (twice_kinetic / atom_degrees_ - pressure_ * volume) * Mat3::Identity();
  rate_ += time / mass_ * allowed_part(shape_, symmetric_part(push));
}

void MtkBarostat::langevin_kick(double time, Random& random) {
  const double keep = std::exp(-time / period_);
  rate_ = keep * rate_ + std::sqrt((1 - keep * keep) * kt_ / mass_) * random_strain(shape_, random);
}

Mat3 MtkBarostat::drag() const {
  return rate_ + rate_.trace() / atom_degrees_ * Mat3::Identity();
}

double MtkBarostat::energy(double volume) const {
  return kinetic() + pressure_ * volume + (chain_ ? chain_->energy() : 0);
}

double MtkBarostat::stress_work(double volume, double time) const {
  const double half = 0.5 * rate_.trace() * time;
  const double mean_volume = volume * std::exp(half) * (1 + half * half / 6);
  return mean_volume * time * (stress_ * rate_).trace();
}

void CellRescaling::set_target(double kt, double pressure, const Mat3& stress) {
  kt_ = kt;
  pressure_ = pressure;
  stress_ = stress;
}

Mat3 CellRescaling::strain(const Mat3& flux, double volume, double time, Random& random) const {
  const double speed = compressibility_ * units::ev_per_a3_in_gpa * time / (3 * period_);
  const Mat3 off = flux / volume - pressure_ * Mat3::Identity() + stress_;
  return speed * allowed_part(shape_, symmetric_part(off)) +
         std::sqrt(2 * kt_ * speed / volume) * random_strain(shape_, random);
}

}  // namespace vitrine::dynamics
