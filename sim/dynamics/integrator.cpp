#include "sim/dynamics/integrator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/dynamics/thermostats.h"
#include "sim/model/errors.h"
#include "sim/model/thermodynamics.h"
#include "sim/model/units.h"

namespace vitrine::dynamics {
namespace {

constexpr double least_mass_temperature = 10;  // K
constexpr double greatest_strain = 0.02;       // per step

void check_strain(const Mat3& strain) {
  const double largest = strain.cwiseAbs().maxCoeff();
  if (!(largest < greatest_strain))
    throw PhysicsError(
        fmt::format("the barostat changes the cell by {:.3g} % in one step", 100 * largest), {});
}

Mat3 momentum_flux_of(const State& state) {
  return momentum_flux(state.topology->masses, state.velocities);
}

}  // namespace

double Integrator::extended_energy(const State& state) const {
  return (mtk_ ? mtk_->energy(state.cell.volume()) : 0) + (chain_ ? chain_->energy() : 0);
}

double Integrator::conserved(const State& state, double potential_energy) const {
  return kinetic_energy(state) + potential_energy + extended_energy(state) + offset_;
}

void Integrator::couple(const Coupling& coupling, const State& state) {
  degrees_ = degrees_of_freedom(state);
  if (coupling == coupling_) return;
  const double before = extended_energy(state);
  coupling_ = coupling;
  make_parts();
  offset_ += before - extended_energy(state);
}

void Integrator::make_parts() {
  chain_.reset();
  mtk_.reset();
  rescaling_.reset();
  const Thermostat thermostat = coupling_.thermostat;
  if (thermostat == Thermostat::nose_hoover) chain_.emplace(degrees_, coupling_.thermostat_time);
  const bool own_chain =
      thermostat == Thermostat::nose_hoover || thermostat == Thermostat::berendsen;
  if (coupling_.barostat == Barostat::mtk) mtk_.emplace(coupling_, degrees_, own_chain);
  if (coupling_.barostat == Barostat::cell_rescaling) rescaling_.emplace(coupling_);
}

void Integrator::set_targets(const Demand& demand, const State& state) {
  const double before = extended_energy(state);
  kt_ = units::boltzmann * demand.temperature;
  const double pressure = demand.pressure / units::ev_per_a3_in_gpa;
  const Mat3 stress = demand.stress / units::ev_per_a3_in_gpa;
  const double mass_kt = units::boltzmann * std::max(demand.temperature, least_mass_temperature);
  if (chain_) chain_->set_target(kt_, mass_kt);
  if (mtk_) mtk_->set_target(kt_, mass_kt, pressure, stress);
  if (rescaling_) rescaling_->set_target(kt_, pressure, stress);
  offset_ += before - extended_energy(state);
}

void Integrator::step(State& state, Interactions& interactions, double dt) {
  const Mat3 virial = interactions.last().virial;
  open_step(state, interactions.last(), dt);
  const Mat3 strain = drift(state, virial, dt);
  const dlff::Evaluation& forces = interactions.evaluate(state);
  // What the rescaling did to the potential energy, by the rule of the trapezium.
  if (rescaling_) offset_ += 0.5 * ((virial + forces.virial) * strain).trace();
  close_step(state, forces, dt);
  ++state.step;
}

void Integrator::open_step(State& state, const dlff::Evaluation& forces, double dt) {
  double factor = 1;
  if (chain_ || mtk_ || coupling_.thermostat != Thermostat::none) {
    if (mtk_) mtk_->chain(0.5 * dt);
    Mat3 flux = momentum_flux_of(state);
    factor = thermostat_factor(0.5 * flux.trace(), 0.5 * dt);
    flux *= factor * factor;
    if (mtk_) mtk_->push(flux + forces.virial, flux.trace(), state.cell.volume(), 0.5 * dt);
  }
  kick(state, forces.forces, factor, 0.5 * dt);
}

void Integrator::close_step(State& state, const dlff::Evaluation& forces, double dt) {
  kick(state, forces.forces, 1, 0.5 * dt);
  if (!mtk_ && coupling_.thermostat == Thermostat::none) return;
  const Mat3 flux = momentum_flux_of(state);
  if (mtk_) mtk_->push(flux + forces.virial, flux.trace(), state.cell.volume(), 0.5 * dt);
  const double factor = thermostat_factor(0.5 * flux.trace(), 0.5 * dt);
  if (factor != 1)
    for (Vec3& v : state.velocities) v *= factor;
  if (mtk_) mtk_->chain(0.5 * dt);
}

double Integrator::thermostat_factor(double kinetic, double time) {
  switch (coupling_.thermostat) {
    case Thermostat::none:
    case Thermostat::langevin:
      return 1;
    case Thermostat::nose_hoover:
      return chain_->advance(2 * kinetic, time);
    case Thermostat::stochastic_rescaling:
      return joint_rescaling_factor(kinetic, time);
    case Thermostat::berendsen:
      const double factor =
          berendsen_factor(kinetic, degrees_, kt_, time / coupling_.thermostat_time);
      offset_ += (1 - factor * factor) * kinetic;
      return factor;
  }
  return 1;
}

double Integrator::joint_rescaling_factor(double kinetic, double time) {
  const double all = kinetic + (mtk_ ? mtk_->kinetic() : 0);
  const double factor = stochastic_rescaling_factor(all, degrees_ + (mtk_ ? mtk_->degrees() : 0),
                                                    kt_, time / coupling_.thermostat_time, random_);
  if (mtk_) mtk_->scale(factor);
  offset_ += (1 - factor * factor) * all;
  return factor;
}

void Integrator::kick(State& state, const std::vector<Vec3>& forces, double scale,
                      double time) const {
  const std::vector<double>& masses = state.topology->masses;
  if (!mtk_) {
    const double push = time * units::ev_in_dalton_a2_per_ps2;
    for (std::size_t i = 0; i < state.size(); ++i)
      state.velocities[i] = scale * state.velocities[i] + push / masses[i] * forces[i];
    return;
  }
  const Flow in_cell = flow(-mtk_->drag(), time);
  const Mat3 keep = scale * in_cell.growth, push = units::ev_in_dalton_a2_per_ps2 * in_cell.glide;
  for (std::size_t i = 0; i < state.size(); ++i)
    state.velocities[i] = keep * state.velocities[i] + push * (forces[i] / masses[i]);
}

Mat3 Integrator::drift(State& state, const Mat3& virial, double dt) {
  const bool is_langevin = coupling_.thermostat == Thermostat::langevin;
  if (!is_langevin && !rescaling_) {
    glide(state, dt);
    return Mat3::Zero();
  }
  glide(state, 0.5 * dt);
  if (is_langevin) langevin(state, dt);
  const Mat3 strain = rescaling_ ? rescale(state, virial, dt) : Mat3(Mat3::Zero());
  glide(state, 0.5 * dt);
  return strain;
}

void Integrator::glide(State& state, double time) {
  if (!mtk_) {
    for (std::size_t i = 0; i < state.size(); ++i) state.positions[i] += time * state.velocities[i];
    return;
  }
  check_strain(mtk_->rate() * time);
  offset_ -= mtk_->stress_work(state.cell.volume(), time);
  const Flow with_cell = flow(mtk_->rate(), time);
  const Vec3 origin = state.cell.origin();
  for (std::size_t i = 0; i < state.size(); ++i)
    state.positions[i] = origin + with_cell.growth * (state.positions[i] - origin) +
                         with_cell.glide * state.velocities[i];
  state.cell = state.cell.deformed(with_cell.growth);
}

void Integrator::langevin(State& state, double dt) {
  offset_ -= langevin_kick(state.topology->masses, state.velocities, kt_,
                           dt / coupling_.thermostat_time, random_);
  if (!mtk_) return;
  offset_ += mtk_->kinetic();
  mtk_->langevin_kick(dt, random_);
  offset_ -= mtk_->kinetic();
}

Mat3 Integrator::rescale(State& state, const Mat3& virial, double dt) {
  const Mat3 flux = momentum_flux_of(state);
  const Mat3 strain = rescaling_->strain(flux + virial, state.cell.volume(), dt, random_);
  check_strain(strain);
  const Mat3 stretch = flow(strain, 1).growth, slow = flow(-strain, 1).growth;
  const Vec3 origin = state.cell.origin();
  for (Vec3& x : state.positions) x = origin + stretch * (x - origin);
  for (Vec3& v : state.velocities) v = slow * v;
  state.cell = state.cell.deformed(stretch);
  offset_ -= 0.5 * ((slow * flux * slow).trace() - flux.trace());
  return strain;
}

}  // namespace vitrine::dynamics
