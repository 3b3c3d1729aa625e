// Truths of motion: velocity Verlet is of second order, time-reversible and keeps momentum, what is
// conserved does not drift, and a run continued from its numbers is the same run. What the
// ensembles are is in ensemble_test.cpp.
#include "sim/dynamics/integrator.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/dynamics/velocities.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "tests/dynamics/sampling.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

struct Mean {
  double sum = 0, sum2 = 0;
  int n = 0;
  void add(double x) {
    sum += x;
    sum2 += x * x;
    ++n;
  }
  double mean() const { return sum / n; }
  double variance() const { return sum2 / n - mean() * mean(); }
};

// The rms error of the energy over a fixed time of NVE.
double energy_error(double dt) {
  const auto force_field = argon_force_field();
  Interactions interactions(*force_field);
  State state = moving_state(argon_crystal(2), 60, 5);
  Integrator integrator(1);
  integrator.couple({}, state);
  interactions.evaluate(state);
  const double start = integrator.conserved(state, interactions.last().energy);
  Mean error;
  for (double t = 0; t < 2; t += dt) {
    integrator.step(state, interactions, dt);
    const double now = integrator.conserved(state, interactions.last().energy);
    error.add((now - start) * (now - start));
  }
  return std::sqrt(error.mean());
}

std::vector<Coupling> every_coupling() {
  std::vector<Coupling> all;
  for (const Thermostat thermostat :
       {Thermostat::none, Thermostat::nose_hoover, Thermostat::stochastic_rescaling,
        Thermostat::langevin, Thermostat::berendsen}) {
    all.push_back({thermostat, Barostat::none, 0.1, 1});
    for (const Barostat barostat : {Barostat::mtk, Barostat::cell_rescaling})
      for (const CellShape cell :
           {CellShape::isotropic, CellShape::orthorhombic, CellShape::flexible})
        all.push_back({thermostat, barostat, 0.1, 1, cell});
  }
  return all;
}

std::string describe(const Coupling& coupling) {
  return fmt::format("{} {} {}", thermostat_names[static_cast<int>(coupling.thermostat)],
                     barostat_names[static_cast<int>(coupling.barostat)],
                     cell_shape_names[static_cast<int>(coupling.cell)]);
}

}  // namespace

TEST(Velocities, HaveTheTemperatureExactlyAndNoDrift) {
  Random random(4);
  const std::vector<double> masses{1, 12, 14, 65.4, 1, 12};
  const std::vector<Vec3> v = draw_velocities(masses, 321, random);
  State state{make_topology(std::vector<Element>(6, argon), masses), {}, v, v, 0};
  EXPECT_NEAR(instantaneous_temperature(state), 321, 1e-9);
  Vec3 momentum = Vec3::Zero();
  for (std::size_t i = 0; i < v.size(); ++i) momentum += masses[i] * v[i];
  EXPECT_NEAR(momentum.norm(), 0, 1e-10);
}

TEST(Random, MomentsAreThoseOfTheDistributions) {
  // 200,000 draws: standard error of a mean 0.0022 sigma; tolerances are five of them.
  Random random(2);
  Mean normal, square;
  for (int i = 0; i < 200000; ++i) {
    normal.add(random.normal());
    square.add(random.chi_square(7));
  }
  EXPECT_NEAR(normal.mean(), 0, 0.011);
  EXPECT_NEAR(normal.variance(), 1, 0.016);
  EXPECT_NEAR(square.mean(), 7, 0.042);
  EXPECT_NEAR(square.variance(), 14, 0.35);
  EXPECT_EQ(random.chi_square(0), 0);
}

TEST(Random, StreamIsTheSeedsAlone) {
  Random a(9), b(9), c(10);
  const double first = a.normal();
  EXPECT_EQ(first, b.normal());
  EXPECT_NE(first, c.normal());
  Random copy = a;
  EXPECT_EQ(copy.normal(), a.normal());
}

TEST(VelocityVerlet, EnergyErrorFallsAsTheSquareOfTheStep) {
  const double coarse = energy_error(0.016), fine = energy_error(0.008),
               finest = energy_error(0.004);
  EXPECT_NEAR(coarse / fine, 4, 0.4);
  EXPECT_NEAR(fine / finest, 4, 0.4);
}

TEST(VelocityVerlet, RunsBackToItsStart) {
  const auto force_field = argon_force_field();
  Interactions interactions(*force_field);
  State state = moving_state(argon_crystal(2), 60, 5);
  const std::vector<Vec3> start = state.positions;
  Integrator integrator(1);
  integrator.couple({}, state);
  interactions.evaluate(state);
  for (int i = 0; i < 200; ++i) integrator.step(state, interactions, 0.004);
  for (Vec3& v : state.velocities) v = -v;
  for (int i = 0; i < 200; ++i) integrator.step(state, interactions, 0.004);
  // Rounding (1e-16) grows with the motion's Lyapunov exponent, about 1/ps: far below 1e-10.
  for (std::size_t i = 0; i < start.size(); ++i)
    EXPECT_NEAR((state.positions[i] - start[i]).norm(), 0, 1e-10);
}

