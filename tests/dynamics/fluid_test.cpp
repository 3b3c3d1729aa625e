// Pressure and energy of the Lennard-Jones fluid at published state points.
//
// Reference: NIST Standard Reference Simulation Website, Lennard-Jones fluid properties, "MC: NVT"
// (https://mmlapps.nist.gov/srs/LJ_PURE/mc.htm): 500 atoms, cutoff 3 sigma with long-range
// corrections, means and standard deviations in reduced units. The same cutoff and corrections
// here, with 256 atoms: the liquid's energy and pressure depend on the number of atoms by some 1/N
// of the ideal parts, below the errors of either side. A fluid whose centre of mass rests has the
// ideal pressure of N - 1 atoms, which is added up to N. Tolerance: four standard errors of the
// run, by blocking, and the published deviation.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/model/units.h"
#include "tests/dynamics/averages.h"
#include "tests/dynamics/sampling.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

struct StatePoint {
  double temperature, density;      // reduced
  double energy, energy_deviation;  // per atom
  double pressure, pressure_deviation;
};

constexpr int cells = 4;
constexpr double atoms = 4 * cells * cells * cells;

Plan langevin_plan(double reduced_temperature) {
  Plan plan;
  plan.coupling = {Thermostat::langevin, Barostat::none, 1};
  plan.demand.temperature = reduced_temperature * argon_epsilon / units::boltzmann;
  plan.settle = 2000;
  plan.steps = 8000;
  return plan;
}

// The crystal of the start, heated until nothing is left of it.
Frame molten(double density, dlff::ForceField& force_field) {
  Frame frame = argon_crystal(cells, argon_sigma * std::cbrt(4 / density));
  const Plan hot = langevin_plan(3);
  State state = moving_state(frame, hot.demand.temperature, 5);
  Interactions interactions(force_field);
  Integrator integrator(6);
  integrator.couple(hot.coupling, state);
  integrator.set_targets(hot.demand, state);
  interactions.evaluate(state);
  for (int i = 0; i < 800; ++i) integrator.step(state, interactions, 0.005);
  frame.positions = state.positions;
  return frame;
}

}  // namespace

TEST(LennardJonesFluid, HasThePublishedEnergyAndPressure) {
  for (const StatePoint& point : {StatePoint{0.85, 0.86, -6.0305, 2.38e-3, 1.2660, 1.36e-2},
                                  StatePoint{0.90, 0.776, -5.4689, 4.20e-4, 0.24056, 2.74e-3}}) {
    dlff::LennardJones force_field(
        {argon_epsilon, argon_sigma, 3 * argon_sigma, dlff::Truncation::with_tail});
    const Series run =
        sample(molten(point.density, force_field), force_field, langevin_plan(point.temperature));
    const Average energy = average(run.potential), pressure = average(run.pressure);
    const double per_atom = 1 / (atoms * argon_epsilon);
    EXPECT_NEAR(energy.mean * per_atom, point.energy,
                4 * energy.error * per_atom + point.energy_deviation);
    EXPECT_LT(energy.error * per_atom, 0.02);
    const double reduced = std::pow(argon_sigma, 3) / argon_epsilon / units::ev_per_a3_in_gpa;
    const double last_atom = point.density * point.temperature / atoms;
    EXPECT_NEAR(pressure.mean * reduced + last_atom, point.pressure,
                4 * pressure.error * reduced + point.pressure_deviation);
    EXPECT_LT(pressure.error * reduced, 0.03);
  }
}
