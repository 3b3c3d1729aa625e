// The potential of mean force of pairs that were drawn from a known one.
#include <random>

#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using test::analyse;

/// In units of k_B T: a well of depth 3 at 2 A, a barrier of 1 at 3 A, and nothing beyond 4 A.
double potential(double r) {
  if (r > 4 || r < 1) return r < 1 ? 1e9 : 0;
  return r < 3 ? -1 - 2 * std::cos(units::pi * (r - 2)) : 0.5 - 0.5 * std::cos(units::pi * (r - 4));
}

/// One Zn and one N in a cube of 20 A, at a distance with the density r^2 exp(-potential).
std::vector<Frame> boltzmann_pairs(int frames) {
  std::mt19937_64 random(6);
  std::uniform_real_distribution<double> uniform(-5, 5), chance(0, std::exp(3.0));
  std::vector<Frame> row;
  while (static_cast<int>(row.size()) < frames) {
    const double x = uniform(random), y = uniform(random), z = uniform(random);
    const Vec3 d(x, y, z);
    if (chance(random) > std::exp(-potential(d.norm()))) continue;
    row.push_back(test::make_frame(Cell::orthorhombic(10, 10, 10), {element::Zn, element::N},
                                   {Vec3::Zero(), d}));
  }
  return row;
}

TEST(MeanForce, IsThePotentialThatPairsWereDrawnFrom) {
  const double temperature = 600;
  const auto result =
      analyse("mean_force", boltzmann_pairs(20000), {{"temperature", temperature}, {"bins", 80}});
  const auto& curve = result.dataset("mean_force");
  const auto& r = curve.column("r").values;
  // F is zero where g = 1, the potential where it has levelled off: they differ by a constant.
  const auto difference = [&](double a, double b) {
    const auto at = [&](double x) { return static_cast<std::size_t>(x / 0.1); };
    EXPECT_NEAR(r[at(a)], a + 0.05, 1e-9);
    return curve.column("reduced").values[at(a)] - curve.column("reduced").values[at(b)];
  };
  // Bins of 0.1 A hold at least 40 pairs at the barrier and hundreds elsewhere: 0.15 each.
  EXPECT_NEAR(difference(1.5, 2.0), potential(1.55) - potential(2.05), 0.3);
  EXPECT_NEAR(difference(2.5, 2.0), potential(2.55) - potential(2.05), 0.3);
  EXPECT_NEAR(difference(3.5, 2.0), potential(3.55) - potential(2.05), 0.3);
  EXPECT_NEAR(difference(4.5, 2.0), potential(4.55) - potential(2.05), 0.3);
  for (const auto& scalar : result.scalars) {
    if (scalar.name == "reduced.barrier") {
      EXPECT_NEAR(scalar.value, 4, 0.5);
    }
    if (scalar.name == "barrier") {
      EXPECT_NEAR(scalar.value, units::boltzmann * temperature * result.scalar("reduced.barrier"),
                  1e-12);
      EXPECT_TRUE(scalar.error.has_value());
    }
  }
  EXPECT_EQ(result.scalar("temperature"), temperature);
}

TEST(MeanForce, HasNoBarrierThatNobodySaw) {
  VITRINE_NEEDS_REFERENCE("zif4-run/300K2.dat");
  // A crystal of one frame: no pair between 2.3 and 3 A.
  const auto result = analyse("mean_force", {*test::load(test::reference("zif4-run/300K2.dat"))});
  EXPECT_THROW(result.scalar("barrier"), InputError);
  EXPECT_THROW(result.scalar("reduced.barrier"), InputError);
  EXPECT_NEAR(result.scalar("bonds"), 4, 1e-9);
}

}  // namespace
}  // namespace vitrine
