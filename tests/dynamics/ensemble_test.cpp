// Whether thermostats and barostats sample the ensembles they are named after.
//
// Truths: at a temperature T the kinetic energy of f degrees of freedom is gamma-distributed, mean
// f k_B T / 2, variance f (k_B T)^2 / 2, whatever the interactions. The potential energies at two
// temperatures satisfy ln[p2(U)/p1(U)] = (beta1 - beta2) U + const, the volumes at two pressures
// ln[p2(V)/p1(V)] = beta (P1 - P2) V + const, neither of which knows anything of the system
// (Shirts, J Chem Theory Comput 9 (2013) 909, doi:10.1021/ct300688p). The variance of the volume is
// k_B T V kappa_T with the compressibility that the pressure-volume curve has (Allen, Tildesley,
// Computer Simulation of Liquids, 2nd ed. (2017), eq. 2.85).
//
// Tolerances: four standard errors, which averages.h finds from the series themselves, so that none
// of the some fifty comparisons is expected to fail; the error is held to a bound as well, so that
// the comparison says something. Seeds are fixed. Integration errors of 6 and 10 fs steps in argon
// ((omega dt)^2 / 8 of the energies, 0.1 %) are below the statistical ones.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/model/units.h"
#include "tests/dynamics/averages.h"
#include "tests/dynamics/sampling.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

constexpr double k_b = units::boltzmann;
constexpr double far = 4;  // standard errors

std::string words(std::string_view name) {
  std::string result(name);
  std::replace(result.begin(), result.end(), '-', '_');
  return result;
}

void expect_average(const Average& got, double expected, double bound, const char* what) {
  EXPECT_NEAR(got.mean, expected, far * got.error) << what;
  EXPECT_LT(got.error, bound * std::abs(expected)) << what << ": the run is too short to tell";
}

void expect_slope(const Slope& got, double expected, double bound) {
  EXPECT_NEAR(got.value, expected, far * got.error);
  EXPECT_LT(got.error, bound * std::abs(expected)) << "the runs are too short to tell";
}

// A dense fluid of 32 atoms; from some 140 K down it may freeze, and energies of two phases would
// take more than these runs to mix.
Series constant_volume(Thermostat thermostat, double temperature) {
  const auto force_field = argon_force_field(5.5);
  Plan plan;
  plan.coupling = {thermostat, Barostat::none, 0.1};
  plan.demand.temperature = temperature;
  plan.dt = 0.006;
  plan.steps = 60000;
  return sample(argon_crystal(2, 5.6), *force_field, plan);
}

class CanonicalThermostat : public testing::TestWithParam<Thermostat> {};

INSTANTIATE_TEST_SUITE_P(All, CanonicalThermostat,
                         testing::Values(Thermostat::nose_hoover, Thermostat::stochastic_rescaling,
                                         Thermostat::langevin),
                         [](const auto& each) {
                           return words(thermostat_names[static_cast<int>(each.param)]);
                         });

// A crystal of 32 atoms, in which a cell without a shape of its own keeps one.
constexpr double crystal_temperature = 30;

Series constant_pressure(const Coupling& coupling, double pressure) {
  const auto force_field = argon_force_field(5.5);
  Plan plan;
  plan.coupling = coupling;
  plan.demand.temperature = crystal_temperature;
  plan.demand.pressure = pressure;
  plan.steps = 30000;
  return sample(argon_crystal(2, 5.54), *force_field, plan);
}

class IsobaricCoupling : public testing::TestWithParam<Coupling> {};

