// A crystal under stress deforms by its elastic constants.
//
// The constants are those of the same force field at rest, as differences of the virial of strained
// cells about the relaxed one; in a face-centred cubic crystal every atom is a centre of inversion,
// so nothing relaxes inside. In Voigt's notation a stress xy strains by s / (2 C44), a stress zz by
// s S11 along and s S12 across, S11 = (C11 + C12) / ((C11 - C12)(C11 + 2 C12)), S12 = -C12 / (the
// same) (Nye, Physical Properties of Crystals (1957), chapter VIII). Tolerance: at strains of 1 %
// the stress is off the straight line by some 5 % (third-order constants of argon are about -10
// times the second-order ones), at 0.2 K the statistical error adds 1 %.
#include <gtest/gtest.h>

#include <Eigen/LU>

#include "sim/dynamics/minimiser.h"
#include "sim/model/thermodynamics.h"
#include "sim/model/units.h"
#include "tests/dynamics/averages.h"
#include "tests/dynamics/sampling.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

Frame relaxed_crystal() {
  const auto force_field = argon_force_field();
  RelaxOptions options;
  options.cell = true;
  options.force_tolerance = options.stress_tolerance = 1e-6;
  return relax(argon_crystal(2), *force_field, options);
}

// GPa, tension positive.
Mat3 stress_of(const Frame& crystal, const Mat3& strain) {
  const auto force_field = argon_force_field();
  Interactions interactions(*force_field);
  const Mat3 stretch = Mat3::Identity() + strain;
  State state{crystal.topology, crystal.cell.deformed(stretch), crystal.positions, {}, 0};
  for (Vec3& x : state.positions) x = stretch * x;
  return -interactions.evaluate(state).virial / state.cell.volume() * units::ev_per_a3_in_gpa;
}

Mat3 slope_of_stress(const Frame& crystal, const Mat3& strain) {
  constexpr double h = 1e-4;
  return (stress_of(crystal, h * strain) - stress_of(crystal, -h * strain)) / (2 * h);
}

constexpr double temperature = 0.2;    // K
constexpr double compressibility = 1;  // 1/GPa, in proportion to which a cell is rescaled

struct Loaded {
  Mat3 strain = Mat3::Zero();  // mean, of the relaxed cell
  Mat3 stress = Mat3::Zero();  // mean, GPa
};

Loaded load(const Frame& crystal, const Coupling& coupling, const Mat3& stress) {
  const auto force_field = argon_force_field();
  Interactions interactions(*force_field);
  State state = moving_state(crystal, temperature, 11);
  Integrator integrator(3);
  integrator.couple(coupling, state);
  integrator.set_targets(
      {temperature, -stress.trace() / 3, stress - stress.trace() / 3 * Mat3::Identity()}, state);
  interactions.evaluate(state);
  constexpr int settle = 6000, steps = 12000;
  Loaded mean;
  for (int i = 0; i < settle + steps; ++i) {
    integrator.step(state, interactions, 0.01);
    if (i < settle) continue;
    mean.strain += (crystal.cell.rows().inverse() * state.cell.rows() - Mat3::Identity()) / steps;
    mean.stress -= pressure_tensor(state.topology->masses, state.velocities,
                                   interactions.last().virial, state.cell.volume()) /
                   steps;
  }
  return mean;
}

Mat3 matrix(double xx, double yy, double zz, double xy) {
  Mat3 m = Vec3(xx, yy, zz).asDiagonal();
  m(0, 1) = m(1, 0) = xy;
  return m;
}

}  // namespace

TEST(Loading, ShearStressShearsByTheElasticConstant) {
  const Frame crystal = relaxed_crystal();
  const double c44 = slope_of_stress(crystal, matrix(0, 0, 0, 0.5))(0, 1);
  const double stress = 0.01 * 2 * c44;  // for a strain of 1 %
  for (const Coupling& coupling :
       {Coupling{Thermostat::langevin, Barostat::mtk, 0.5, 4, CellShape::flexible},
        Coupling{Thermostat::langevin, Barostat::cell_rescaling, 0.5, 0.5, CellShape::flexible,
                 compressibility}}) {
    const Loaded got = load(crystal, coupling, matrix(0, 0, 0, stress));
    EXPECT_NEAR(got.strain(0, 1), 0.01, 0.0006);
    EXPECT_NEAR(got.strain(0, 1), got.strain(1, 0), 0.0006) << "sheared, not turned";
    EXPECT_NEAR(got.stress(0, 1), stress, 0.04 * stress);
    EXPECT_NEAR(got.stress(0, 2), 0, 0.04 * stress);
  }
}

TEST(Loading, TensionStretchesAlongAndThinsAcross) {
  const Frame crystal = relaxed_crystal();
  const Mat3 slope = slope_of_stress(crystal, matrix(0, 0, 1, 0));
  const double c11 = slope(2, 2), c12 = slope(0, 0);
  const double along = (c11 + c12) / ((c11 - c12) * (c11 + 2 * c12));
  const double across = -c12 / ((c11 - c12) * (c11 + 2 * c12));
  const double stress = 0.01 / along;
  const Coupling coupling{Thermostat::langevin,    Barostat::cell_rescaling, 0.5, 0.5,
                          CellShape::orthorhombic, compressibility};
  const Loaded got = load(crystal, coupling, matrix(0, 0, stress, 0));
  EXPECT_NEAR(got.strain(2, 2), 0.01, 0.0006);
  EXPECT_NEAR(got.strain(0, 0), across * stress, 0.0006);
  EXPECT_NEAR(got.strain(1, 1), across * stress, 0.0006);
  EXPECT_NEAR(got.stress(2, 2), stress, 0.04 * stress);
}

TEST(Loading, WorkOfTheStressIsBooked) {
  const Frame crystal = relaxed_crystal();
  const auto force_field = argon_force_field();
  Interactions interactions(*force_field);
  State state = moving_state(crystal, 1, 11);
  Integrator integrator(3);
  integrator.couple({Thermostat::none, Barostat::mtk, 0.5, 4, CellShape::flexible}, state);
  const double stress = 0.04 / units::ev_per_a3_in_gpa;
  integrator.set_targets({1, 0, matrix(0, 0, 0, 0.04)}, state);
  const double start = integrator.conserved(state, interactions.evaluate(state).energy);
  double largest_work = 0, worst = 0;
  for (int i = 0; i < 4000; ++i) {
    integrator.step(state, interactions, 0.01);
    const Mat3 strain = crystal.cell.rows().inverse() * state.cell.rows() - Mat3::Identity();
    largest_work = std::max(largest_work, 2 * stress * strain(0, 1) * crystal.cell.volume());
    const double now = integrator.conserved(state, interactions.last().energy);
    worst = std::max(worst, std::abs(now - start));
  }
  EXPECT_GT(largest_work, 5e-3) << "eV, back and forth: the cell swings";
  EXPECT_LT(worst, 0.02 * largest_work) << "errors of order dt^2, no drift over 40 ps";
}
