// What any force field must obey, for the shipped model and for random ones: forces are minus the
// slope of the energy, the virial is its strain derivative, and neither where the system lies, how
// it is turned, nor the order of its atoms matters.
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <numeric>
#include <random>

#include "sim/model/errors.h"
#include "sim/model/frame.h"
#include "tests/dlff/naive.h"

namespace vitrine::test {
namespace {

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

double energy(const Configuration& configuration) {
  return evaluate(dlff::default_model(), configuration).energy;
}

// Fourth-order difference: the error is some h^4 times the fifth derivative plus the energy's
// rounding (1e-16 of a sum of 1e4 eV) by h.
template <class F>
double slope(F&& f) {
  constexpr double h = 3e-4;
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

void expect_forces_are_minus_the_slope(const Configuration& start) {
  const dlff::Evaluation at = evaluate(dlff::default_model(), start);
  for (std::size_t i = 0; i < start.positions.size(); i += 7)
    for (int k = 0; k < 3; ++k) {
      const double expected = -slope([&](double h) {
        Configuration moved = start;
        moved.positions[i][k] += h;
        return energy(moved);
      });
      EXPECT_NEAR(at.forces[i][k], expected, 2e-7 * (1 + at.forces[i].norm())) << "atom " << i;
    }
}

TEST(Physics, ForcesAreMinusTheSlopeInACrystal) {
  expect_forces_are_minus_the_slope(shaken_crystal());
}

TEST(Physics, ForcesAreMinusTheSlopeInACluster) {
  expect_forces_are_minus_the_slope(cluster());
}

TEST(Physics, VirialIsTheStrainDerivative) {
  const Configuration start = shaken_crystal();
  const Mat3 virial = evaluate(dlff::default_model(), start).virial;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      const double expected = -slope([&](double h) {
        Mat3 strain = Mat3::Identity();
        strain(a, b) += h;
        Configuration strained = start;
        for (Vec3& x : strained.positions) x = strain * x;
        strained.cell = Cell(start.cell.rows() * strain.transpose());
        return energy(strained);
      });
      EXPECT_NEAR(virial(a, b), expected, 1e-6 * (1 + virial.norm()));
    }
}

TEST(Physics, NeitherPlaceNorTurnMatters) {
  const Configuration start = shaken_crystal();
  const dlff::Evaluation before = evaluate(dlff::default_model(), start);
  const Mat3 turn(Eigen::AngleAxisd(1.1, Vec3(1, -2, 0.5).normalized()));
  Configuration moved = start;
  for (Vec3& x : moved.positions) x = turn * x + Vec3(5, -7, 40);
  moved.cell = Cell(start.cell.rows() * turn.transpose());
  const dlff::Evaluation after = evaluate(dlff::default_model(), moved);
  EXPECT_NEAR(after.energy, before.energy, 1e-9);
  for (std::size_t i = 0; i < before.forces.size(); ++i)
    EXPECT_LT((after.forces[i] - turn * before.forces[i]).norm(), 1e-9);
  EXPECT_LT((after.virial - turn * before.virial * turn.transpose()).norm(), 1e-8);
}

TEST(Physics, TheOrderOfAtomsDoesNotMatter) {
  const Configuration start = shaken_crystal();
  const dlff::Evaluation before = evaluate(dlff::default_model(), start);
  std::vector<std::size_t> order(start.positions.size());
  std::iota(order.begin(), order.end(), 0u);
  std::shuffle(order.begin(), order.end(), std::mt19937(2));
  Configuration mixed;
  mixed.cell = start.cell;
  for (std::size_t i : order) {
    mixed.positions.push_back(start.positions[i]);
    mixed.elements.push_back(start.elements[i]);
  }
  const dlff::Evaluation after = evaluate(dlff::default_model(), mixed);
  EXPECT_NEAR(after.energy, before.energy, 1e-9);
  for (std::size_t k = 0; k < order.size(); ++k) {
    EXPECT_NEAR(after.atom_energies[k], before.atom_energies[order[k]], 1e-10);
    EXPECT_LT((after.forces[k] - before.forces[order[k]]).norm(), 1e-9);
  }
}

TEST(Physics, NoNetForceAndASymmetricVirial) {
  const dlff::Evaluation at = evaluate(dlff::default_model(), shaken_crystal());
  Vec3 sum = Vec3::Zero();
  for (const Vec3& force : at.forces) sum += force;
  EXPECT_LT(sum.norm(), 1e-10);
  EXPECT_LT((at.virial - at.virial.transpose()).norm(), 1e-9);
  EXPECT_DOUBLE_EQ(at.energy,
                   std::accumulate(at.atom_energies.begin(), at.atom_energies.end(), 0.0));
}

// The switch ends with two vanishing derivatives: across the cutoff the energy changes by no more
// than its slope allows, and the force by nothing to speak of.
TEST(Physics, EnergyAndForceAreContinuousThroughTheCutoff) {
  Configuration pair;
  pair.elements = {element::Zn, element::N};
  const double cutoff = 6;
  const auto at = [&](double distance) {
    pair.positions = {Vec3::Zero(), Vec3(distance, 0, 0)};
    return evaluate(dlff::default_model(), pair);
  };
  const dlff::Evaluation inside = at(cutoff - 1e-7), outside = at(cutoff + 1e-7);
  EXPECT_NEAR(inside.energy, outside.energy, 1e-11);
  EXPECT_LT((inside.forces[0] - outside.forces[0]).norm(), 1e-9);
  EXPECT_EQ(outside.forces[0].norm(), 0);
}

TEST(Physics, LoneAtomsFeelNothing) {
  Configuration far;
  far.elements = {element::C, element::Zn};
  far.positions = {Vec3::Zero(), Vec3(0, 50, 0)};
  const dlff::Evaluation both = evaluate(dlff::default_model(), far);
  far.elements.resize(1);
  far.positions.resize(1);
  const dlff::Evaluation one = evaluate(dlff::default_model(), far);
  EXPECT_EQ(one.energy, both.atom_energies[0]);
  EXPECT_EQ(one.forces[0].norm(), 0);
  EXPECT_EQ(both.virial.norm(), 0);
}

Configuration repeated(const Configuration& start, int na, int nb, int nc) {
  Frame frame;
  frame.topology = make_topology(start.elements);
  frame.cell = start.cell;
  frame.positions = start.positions;
  const Frame large = replicate(frame, na, nb, nc);
  return {large.positions, large.topology->elements, large.cell};
}

void expect_same_per_cell(const Configuration& start, int na, int nb, int nc) {
  const Configuration large = repeated(start, na, nb, nc);
  const dlff::Evaluation one = evaluate(dlff::default_model(), start);
  const dlff::Evaluation many = evaluate(dlff::default_model(), large);
  EXPECT_NEAR(many.energy, na * nb * nc * one.energy, 1e-12 * std::abs(many.energy));
  for (std::size_t i = 0; i < large.positions.size(); ++i)
    EXPECT_LT((many.forces[i] - one.forces[i % start.positions.size()]).norm(), 1e-9);
  EXPECT_LT((many.virial - na * nb * nc * one.virial).norm(), 1e-7);
}

TEST(Physics, TwoCellsHoldTwiceTheEnergyOfOne) {
  expect_same_per_cell(shaken_crystal(), 2, 1, 1);
}

TEST(Physics, ACellSmallerThanTheCutoffEqualsItsReplica) {
  Configuration small;
  small.cell = Cell::from_parameters(3.1, 3.6, 4.0, 80, 95, 105);
  small.elements = {element::Zn, element::C, element::N};
  small.positions = {Vec3(0.1, 0.2, 0.3), Vec3(1.9, 0.4, 1.7), Vec3(0.6, 1.8, 2.9)};
  expect_same_per_cell(small, 3, 2, 2);
}

TEST(Physics, ASkinChangesNothing) {
  const Configuration start = shaken_crystal();
  const dlff::Evaluation bare = evaluate(dlff::default_model(), start);
  const dlff::Evaluation padded = evaluate(dlff::default_model(), start, 1, 1.5);
  EXPECT_NEAR(bare.energy, padded.energy, 1e-9);
  for (std::size_t i = 0; i < bare.forces.size(); ++i)
    EXPECT_LT((bare.forces[i] - padded.forces[i]).norm(), 1e-10);
}

TEST(Physics, TheSameInputGivesTheSameBits) {
  const Configuration start = shaken_crystal();
  const TopologyPtr topology = make_topology(start.elements);
  for (int threads : {1, 2, 3}) {
    const auto field = dlff::make_force_field(dlff::default_model(), *topology,
                                              {dlff::EngineKind::reference, threads});
    const dlff::Evaluation first = evaluate(*field, start);
    evaluate(*field, repeated(start, 1, 1, 1), 2.0);
    const dlff::Evaluation again = evaluate(*field, start);
    EXPECT_EQ(first.energy, again.energy);
    EXPECT_EQ(first.forces, again.forces);
    EXPECT_EQ(first.virial, again.virial);
  }
}

TEST(Physics, TheNumberOfThreadsDoesNotMatter) {
  const Configuration start = shaken_crystal();
  const dlff::Evaluation one = evaluate(dlff::default_model(), start, 1);
  for (int threads : {2, 5}) {
    const dlff::Evaluation several = evaluate(dlff::default_model(), start, threads);
    EXPECT_NEAR(one.energy, several.energy, 1e-12 * std::abs(one.energy));
    for (std::size_t i = 0; i < one.forces.size(); ++i)
      EXPECT_LT((one.forces[i] - several.forces[i]).norm(), 1e-12 * (1 + one.forces[i].norm()));
  }
}

// Networks in 24 bits: relative errors of some 1e-6 in forces that are large here.
TEST(Physics, SinglePrecisionFollowsFullPrecision) {
  const Configuration start = shaken_crystal();
  const dlff::Evaluation full = evaluate(dlff::default_model(), start);
  const auto field = dlff::make_force_field(dlff::default_model(), *make_topology(start.elements),
                                            {dlff::EngineKind::fast, 1});
  const dlff::Evaluation single = evaluate(*field, start);
  double spread = 0;
  for (const Vec3& force : full.forces) spread = std::max(spread, force.norm());
  for (std::size_t i = 0; i < full.forces.size(); ++i)
    EXPECT_LT((full.forces[i] - single.forces[i]).norm(), 1e-5 * spread);
  EXPECT_NEAR(full.energy, single.energy, 1e-3);
  EXPECT_LT((full.virial - single.virial).norm(), 1e-5 * full.virial.norm());
}

TEST(Refusals, AtomsOnTopOfEachOtherAreNamed) {
  Configuration start = shaken_crystal();
  start.positions[41] = start.positions[17] + Vec3(0.03, 0, 0);
  try {
    evaluate(dlff::default_model(), start, 2);
    FAIL() << "no error";
  } catch (const PhysicsError& error) {
    EXPECT_EQ(error.atoms(), (std::vector<int>{17, 41}));
    EXPECT_STREQ(error.what(), "atoms 18 and 42 are 0.03 A apart");
  }
}

TEST(Refusals, PositionsThatAreNoNumbersAreNamed) {
  const Configuration start = shaken_crystal();
  const auto field = dlff::make_force_field(dlff::default_model(), *make_topology(start.elements),
                                            {dlff::EngineKind::reference, 1});
  NeighbourList neighbours(field->cutoff());
  neighbours.build(start.positions, start.cell);
  std::vector<Vec3> broken = start.positions;
  broken[5][1] = std::numeric_limits<double>::quiet_NaN();
  dlff::Evaluation out;
  try {
    field->evaluate(broken, start.cell, neighbours, out);
    FAIL() << "no error";
  } catch (const PhysicsError& error) {
    EXPECT_EQ(error.atoms(), std::vector<int>{5});
  }
}

TEST(Refusals, AnUnknownElementIsNamed) {
  try {
    dlff::make_force_field(dlff::default_model(), *make_topology({element::C, element::Br}),
                           {dlff::EngineKind::reference, 1});
    FAIL() << "no error";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "the force field zif-chnzn.dp does not know Br; it was made for C, H, N, Zn");
  }
}

TEST(Refusals, AListThatIsTooShortOrOfOtherAtoms) {
  const Configuration start = shaken_crystal();
  const auto field = dlff::make_force_field(dlff::default_model(), *make_topology(start.elements),
                                            {dlff::EngineKind::reference, 1});
  dlff::Evaluation out;
  NeighbourList short_list(field->cutoff() - 1);
  short_list.build(start.positions, start.cell);
  EXPECT_THROW(field->evaluate(start.positions, start.cell, short_list, out), InputError);
  NeighbourList others(field->cutoff());
  others.build(cluster().positions, Cell());
  EXPECT_THROW(field->evaluate(start.positions, start.cell, others, out), InputError);
  EXPECT_THROW(dlff::make_force_field(dlff::default_model(), *make_topology(start.elements),
                                      {dlff::EngineKind::reference, 0}),
               InputError);
}

}  // namespace
}  // namespace vitrine::test
