#include "sim/dynamics/minimiser.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/model/errors.h"
#include "tests/dynamics/toy_force_fields.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

// The root of a function that rises through zero between low and high.
template <class F>
double root(F f, double low, double high) {
  for (int i = 0; i < 100; ++i) (f(0.5 * (low + high)) < 0 ? low : high) = 0.5 * (low + high);
  return 0.5 * (low + high);
}

// Energy per atom of an fcc crystal by the direct sum over shells of neighbours.
double fcc_energy(const dlff::LennardJones& force_field, double a) {
  double energy = 0;
  for (int i = -6; i <= 6; ++i)
    for (int j = -6; j <= 6; ++j)
      for (int k = -6; k <= 6; ++k) {
        const double r = 0.5 * a * std::sqrt(i * i + j * j + k * k);
        if ((i + j + k) % 2 == 0 && r > 0 && r < force_field.cutoff())
          energy += 0.5 * force_field.pair(r).energy;
      }
  return energy;
}

}  // namespace

TEST(Relax, PairGoesToTheMinimumOfItsPotential) {
  const auto force_field = argon_force_field(12);
  Frame frame;
  frame.cell = Cell::orthorhombic(40, 40, 40);
  frame.positions = {{1, 2, 3}, {1.5, 6, 5}};
  frame.topology = make_topology({argon, argon}, {argon_mass, argon_mass});
  RelaxOptions options;
  options.force_tolerance = 1e-7;
  const Frame relaxed = relax(frame, *force_field, options);
  const double distance = (relaxed.positions[1] - relaxed.positions[0]).norm();
  EXPECT_NEAR(distance, root([&](double r) { return force_field->pair(r).slope; }, 3, 5), 1e-5);
  EXPECT_NEAR(
      (relaxed.positions[0] + relaxed.positions[1] - frame.positions[0] - frame.positions[1])
          .norm(),
      0, 1e-9)
      << "the centre stays";
}

TEST(Relax, StrainedCrystalFindsItsLatticeConstant) {
  const auto force_field = argon_force_field(7);
  Frame frame = argon_crystal(2, 5.3);
  Mat3 strain = Mat3::Identity();
  strain(0, 0) = 1.04;
  strain(1, 1) = 0.98;
  strain(0, 1) = strain(1, 0) = 0.02;
  frame.cell = frame.cell.deformed(strain);
  for (std::size_t i = 0; i < frame.size(); ++i)
    frame.positions[i] = strain * frame.positions[i] +
                         0.1 * Vec3(std::sin(3.0 * i), std::cos(5.0 * i), std::sin(7.0 * i));
  RelaxOptions options;
  options.cell = true;
  options.force_tolerance = 1e-5;
  options.stress_tolerance = 1e-5;
  const Frame relaxed = relax(frame, *force_field, options);
  const auto slope = [&](double a) {
    return (fcc_energy(*force_field, a + 1e-5) - fcc_energy(*force_field, a - 1e-5)) / 2e-5;
  };
  const double known = 2 * root(slope, 5.0, 5.6);
  // 1e-5 GPa at a bulk modulus of 3 GPa leaves the length uncertain by 1e-6.
  for (int k = 0; k < 3; ++k) EXPECT_NEAR(relaxed.cell.lengths()[k] / known, 1, 1e-5);
  for (int k = 0; k < 3; ++k) EXPECT_NEAR(relaxed.cell.angles()[k], 90, 1e-3);
  EXPECT_NEAR(*relaxed.potential_energy / 32, fcc_energy(*force_field, known / 2), 1e-9);
}

TEST(Relax, CellReachesThePressure) {
  const auto force_field = argon_force_field(7);
  RelaxOptions options;
  options.cell = true;
  options.pressure = 2;
  const Frame relaxed = relax(argon_crystal(2, 5.3), *force_field, options);
  EXPECT_NEAR(relaxed.virial->trace() / 3 / relaxed.cell.volume() * 160.2176634, 2, 0.003);
}

TEST(Relax, StopsAndReports) {
  const auto force_field = argon_force_field(7);
  std::stop_source stop;
  int calls = 0;
  const auto progress = [&](const RelaxProgress& now) {
    EXPECT_EQ(now.iteration, calls);
    if (++calls == 3) stop.request_stop();
  };
  RelaxOptions options;
  options.cell = true;
  options.pressure = 1;
  EXPECT_THROW(relax(argon_crystal(2), *force_field, options, progress, stop.get_token()), Error);
  EXPECT_EQ(calls, 3);
  options.most_iterations = 5;
  EXPECT_THROW(relax(argon_crystal(2), *force_field, options), InputError);
}

TEST(Relax, NamesTheAtomWhoseForceIsNotANumber) {
  Tampered force_field(argon_force_field(7), [](int n, dlff::Evaluation& out) {
    if (n == 4) out.forces[17].y() = std::nan("");
  });
  RelaxOptions options;
  options.cell = true;
  options.pressure = 1;
  try {
    relax(argon_crystal(2), force_field, options);
    FAIL();
  } catch (const PhysicsError& error) {
    EXPECT_EQ(error.atoms(), std::vector<int>{17});
  }
}
