// The local entropy against another program, atom by atom, against the published configurations'
// means, and against what its definition gives for an ideal gas.
#include <algorithm>

#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using test::analyse;

struct Mean {
  const char* file;
  double narrow, wide;  // sigma 0.15, rm 6; sigma 0.25, rm 5
};
// Means over Zn by an independent program.
const Mean means[] = {{"zif4-run/ZIF4.data", -11.032, -5.578},
                      {"zif4-run/300K2.dat", -7.976, -4.697},
                      {"zif4-run/glass2.dat", -6.822, -4.066},
                      {"zif4-run/melt2.dat", -4.777, -3.018}};

TEST(Entropy, HasTheMeansOfThePublishedConfigurations) {
  for (const Mean& expected : means) {
    VITRINE_NEEDS_REFERENCE(expected.file);
    const FramePtr frame = test::load(test::reference(expected.file));
    EXPECT_NEAR(analyse("entropy", {*frame}).scalar("mean"), expected.narrow,
                0.005 * -expected.narrow)
        << expected.file;
    EXPECT_NEAR(analyse("entropy", {*frame}, {{"sigma", 0.25}, {"r_max", 5}}).scalar("mean"),
                expected.wide, 0.005 * -expected.wide)
        << expected.file;
  }
}

TEST(Entropy, AgreesWithLammpsForEveryZinc) {
  for (const std::string name : {"300K2", "melt2"}) {
    VITRINE_NEEDS_REFERENCE("zif4-run/" + name + ".dat");
    const FramePtr frame = test::load(test::reference("zif4-run/" + name + ".dat"));
    std::map<std::int64_t, std::vector<double>> lammps;
    for (const auto& row : test::read_rows(test::data("peers/" + name + ".entropy.txt"), 3))
      lammps[static_cast<std::int64_t>(row[0])] = row;
    // LAMMPS takes its local density from all that its neighbour list holds: the cutoff of 10 A
    // and the skin of 2 A.
    for (int local = 0; local <= 1; ++local) {
      const auto result =
          analyse("entropy", {*frame}, {{"local_density", local}, {"density_radius", 12}});
      const auto& atoms = result.dataset("zinc").column("atom").values;
      const auto& entropies = result.dataset("zinc").column("entropy").values;
      ASSERT_EQ(atoms.size(), 128U);
      for (std::size_t n = 0; n < atoms.size(); ++n) {
        const auto id = frame->topology->ids[static_cast<std::size_t>(atoms[n])];
        ASSERT_TRUE(lammps.contains(id)) << id;
        EXPECT_NEAR(entropies[n], lammps[id][1 + local], 2e-6) << name << " atom id " << id;
      }
    }
  }
}

double gas_entropy(int atoms, double sigma) {
  Frame gas = test::ideal_gas(Cell::orthorhombic(14, 14, 14), atoms, {element::C}, 11);
  std::vector<Element> elements = gas.topology->elements;
  std::fill_n(elements.begin(), 400, element::Zn);
  gas.topology = make_topology(elements);
  return analyse("entropy", {gas}, {{"sigma", sigma}, {"r_max", 6}}).scalar("mean");
}

TEST(Entropy, OfTheIdealGasIsItsNoise) {
  // With well filled shells g ln g - g + 1 is (g - 1)^2/2 and the variance of g that of Poisson
  // counts under a Gaussian, 1/(4 pi rho r^2 2 sqrt(pi) sigma): s = -rm/(8 sqrt(pi) sigma),
  // whatever the density. The last grid points add a part that grows with the density, since they
  // miss the Gaussians of the neighbours beyond rm: 2 s(rho) - s(2 rho) is free of it. Shells near
  // r = 0 are never full, and 400 atoms of one frame have a spread: a tenth.
  const double sigma = 0.15, noise = -6 / (8 * std::sqrt(units::pi) * sigma);
  EXPECT_NEAR(2 * gas_entropy(5488, sigma) - gas_entropy(2 * 5488, sigma), noise, -0.1 * noise);
}

TEST(Entropy, IsLowerInACrystalThanInAGas) {
  const Frame crystal = test::fcc(4, 4, element::Zn);
  const Frame gas = test::ideal_gas(crystal.cell, 256, {element::Zn}, 5);
  EXPECT_LT(analyse("entropy", {crystal}).scalar("mean"), analyse("entropy", {gas}).scalar("mean"));
  EXPECT_NEAR(analyse("entropy", {crystal}).scalar("sd"), 0, 1e-9) << "all sites are alike";
}

TEST(Entropy, IsTheSameOnOtherAxesAndInAReplica) {
  const Frame gas =
      test::ideal_gas(Cell::orthorhombic(5.07, 6.31, 7.23), 30, {element::C, element::Zn}, 3);
  Eigen::Matrix3i axes;
  axes << 1, 0, 0, 1, 1, 0, 0, 1, 1;
  const double value = analyse("entropy", {gas}).scalar("mean");
  EXPECT_NEAR(analyse("entropy", {change_axes(gas, axes)}).scalar("mean"), value, 1e-9);
  EXPECT_NEAR(analyse("entropy", {replicate(gas, 2, 1, 3)}).scalar("mean"), value, 1e-9);
}

TEST(Entropy, AveragesEachAtomOverFrames) {
  std::vector<Frame> frames;
  std::vector<double> first;
  for (int seed = 0; seed < 8; ++seed) {
    frames.push_back(
        test::ideal_gas(Cell::orthorhombic(9, 9, 9), 60, {element::C, element::Zn}, seed));
    first.push_back(
        analyse("entropy", {frames.back()}).dataset("zinc").column("entropy").values[0]);
  }
  const auto result = analyse("entropy", frames);
  double mean = 0;
  for (const double value : first) mean += value / 8;
  EXPECT_EQ(result.frames, 8U);
  EXPECT_NEAR(result.dataset("zinc").column("entropy").values[0], mean, 1e-12);
  EXPECT_TRUE(result.scalars[0].error.has_value());
  EXPECT_FALSE(analyse("entropy", {frames[0]}).scalars[0].error.has_value());
}

TEST(Entropy, TakesOneAtomAndRefusesNone) {
  const Cell cell = Cell::orthorhombic(20, 20, 20);
  const Frame one = test::make_frame(cell, {element::Zn}, {Vec3(1, 1, 1)});
  const auto result = analyse("entropy", {one});
  // No neighbour: g = 0 and the integral is that of r^2, -2 pi rho rm^3/3 (trapezoid: + 0.03 %).
  EXPECT_NEAR(result.scalar("mean"), -2 * units::pi / 8000 * 216 / 3, 1e-4);
  const Frame none = test::make_frame(cell, {element::C}, {Vec3(1, 1, 1)});
  EXPECT_THROW(analyse("entropy", {none}), InputError);
}

}  // namespace
}  // namespace vitrine