TEST(Integrator, KeepsMomentumUnderEveryCoupling) {
  for (const Coupling& coupling : every_coupling()) {
    const auto force_field = argon_force_field();
    Interactions interactions(*force_field);
    State state = moving_state(argon_crystal(2), 60, 5);
    Integrator integrator(1);
    integrator.couple(coupling, state);
    integrator.set_targets({80, 0.01}, state);
    interactions.evaluate(state);
    for (int i = 0; i < 500; ++i) integrator.step(state, interactions, 0.004);
    Vec3 drift = Vec3::Zero();
    for (const Vec3& v : state.velocities) drift += v / static_cast<double>(state.size());
    EXPECT_NEAR(drift.norm(), 0, 1e-12) << describe(coupling);  // thermal: about 2 A/ps
  }
}

TEST(Integrator, ContinuesBitForBitFromItsNumbers) {
  for (const Coupling& coupling : every_coupling()) {
    const auto force_field = argon_force_field();
    Interactions interactions(*force_field);
    State state = moving_state(argon_crystal(2), 60, 5);
    Integrator integrator(1);
    integrator.couple(coupling, state);
    integrator.set_targets({80, 0.01}, state);
    interactions.evaluate(state);
    for (int i = 0; i < 25; ++i) integrator.step(state, interactions, 0.004);

    const std::vector<double> kept = numbers_of(integrator);
    Integrator other(77);
    restore(other, kept);
    State other_state = state;
    Interactions other_interactions(*force_field);
    other_interactions.evaluate(state, interactions.neighbours().built_positions(),
                                interactions.neighbours().built_cell());
    for (int i = 0; i < 25; ++i) {
      integrator.step(state, interactions, 0.004);
      other.step(other_state, other_interactions, 0.004);
    }
    EXPECT_EQ(other_state.positions, state.positions) << describe(coupling);
    EXPECT_EQ(other_state.velocities, state.velocities) << describe(coupling);
    EXPECT_EQ(other_state.cell.rows(), state.cell.rows()) << describe(coupling);
    EXPECT_EQ(other.conserved(other_state, 0), integrator.conserved(state, 0));
    EXPECT_EQ(numbers_of(other), numbers_of(integrator)) << describe(coupling);
  }
}

TEST(Integrator, RefusesNumbersThatAreNoState) {
  State state = moving_state(argon_crystal(2), 60, 5);
  Integrator integrator(1);
  integrator.couple({Thermostat::nose_hoover, Barostat::mtk, 0.1, 1}, state);
  const std::vector<double> good = numbers_of(integrator);
  std::vector<double> wrong = good;
  wrong.pop_back();
  EXPECT_THROW(restore(integrator, wrong), InputError);
  wrong = good;
  wrong.push_back(0);
  EXPECT_THROW(restore(integrator, wrong), InputError);
  for (const double value : {-1.0, 0.5, 1e9, std::nan("")}) {
    wrong = good;
    wrong[0] = value;  // the kind of thermostat
    EXPECT_THROW(restore(integrator, wrong), InputError) << value;
  }
  EXPECT_EQ(numbers_of(integrator), good) << "a refusal changes nothing";
}

TEST(MartynaTobiasKlein, ConservedQuantityDoesNotDrift) {
  for (const Thermostat thermostat :
       {Thermostat::none, Thermostat::nose_hoover, Thermostat::stochastic_rescaling}) {
    const auto force_field = argon_force_field();
    Interactions interactions(*force_field);
    State state = moving_state(argon_crystal(2), 60, 5);
    Integrator integrator(1);
    integrator.couple({thermostat, Barostat::mtk, 0.1, 1}, state);
    integrator.set_targets({60, 0.02}, state);
    interactions.evaluate(state);
    const double start = integrator.conserved(state, interactions.last().energy);
    double worst = 0, kinetic = 0;
    for (int i = 0; i < 5000; ++i) {
      // A ramp, as in a schedule: the work of changing targets is booked.
      integrator.set_targets({60 + 0.004 * i, 0.02}, state);
      integrator.step(state, interactions, 0.004);
      const double now = integrator.conserved(state, interactions.last().energy);
      worst = std::max(worst, std::abs(now - start));
      kinetic = std::max(kinetic, kinetic_energy(state));
    }
    EXPECT_LT(worst, 2e-3 * kinetic) << "over 20 ps of 4 fs steps; errors of order dt^2";
  }
}

TEST(MartynaTobiasKlein, SqueezesACrystalToThePressure) {
  const auto force_field = argon_force_field();
  Interactions interactions(*force_field);
  State state = moving_state(argon_crystal(2), 20, 5);
  Integrator integrator(1);
  integrator.couple({Thermostat::nose_hoover, Barostat::mtk, 0.1, 1}, state);
  integrator.set_targets({20, 1.0}, state);
  interactions.evaluate(state);
  Mean pressure;
  for (int i = 0; i < 12000; ++i) {
    integrator.step(state, interactions, 0.004);
    if (i >= 4000) pressure.add(instantaneous_pressure(state, interactions.last().virial));
  }
  EXPECT_NEAR(pressure.mean(), 1.0, 0.02);
}

TEST(MartynaTobiasKlein, RefusesACellThatJumps) {
  const auto force_field = argon_force_field();
  Interactions interactions(*force_field);
  State state = moving_state(argon_crystal(2, 3.0), 20, 5);  // 30 % too close: thousands of GPa
  Integrator integrator(1);
  integrator.couple({Thermostat::none, Barostat::mtk, 0.1, 0.05}, state);
  integrator.set_targets({20, 0}, state);
  interactions.evaluate(state);
  EXPECT_THROW(for (int i = 0; i < 100; ++i) integrator.step(state, interactions, 0.002),
               PhysicsError);
}
