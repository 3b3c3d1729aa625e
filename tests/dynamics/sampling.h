#pragma once
// Runs of argon whose averages are looked at.
#include "sim/dynamics/integrator.h"
#include "sim/dynamics/velocities.h"
#include "tests/dynamics/toy_force_fields.h"

namespace vitrine::test {

inline dynamics::State moving_state(const Frame& frame, double temperature, std::uint64_t seed) {
  dynamics::Random random(seed);
  dynamics::State state{frame.topology, frame.cell, frame.positions, {}, 0};
  state.velocities = dynamics::draw_velocities(frame.topology->masses, temperature, random);
  return state;
}

struct Plan {
  dynamics::Coupling coupling;
  dynamics::Demand demand;
  double dt = 0.01;  ///< ps
  int settle = 2000, steps = 40000, every = 4;
};

/// One value every few steps.
struct Series {
  std::vector<double> kinetic, potential;  ///< eV
  std::vector<double> volume;              ///< A^3
  std::vector<double> pressure;            ///< GPa
  double drift = 0;                        ///< of the conserved quantity over the whole run, eV
};

inline Series sample(const Frame& frame, dlff::ForceField& force_field, const Plan& plan) {
  dynamics::Interactions interactions(force_field);
  dynamics::State state = moving_state(frame, plan.demand.temperature, 11);
  dynamics::Integrator integrator(3);
  integrator.couple(plan.coupling, state);
  integrator.set_targets(plan.demand, state);
  interactions.evaluate(state);
  for (int i = 0; i < plan.settle; ++i) integrator.step(state, interactions, plan.dt);
  const double start = integrator.conserved(state, interactions.last().energy);
  Series series;
  for (int i = 0; i < plan.steps; ++i) {
    integrator.step(state, interactions, plan.dt);
    if (i % plan.every != 0) continue;
    series.kinetic.push_back(kinetic_energy(state));
    series.potential.push_back(interactions.last().energy);
    series.volume.push_back(state.cell.volume());
    series.pressure.push_back(instantaneous_pressure(state, interactions.last().virial));
  }
  series.drift = integrator.conserved(state, interactions.last().energy) - start;
  return series;
}

}  // namespace vitrine::test
