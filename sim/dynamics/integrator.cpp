#include "sim/dynamics/integrator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::dynamics {
namespace {

constexpr double least_mass_temperature = 10;  // K
constexpr double greatest_strain = 0.02;       // per step

// sinh(x)/x; the series where the quotient loses digits.
double sinhc(double x) {
  if (std::abs(x) > 0.1) return std::sinh(x) / x;
  const double x2 = x * x;
  return 1 + x2 / 6 * (1 + x2 / 20 * (1 + x2 / 42 * (1 + x2 / 72)));
}

}  // namespace

double Integrator::volume_of(const State& state) const {
  return coupling_.barostat == Barostat::none ? 0 : state.cell.volume();
}

double Integrator::extended_energy(double volume) const {
  double energy = barostat_kinetic() + pressure_ * volume;
  if (particle_chain_) energy += particle_chain_->energy();
  if (barostat_chain_) energy += barostat_chain_->energy();
  return energy;
}

double Integrator::conserved(const State& state, double potential_energy) const {
  return kinetic_energy(state) + potential_energy + extended_energy(volume_of(state)) + offset_;
}

void Integrator::couple(const Coupling& coupling, const State& state) {
  degrees_ = degrees_of_freedom(state);
  if (coupling == coupling_) return;
  const double before = extended_energy(volume_of(state));
  coupling_ = coupling;
  strain_rate_ = 0;
  barostat_mass_ = 0;
  particle_chain_.reset();
  barostat_chain_.reset();
  if (coupling.thermostat == Thermostat::nose_hoover)
    particle_chain_.emplace(degrees_, coupling.thermostat_time);
  if (coupling.barostat == Barostat::mtk && (coupling.thermostat == Thermostat::nose_hoover ||
                                             coupling.thermostat == Thermostat::berendsen))
    barostat_chain_.emplace(1, coupling.barostat_time);
  offset_ += before - extended_energy(volume_of(state));
}

void Integrator::set_targets(double temperature, double pressure, const State& state) {
  const double volume = volume_of(state);
  const double before = extended_energy(volume);
  kt_ = units::boltzmann * temperature;
  pressure_ = coupling_.barostat == Barostat::none ? 0 : pressure / units::ev_per_a3_in_gpa;
  const double mass_kt = units::boltzmann * std::max(temperature, least_mass_temperature);
  if (particle_chain_) particle_chain_->set_target(kt_, mass_kt);
  if (barostat_chain_) barostat_chain_->set_target(kt_, mass_kt);
  if (coupling_.barostat == Barostat::mtk)
    barostat_mass_ = (degrees_ + 3) * mass_kt * coupling_.barostat_time * coupling_.barostat_time;
  offset_ += before - extended_energy(volume);
}

void Integrator::step(State& state, Interactions& interactions, double dt) {
  open_step(state, interactions.last(), dt);
  drift(state, dt);
  const dlff::Evaluation& forces = interactions.evaluate(state);
  close_step(state, forces, dt);
  ++state.step;
}

void Integrator::open_step(State& state, const dlff::Evaluation& forces, double dt) {
  barostat_chain(0.5 * dt);
  thermostat(state, 0.5 * dt);
  push_barostat(state, forces.virial, 0.5 * dt);
  kick(state, forces.forces, 0.5 * dt);
}

void Integrator::close_step(State& state, const dlff::Evaluation& forces, double dt) {
  kick(state, forces.forces, 0.5 * dt);
  push_barostat(state, forces.virial, 0.5 * dt);
  thermostat(state, 0.5 * dt);
  barostat_chain(0.5 * dt);
}

void Integrator::scale_velocities(State& state, double kinetic, double factor) {
  for (Vec3& v : state.velocities) v *= factor;
  offset_ += (1 - factor * factor) * kinetic;
}

void Integrator::thermostat(State& state, double time) {
  if (coupling_.thermostat == Thermostat::none) return;
  const double kinetic = kinetic_energy(state);
  if (coupling_.thermostat == Thermostat::nose_hoover) {
    const double factor = particle_chain_->advance(2 * kinetic, time);
    for (Vec3& v : state.velocities) v *= factor;
  } else if (coupling_.thermostat == Thermostat::berendsen) {
    if (kinetic <= 0) return;
    const double wanted = 0.5 * degrees_ * kt_;
    const double change = time / coupling_.thermostat_time * (wanted / kinetic - 1);
    // Limited, because a system that starts at rest would be thrown by an infinite factor.
    scale_velocities(state, kinetic, std::sqrt(std::clamp(1 + change, 0.64, 1.5625)));
  } else {
    const bool with_barostat = coupling_.barostat == Barostat::mtk;
    const double piston = with_barostat ? barostat_kinetic() : 0;
    const double factor =
        stochastic_factor(kinetic + piston, degrees_ + (with_barostat ? 1 : 0), time);
    scale_velocities(state, kinetic, factor);
    strain_rate_ *= factor;
    offset_ += (1 - factor * factor) * piston;
  }
}

double Integrator::stochastic_factor(double kinetic, int degrees, double time) {
  if (kinetic <= 0) return 1;
  const double c = std::exp(-time / coupling_.thermostat_time);
  const double share = 0.5 * kt_ / kinetic * (1 - c);  // mean kinetic energy per degree, relative
  const double r = random_.normal();
  const double rest = random_.chi_square(degrees - 1);
  const double square = c + share * (r * r + rest) + 2 * r * std::sqrt(c * share);
  const double factor = std::sqrt(std::max(0.0, square));
  return r + std::sqrt(c / std::max(share, 1e-300)) < 0 ? -factor : factor;
}

void Integrator::barostat_chain(double time) {
  if (barostat_chain_) strain_rate_ *= barostat_chain_->advance(2 * barostat_kinetic(), time);
}

void Integrator::push_barostat(const State& state, const Mat3& virial, double time) {
  if (coupling_.barostat == Barostat::none) return;
  const double twice_kinetic = 2 * kinetic_energy(state);
  const double push =
      (1 + 3.0 / degrees_) * twice_kinetic + virial.trace() - 3 * pressure_ * state.cell.volume();
  strain_rate_ += time * push / barostat_mass_;
}

void Integrator::kick(State& state, const std::vector<Vec3>& forces, double time) const {
  const std::vector<double>& masses = state.topology->masses;
  const double alpha = (1 + 3.0 / degrees_) * strain_rate_;
  const double shrink = std::exp(-alpha * time);
  const double push = time * units::ev_in_dalton_a2_per_ps2 * std::exp(-0.5 * alpha * time) *
                      sinhc(0.5 * alpha * time);
  for (std::size_t i = 0; i < state.size(); ++i)
    state.velocities[i] = shrink * state.velocities[i] + (push / masses[i]) * forces[i];
}

void Integrator::drift(State& state, double time) const {
  if (coupling_.barostat == Barostat::none) {
    for (std::size_t i = 0; i < state.size(); ++i) state.positions[i] += time * state.velocities[i];
    return;
  }
  const double strain = strain_rate_ * time;
  if (!(std::abs(strain) < greatest_strain))
    throw PhysicsError(
        fmt::format("the barostat changes the cell by {:.3g} % in one step", 100 * strain), {});
  const double stretch = std::exp(strain);
  const double glide = time * std::exp(0.5 * strain) * sinhc(0.5 * strain);
  const Vec3 origin = state.cell.origin();
  for (std::size_t i = 0; i < state.size(); ++i)
    state.positions[i] =
        origin + stretch * (state.positions[i] - origin) + glide * state.velocities[i];
  state.cell = state.cell.deformed(stretch * Mat3::Identity());
}

}  // namespace vitrine::dynamics