// ps. A crystal is so stiff that an mtk cell swings within a quarter of its time constant (the
// frequency is 3/time sqrt(K V / N_f k_B T)), which must take many steps.
constexpr double mtk_time = 2, rescaling_time = 0.5;
constexpr double estimate = 0.5;  // of the compressibility, 1/GPa
INSTANTIATE_TEST_SUITE_P(
    All, IsobaricCoupling,
    testing::Values(
        Coupling{Thermostat::nose_hoover, Barostat::mtk, 0.1, mtk_time, CellShape::isotropic},
        Coupling{Thermostat::langevin, Barostat::mtk, 0.2, mtk_time, CellShape::isotropic},
        Coupling{Thermostat::stochastic_rescaling, Barostat::mtk, 0.1, mtk_time,
                 CellShape::orthorhombic},
        Coupling{Thermostat::nose_hoover, Barostat::mtk, 0.1, mtk_time, CellShape::flexible},
        Coupling{Thermostat::stochastic_rescaling, Barostat::cell_rescaling, 0.1, rescaling_time,
                 CellShape::isotropic, estimate},
        Coupling{Thermostat::langevin, Barostat::cell_rescaling, 0.2, rescaling_time,
                 CellShape::orthorhombic, estimate},
        Coupling{Thermostat::stochastic_rescaling, Barostat::cell_rescaling, 0.1, rescaling_time,
                 CellShape::flexible, estimate}),
    [](const auto& each) {
      const Coupling& c = each.param;
      return words(fmt::format("{}_{}_{}", thermostat_names[static_cast<int>(c.thermostat)],
                               barostat_names[static_cast<int>(c.barostat)],
                               cell_shape_names[static_cast<int>(c.cell)]));
    });

}  // namespace

TEST_P(CanonicalThermostat, SpreadsEnergiesAsBoltzmannDemands) {
  const double cold = 200, hot = 250;
  const Series first = constant_volume(GetParam(), cold);
  const Series second = constant_volume(GetParam(), hot);
  const double degrees = 93;
  expect_average(average(first.kinetic), 0.5 * degrees * k_b * cold, 0.01, "mean kinetic energy");
  expect_average(variance(first.kinetic), 0.5 * degrees * std::pow(k_b * cold, 2), 0.08,
                 "variance of the kinetic energy");
  expect_slope(log_ratio_slope(first.potential, second.potential),
               1 / (k_b * cold) - 1 / (k_b * hot), 0.12);
  EXPECT_LT(std::abs(second.drift), 0.1 * degrees * k_b * hot) << "over 360 ps";
}

TEST(Berendsen, ReachesTheTemperatureButNotItsSpread) {
  const double cold = 110;
  const Series first = constant_volume(Thermostat::berendsen, cold);
  EXPECT_NEAR(average(first.kinetic).mean, 46.5 * k_b * cold, 0.02 * 46.5 * k_b * cold);
  EXPECT_LT(variance(first.kinetic).mean, 0.5 * 46.5 * std::pow(k_b * cold, 2))
      << "why it is not for sampling";
}

TEST_P(IsobaricCoupling, SpreadsVolumesAsBoltzmannDemands) {
  const double low = 0.02, high = 0.05;  // GPa
  const Series first = constant_pressure(GetParam(), low);
  const Series second = constant_pressure(GetParam(), high);
  const double beta = 1 / (k_b * crystal_temperature);
  expect_slope(log_ratio_slope(first.volume, second.volume),
               beta * (low - high) / units::ev_per_a3_in_gpa, 0.15);
  const Average pressure = average(second.pressure);
  EXPECT_NEAR(pressure.mean, high, far * pressure.error);
  EXPECT_LT(pressure.error, 0.004);
  expect_average(average(second.kinetic), 46.5 * k_b * crystal_temperature, 0.015,
                 "mean kinetic energy");
}

