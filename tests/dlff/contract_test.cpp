// What every force field owes, whichever way it computes: forces are minus the slope of the energy,
// the virial is its strain derivative, neither where the system lies, how it is turned, nor the
// order of its atoms matters, the same input gives the same bits, and all engines agree with the
// one that follows the formulas (formulas_test.cpp holds that one to the formulas themselves). What
// cannot be computed is refused by an error that names the atoms. Tolerances: exactness() in
// engines.cpp.
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <random>

#include "sim/dlff/lennard_jones.h"
#include "sim/io/read.h"
#include "sim/model/errors.h"
#include "sim/model/frame.h"
#include "tests/dlff/engines.h"
#include "tests/reference.h"

namespace vitrine::test {
namespace {

using dlff::EngineKind;
using dlff::Evaluation;

// 64 atoms of the four elements about a simple cubic lattice, in a sheared cell.
Configuration shaken_crystal(double spacing = 1.9) {
  const std::vector<Element> kinds = {element::C, element::H, element::N, element::Zn};
  std::mt19937 random(11);
  std::uniform_real_distribution<double> uniform(-0.25, 0.25);
  Configuration out;
  Mat3 rows = 4 * spacing * Mat3::Identity();
  rows(1, 0) = 0.8;
  rows(2, 1) = -0.6;
  out.cell = Cell(rows);
  for (int i = 0; i < 64; ++i) {
    const Vec3 site(i % 4 / 4.0, i / 4 % 4 / 4.0, i / 16 / 4.0);
    out.positions.push_back(out.cell.cartesian(site) +
                            Vec3(uniform(random), uniform(random), uniform(random)));
    out.elements.push_back(kinds[static_cast<std::size_t>(i * 7 % 16 % 4)]);
  }
  return out;
}

Configuration cluster() {
  Configuration out = shaken_crystal(1.5);
  out.cell = Cell();
  out.positions.resize(20);
  out.elements.resize(20);
  return out;
}

// Smaller than the cutoff: atoms are neighbours of their own images.
Configuration tiny_cell() {
  Configuration out;
  out.cell = Cell::from_parameters(3.1, 3.6, 4.0, 80, 95, 105);
  out.elements = {element::Zn, element::C, element::N};
  out.positions = {Vec3(0.1, 0.2, 0.3), Vec3(1.9, 0.4, 1.7), Vec3(0.6, 1.8, 2.9)};
  return out;
}

Configuration deformed(Configuration start, const Mat3& deformation) {
  for (Vec3& x : start.positions) x = deformation * x;
  const Cell& cell = start.cell;
  if (cell.exists())
    start.cell =
        Cell(cell.rows() * deformation.transpose(), cell.periodic(), deformation * cell.origin());
  return start;
}

Configuration repeated(const Configuration& start, int na, int nb, int nc) {
  Frame frame;
  frame.topology = make_topology(start.elements);
  frame.cell = start.cell;
  frame.positions = start.positions;
  const Frame large = replicate(frame, na, nb, nc);
  return {large.positions, large.topology->elements, large.cell};
}

Evaluation times(Evaluation one, int cells) {
  const Evaluation start = one;
  for (int n = 1; n < cells; ++n) {
    one.forces.insert(one.forces.end(), start.forces.begin(), start.forces.end());
    one.atom_energies.insert(one.atom_energies.end(), start.atom_energies.begin(),
                             start.atom_energies.end());
  }
  one.energy *= cells;
  one.virial *= cells;
  return one;
}

/// An engine for the default model, or none: the Lennard-Jones force field, which reaches as far.
using Subject = std::optional<EngineKind>;

class Contract : public testing::TestWithParam<Subject> {
 protected:
  void SetUp() override {
    const std::string missing = GetParam() ? what_is_missing(*GetParam()) : "";
    if (!missing.empty()) GTEST_SKIP() << missing;
  }
  static Exactness within() { return exactness(GetParam().value_or(EngineKind::reference)); }
  static std::unique_ptr<dlff::ForceField> field_for(const Configuration& configuration,
                                                     int threads = 1) {
    if (!GetParam())
      return std::make_unique<dlff::LennardJones>(dlff::LennardJonesParameters{0.05, 1.6, 6});
    return dlff::make_force_field(dlff::default_model(), *make_topology(configuration.elements),
                                  {*GetParam(), threads});
  }
  static Evaluation answer(const Configuration& configuration, int threads = 1, double skin = 0) {
    return evaluate(*field_for(configuration, threads), configuration, skin);
  }
  /// Of the energy by h, for energies of the configurations that `change` makes of h.
  template <class F>
  static double slope(F&& change) {
    const auto energy = [&](double h) { return answer(change(h)).energy; };
    const double h = within().step;
    return (8 * (energy(h) - energy(-h)) - (energy(2 * h) - energy(-2 * h))) / (12 * h);
  }
  static void expect_forces_are_minus_the_slope(const Configuration& start);
  static void expect_virial_is_the_strain_derivative(const Configuration& start);
  static void expect_agreement_with_the_reference(const Configuration& configuration);
};

/// What concerns models and those who evaluate them.
class EngineContract : public Contract {};

void Contract::expect_forces_are_minus_the_slope(const Configuration& start) {
  const Evaluation at = answer(start);
  for (std::size_t i = 0; i < start.positions.size(); i += 7)
    for (int k = 0; k < 3; ++k) {
      const double expected = -slope([&](double h) {
        Configuration moved = start;
        moved.positions[i][k] += h;
        return moved;
      });
      EXPECT_NEAR(at.forces[i][k], expected, within().slope * (1 + at.forces[i].norm()))
          << "atom " << i;
    }
}

TEST_P(Contract, ForcesAreMinusTheSlope) {
  expect_forces_are_minus_the_slope(shaken_crystal());
  expect_forces_are_minus_the_slope(tiny_cell());
  expect_forces_are_minus_the_slope(cluster());
}

void Contract::expect_virial_is_the_strain_derivative(const Configuration& start) {
  const Mat3 virial = answer(start).virial;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      const double expected = -slope([&](double h) {
        Mat3 strain = Mat3::Identity();
        strain(a, b) += h;
        return deformed(start, strain);
      });
      EXPECT_NEAR(virial(a, b), expected, 5 * within().slope * (1 + virial.norm()));
    }
}

TEST_P(Contract, VirialIsMinusTheStrainDerivative) {
  expect_virial_is_the_strain_derivative(shaken_crystal());
  expect_virial_is_the_strain_derivative(tiny_cell());
  expect_virial_is_the_strain_derivative(cluster());
}

TEST_P(Contract, NeitherPlaceNorTurnMatters) {
  const Configuration start = shaken_crystal();
  Evaluation before = answer(start);
  const Mat3 turn(Eigen::AngleAxisd(1.1, Vec3(1, -2, 0.5).normalized()));
  Configuration moved = deformed(start, turn);
  for (Vec3& x : moved.positions) x += Vec3(5, -7, 40);
  for (Vec3& force : before.forces) force = turn * force;
  before.virial = turn * before.virial * turn.transpose();
  expect_same(answer(moved), before, within());
}

TEST_P(Contract, WhichImageAnAtomIsGivenAsDoesNotMatter) {
  const Configuration start = shaken_crystal();
  std::mt19937 random(4);
  std::uniform_int_distribution<int> cells(-3, 3);
  Configuration scattered = start, wrapped = start;
  for (Vec3& x : scattered.positions)
    x += start.cell.offset(cells(random), cells(random), cells(random));
  for (Vec3& x : wrapped.positions) x = start.cell.wrap(x);
  expect_same(answer(scattered), answer(start), within());
  expect_same(answer(wrapped), answer(start), within());
}

TEST_P(Contract, TheOrderOfAtomsDoesNotMatter) {
  const Configuration start = shaken_crystal();
  const Evaluation before = answer(start);
  std::vector<std::size_t> order(start.positions.size());
  std::iota(order.begin(), order.end(), 0u);
  std::shuffle(order.begin(), order.end(), std::mt19937(2));
  Configuration mixed{{}, {}, start.cell};
  Evaluation expected = before;
  for (std::size_t k = 0; k < order.size(); ++k) {
    mixed.positions.push_back(start.positions[order[k]]);
    mixed.elements.push_back(start.elements[order[k]]);
    expected.forces[k] = before.forces[order[k]];
    expected.atom_energies[k] = before.atom_energies[order[k]];
  }
  expect_same(answer(mixed), expected, within());
}

// Every pair acts on both its atoms alike and along no torque, however roughly it was computed.
TEST_P(Contract, NoNetForceASymmetricVirialAndEnergiesThatAddUp) {
  const Evaluation at = answer(shaken_crystal());
  Vec3 sum = Vec3::Zero();
  for (const Vec3& force : at.forces) sum += force;
  EXPECT_LT(sum.norm(), 1e-10);
  EXPECT_LT((at.virial - at.virial.transpose()).norm(), within().virial * at.virial.norm());
  EXPECT_DOUBLE_EQ(at.energy,
                   std::accumulate(at.atom_energies.begin(), at.atom_energies.end(), 0.0));
}

// The switch ends with two vanishing derivatives, the shifted force with none of its own: through
// the cutoff neither energy nor force jumps, and beyond it there is none.
TEST_P(Contract, EnergyAndForceAreContinuousThroughTheCutoff) {
  const auto at = [&](double distance) {
    return answer({{Vec3::Zero(), Vec3(distance, 0, 0)}, {element::Zn, element::N}, Cell()});
  };
  const double cutoff = 6;
  const Evaluation inside = at(cutoff - 1e-8), outside = at(cutoff + 1e-8);
  EXPECT_EQ(outside.forces[0].norm(), 0);
  EXPECT_EQ(outside.virial.norm(), 0);
  expect_same(inside, outside, within());
}

TEST_P(Contract, AtomsWithoutNeighboursFeelNothing) {
  const Evaluation both =
      answer({{Vec3::Zero(), Vec3(0, 50, 0)}, {element::C, element::Zn}, Cell()});
  const Evaluation one = answer({{Vec3(3, 2, 1)}, {element::C}, Cell()});
  EXPECT_NEAR(one.energy, both.atom_energies[0], within().energy);
  EXPECT_EQ(one.forces, std::vector<Vec3>(1, Vec3::Zero()));
  EXPECT_EQ(both.forces, std::vector<Vec3>(2, Vec3::Zero()));
  EXPECT_EQ(both.virial.norm(), 0);
  const Evaluation none = answer({{}, {}, Cell()});
  EXPECT_EQ(none.energy, 0);
  EXPECT_TRUE(none.forces.empty());
}

TEST_P(Contract, ManyCellsAreAsManyTimesOne) {
  expect_same(answer(repeated(shaken_crystal(), 2, 1, 1)), times(answer(shaken_crystal()), 2),
              within());
  expect_same(answer(repeated(tiny_cell(), 3, 2, 2)), times(answer(tiny_cell()), 12), within());
}

TEST_P(Contract, ASkinChangesNothing) {
  expect_same(answer(shaken_crystal(), 1, 1.5), answer(shaken_crystal()), within());
}

TEST_P(Contract, TheSameInputGivesTheSameBits) {
  const Configuration start = shaken_crystal();
  Configuration other = deformed(start, 0.8 * Mat3::Identity());
  for (int threads : {1, 2, 3}) {
    const auto field = field_for(start, threads);
    const Evaluation first = evaluate(*field, start);
    evaluate(*field, other, 2.0);
    const Evaluation again = evaluate(*field, start);
    EXPECT_EQ(first.energy, again.energy);
    EXPECT_EQ(first.forces, again.forces);
    EXPECT_EQ(first.virial, again.virial);
    EXPECT_EQ(first.atom_energies, again.atom_energies);
  }
}

TEST_P(EngineContract, TheNumberOfThreadsDoesNotMatter) {
  const Evaluation one = answer(shaken_crystal());
  for (int threads : {2, 5}) expect_same(answer(shaken_crystal(), threads), one, within());
}

void Contract::expect_agreement_with_the_reference(const Configuration& configuration) {
  expect_same(answer(configuration, 2),
              evaluate(dlff::default_model(), configuration, {EngineKind::reference, 2}), within());
}

TEST_P(EngineContract, AgreesWithTheReferenceOnSmallSystems) {
  expect_agreement_with_the_reference(shaken_crystal());
  expect_agreement_with_the_reference(tiny_cell());
  expect_agreement_with_the_reference(cluster());
}

// The agreed bound: 2e-5 eV/A in every component, crystal, melt or glass.
TEST_P(EngineContract, AgreesWithTheReferenceOnThePublishedConfigurations) {
  for (const char* name : {"ZIF4.data", "300K2.dat", "melt2.dat", "glass2.dat"}) {
    VITRINE_NEEDS_REFERENCE(std::string("zif4-run/") + name);
    const FramePtr frame = io::open_trajectory(reference(std::string("zif4-run/") + name))->read(0);
    const Configuration all{frame->positions, frame->topology->elements, frame->cell};
    const Evaluation got = answer(all, 2);
    const Evaluation expected = evaluate(dlff::default_model(), all, {EngineKind::reference, 2});
    double worst = 0;
    for (std::size_t i = 0; i < got.forces.size(); ++i)
      worst = std::max(worst, (got.forces[i] - expected.forces[i]).cwiseAbs().maxCoeff());
    EXPECT_LT(worst, 2e-5) << name;
    const auto atoms = static_cast<double>(got.forces.size());
    EXPECT_NEAR(got.energy, expected.energy, 1e-6 * atoms) << name;
    EXPECT_LT((got.virial - expected.virial).cwiseAbs().maxCoeff(), 2e-6 * atoms) << name;
  }
}

// Strains and displacements far beyond what a run meets, of a cell of ZIF-4.
TEST_P(EngineContract, AgreesWithTheReferenceOnStrainedCells) {
  const FramePtr frame = io::open_trajectory(data("peers/zif4-272-nve.dump"))->read(0);
  const Configuration start{frame->positions, frame->topology->elements, frame->cell};
  std::mt19937 random(23);
  std::normal_distribution<double> normal;
  for (double size : {0.02, 0.05, 0.1}) {
    const Mat3 strain = Mat3::NullaryExpr([&] { return size * normal(random); });
    Configuration strained = deformed(start, Mat3::Identity() + strain);
    for (Vec3& x : strained.positions)
      x += size * Vec3(normal(random), normal(random), normal(random));
    expect_agreement_with_the_reference(strained);
  }
}

template <class E, class F>
E caught(F&& f) {
  try {
    f();
  } catch (const E& error) {
    return error;
  }
  throw std::logic_error("nothing was thrown");
}

TEST_P(Contract, AtomsOnTopOfEachOtherAreNamed) {
  Configuration start = shaken_crystal();
  start.positions[41] = start.positions[17] + Vec3(0.03, 0, 0);
  const PhysicsError error = caught<PhysicsError>([&] { answer(start, 2); });
  EXPECT_EQ(error.atoms(), (std::vector<int>{17, 41}));
  EXPECT_STREQ(error.what(), "atoms 18 and 42 are 0.03 A apart");
}

TEST_P(Contract, PositionsThatAreNoNumbersAreNamed) {
  const Configuration start = shaken_crystal();
  const auto field = field_for(start);
  NeighbourList neighbours(field->cutoff());
  neighbours.build(start.positions, start.cell);
  std::vector<Vec3> broken = start.positions;
  broken[5][1] = std::numeric_limits<double>::quiet_NaN();
  Evaluation out;
  const PhysicsError error =
      caught<PhysicsError>([&] { field->evaluate(broken, start.cell, neighbours, out); });
  EXPECT_EQ(error.atoms(), std::vector<int>{5});
}

TEST_P(EngineContract, AnUnknownElementIsNamed) {
  const InputError error = caught<InputError>([] {
    field_for({{Vec3::Zero(), Vec3::Ones()}, {element::C, element::Br}, Cell()});
  });
  EXPECT_STREQ(error.what(),
               "the force field zif-chnzn.dp does not know Br; it was made for C, H, N, Zn");
}

TEST_P(Contract, AListThatIsTooShortOrOfOtherAtomsIsRefused) {
  const Configuration start = shaken_crystal();
  const auto field = field_for(start);
  Evaluation out;
  NeighbourList short_list(field->cutoff() - 1);
  short_list.build(start.positions, start.cell);
  EXPECT_THROW(field->evaluate(start.positions, start.cell, short_list, out), InputError);
  NeighbourList others(field->cutoff());
  others.build(cluster().positions, Cell());
  EXPECT_THROW(field->evaluate(start.positions, start.cell, others, out), InputError);
}

TEST_P(EngineContract, NoThreadsAreRefused) {
  EXPECT_THROW(field_for(shaken_crystal(), 0), InputError);
}

std::string subject_name(const testing::TestParamInfo<Subject>& each) {
  return each.param ? engine_name(*each.param) : "LennardJones";
}

INSTANTIATE_TEST_SUITE_P(Engines, Contract,
                         testing::Values(EngineKind::reference, EngineKind::fast, EngineKind::torch,
                                         std::nullopt),
                         subject_name);
INSTANTIATE_TEST_SUITE_P(Engines, EngineContract,
                         testing::Values(EngineKind::reference, EngineKind::fast,
                                         EngineKind::torch),
                         subject_name);

}  // namespace
}  // namespace vitrine::test