TEST(Isobaric, VolumeFluctuatesAsThePressureVolumeCurveDemands) {
  // The curve: constant-volume runs 1 % in length apart about the mean of the constant-pressure
  // run.
  const auto force_field = argon_force_field(5.5);
  const auto pressure_at = [&](double lattice_constant) {
    Plan plan;
    plan.coupling = {Thermostat::stochastic_rescaling, Barostat::none, 0.1};
    plan.demand.temperature = crystal_temperature;
    plan.steps = 20000;
    return average(sample(argon_crystal(2, lattice_constant), *force_field, plan).pressure);
  };
  for (const Coupling& coupling :
       {Coupling{Thermostat::nose_hoover, Barostat::mtk, 0.1, mtk_time},
        Coupling{Thermostat::stochastic_rescaling, Barostat::cell_rescaling, 0.1, rescaling_time,
                 CellShape::isotropic, estimate}}) {
    const Series run = constant_pressure(coupling, 0.05);
    const double volume = average(run.volume).mean, length = std::cbrt(volume) / 2;
    const Average below = pressure_at(0.99 * length), above = pressure_at(1.01 * length);
    EXPECT_GT(below.mean, 0.05);
    EXPECT_LT(above.mean, 0.05);
    const double change = volume * (std::pow(1.01, 3) - std::pow(0.99, 3));
    const double slope = (below.mean - above.mean) / change / units::ev_per_a3_in_gpa;
    const double error = std::hypot(below.error, above.error) / (below.mean - above.mean);
    const double expected = k_b * crystal_temperature / slope;
    const Average got = variance(run.volume);
    EXPECT_NEAR(got.mean, expected, far * std::hypot(got.error, error * expected));
    EXPECT_LT(got.error, 0.1 * expected);
  }
}

TEST(Isobaric, CellsOfEveryShapeHaveTheSameVolumeUnderAPressure) {
  const Series isotropic = constant_pressure(
      {Thermostat::nose_hoover, Barostat::mtk, 0.1, mtk_time, CellShape::isotropic}, 0.05);
  const Average known = average(isotropic.volume);
  for (const Barostat barostat : {Barostat::mtk, Barostat::cell_rescaling}) {
    const Series flexible = constant_pressure(
        {Thermostat::stochastic_rescaling, barostat, 0.1,
         barostat == Barostat::mtk ? mtk_time : rescaling_time, CellShape::flexible, estimate},
        0.05);
    const Average got = average(flexible.volume);
    // Heat expands this crystal by some 8 %, the share of the five further degrees of freedom among
    // the 98 that vibrate is 0.4 %.
    EXPECT_NEAR(got.mean, 1.004 * known.mean, far * got.error + 0.004 * known.mean);
    EXPECT_LT(got.error, 0.003 * known.mean);
  }
}

// An ideal gas whose centre of mass rests has N - 1 free positions, so at a pressure P the volume
// follows V^(N-1) exp(-P V / k_B T): mean N k_B T / P and relative variance 1/N. (The text-book
// N + 1 belongs to a gas whose centre of mass is free as well: weight V^N.)
TEST(Isobaric, IdealGasHasItsVolumeAndItsSpread) {
  const Frame frame = argon_crystal(2, 13);
  const double n = static_cast<double>(frame.size()), temperature = 300;
  const double volume = frame.cell.volume();
  for (const Coupling& coupling :
       {Coupling{Thermostat::nose_hoover, Barostat::mtk, 0.1, 0.5},
        Coupling{Thermostat::stochastic_rescaling, Barostat::mtk, 0.1, 0.5},
        Coupling{Thermostat::langevin, Barostat::mtk, 0.1, 0.5},
        Coupling{Thermostat::stochastic_rescaling, Barostat::cell_rescaling, 0.1, 0.5,
                 CellShape::isotropic, 10}}) {
    IdealGas gas;
    Plan plan;
    plan.coupling = coupling;
    plan.demand.temperature = temperature;
    plan.demand.pressure = n * k_b * temperature / volume * units::ev_per_a3_in_gpa;
    plan.steps = 150000;
    const Series run = sample(frame, gas, plan);
    expect_average(average(run.volume), volume, 0.025, "mean volume");
    expect_average(variance(run.volume), volume * volume / n, 0.15, "variance of the volume");
  }
}
