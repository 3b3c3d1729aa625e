// What went wrong is said with the ids of the atoms, as the file that they came from numbers them;
// the error itself carries indices.
#include "sim/dynamics/guard.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "sim/dynamics/committee.h"
#include "sim/dynamics/interactions.h"
#include "sim/model/errors.h"
#include "tests/dynamics/toy_force_fields.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

State argon_state() {
  const Frame crystal = argon_crystal(2);
  auto topology = std::make_shared<Topology>(*crystal.topology);
  for (std::int64_t& id : topology->ids) id += 1000;
  return {topology, crystal.cell, crystal.positions, {}, 0};
}

dlff::Evaluation no_forces(const State& state) {
  dlff::Evaluation evaluation;
  clear(state.size(), evaluation);
  return evaluation;
}

/// Two rings of N C N C C, 10 A apart in a large cell.
Frame imidazolate_pair() {
  Frame frame;
  std::vector<Element> elements;
  for (const double centre : {5.0, 15.0})
    for (int k = 0; k < 5; ++k) {
      const double angle = k * 2 * 3.14159265358979 / 5;
      elements.push_back(k == 0 || k == 2 ? element::N : element::C);
      frame.positions.push_back(Vec3(centre + 1.15 * std::cos(angle), 1.15 * std::sin(angle), 5));
    }
  frame.topology = make_topology(std::move(elements));
  frame.cell = Cell::orthorhombic(20, 20, 20);
  return frame;
}

PhysicsError caught(const std::function<void()>& call) {
  try {
    call();
  } catch (const PhysicsError& error) {
    return error;
  }
  return {"nothing was thrown", {}};
}

}  // namespace

TEST(Guard, PositionThatIsNoNumberIsNamedBeforeNeighboursAreSought) {
  State state = argon_state();
  IdealGas force_field;
  Interactions interactions(force_field);
  EXPECT_NO_THROW(interactions.evaluate(state));
  state.positions[3].y() = NAN;
  state.positions[8].z() = INFINITY;
  const PhysicsError error = caught([&] { interactions.evaluate(state); });
  EXPECT_STREQ(error.what(), "the position of atoms 1004, 1009 is not a number");
  EXPECT_EQ(error.atoms(), (std::vector<int>{3, 8}));
}

TEST(Guard, ForceThatIsNoNumberIsNamed) {
  const State state = argon_state();
  dlff::Evaluation evaluation = no_forces(state);
  EXPECT_NO_THROW(check_finite(evaluation, *state.topology));
  evaluation.forces[0].x() = NAN;
  const PhysicsError error = caught([&] { check_finite(evaluation, *state.topology); });
  EXPECT_STREQ(error.what(), "the force on atom 1001 is not a number");
  EXPECT_EQ(error.atoms(), std::vector<int>{0});
}

TEST(Guard, ForcesOverTheLimitAreNamedTheWorstFirst) {
  const State state = argon_state();
  dlff::Evaluation evaluation = no_forces(state);
  evaluation.forces[5] = Vec3(0, 100, 0);
  const Guard guard({});
  EXPECT_NO_THROW(guard.check_step(evaluation, *state.topology, 300, 300)) << "at the limit";
  evaluation.forces[2] = Vec3(0, 200, 0);
  evaluation.forces[7] = Vec3(0, 0, -500);
  const PhysicsError error =
      caught([&] { guard.check_step(evaluation, *state.topology, 300, 300); });
  EXPECT_STREQ(error.what(),
               "a force of up to 500 eV/A on atoms 1008, 1003 is over the limit of 100 eV/A");
  EXPECT_EQ(error.atoms(), (std::vector<int>{7, 2}));
}

TEST(Guard, ManyAtomsAreCountedAfterTheFirstTwenty) {
  State state = argon_state();
  for (Vec3& x : state.positions) x.x() = NAN;
  const PhysicsError error = caught([&] { check_positions(state); });
  ASSERT_EQ(state.size(), 32u);
  EXPECT_NE(std::string(error.what()).find(" 1019, 1020 and 12 more is"), std::string::npos)
      << error.what();
  EXPECT_EQ(error.atoms().size(), Guard::most_named);
}

TEST(Guard, AtomsThatAreTooNearAreNamed) {
  State state = argon_state();
  const auto force_field = argon_force_field(5.5);
  Interactions interactions(*force_field);
  interactions.evaluate(state);
  Guard guard({.distance = 1.5});
  EXPECT_NO_THROW(guard.check_distances(state, interactions.neighbours()));
  state.positions[7] = state.positions[4] + Vec3(0, 1.2, 0);
  interactions.evaluate(state);
  const auto check = [&] { guard.check_distances(state, interactions.neighbours()); };
  const PhysicsError error = caught(check);
  EXPECT_STREQ(error.what(), "atoms 1005, 1008 are 1.2 A apart, nearer than 1.5 A");
  EXPECT_EQ(error.atoms(), (std::vector<int>{4, 7}));
  guard.relax();
  EXPECT_NO_THROW(check()) << "nearer than 0.15 A";
}

TEST(Guard, DriftCountsFromTheBeginOfTheStage) {
  Guard guard({.drift = 0.01});
  guard.begin_constant_energy(-100);
  EXPECT_NO_THROW(guard.check_drift(-99.7, 32));
  for (const double energy : {-99.6, -100.4}) {
    const PhysicsError error = caught([&] { guard.check_drift(energy, 32); });
    EXPECT_NE(std::string(error.what()).find("the energy has drifted by "), std::string::npos);
  }
  guard.begin_constant_energy(-99.6);
  EXPECT_NO_THROW(guard.check_drift(-99.6, 32));
}

// One ring of two opened by a bond of 2.5 A.
TEST(Guard, BrokenRingsAreMissed) {
  Frame frame = imidazolate_pair();
  Guard guard({.broken_rings = 0.4});
  guard.learn_rings(frame);
  State state{frame.topology, frame.cell, frame.positions, {}, 0};
  EXPECT_NO_THROW(guard.check_rings(state));
  state.positions[0] += Vec3(1.5, 0, 0);
  const PhysicsError error = caught([&] { guard.check_rings(state); });
  EXPECT_NE(std::string(error.what()).find("1 of 2 imidazolate rings are broken, more than 40 %"),
            std::string::npos)
      << error.what();
  EXPECT_EQ(error.atoms(), (std::vector<int>{0, 1, 2, 3, 4}));
  Guard patient({.broken_rings = 0.5});
  patient.learn_rings(frame);
  EXPECT_NO_THROW(patient.check_rings(state));
}

// Three members whose forces on atom 3 are the own one's times 1, 2 and 3: the standard deviation
// of 1, 2, 3 is sqrt(2/3).
TEST(Guard, ACommitteeMeasuresTheSpreadOfItsForces) {
  State state = argon_state();
  state.positions[3].x() += 0.3;
  const auto own = argon_force_field(5.5);
  Interactions interactions(*own);
  const dlff::Evaluation& answer = interactions.evaluate(state);
  std::vector<std::unique_ptr<dlff::ForceField>> members;
  for (const double factor : {2.0, 3.0})
    members.push_back(std::make_unique<Tampered>(
        argon_force_field(5.5), [factor](int, dlff::Evaluation& out) { out.forces[3] *= factor; }));
  Committee committee(std::move(members));
  const std::vector<double> deviations = committee.deviations(state, answer);
  ASSERT_EQ(deviations.size(), state.size());
  for (std::size_t i = 0; i < state.size(); ++i)
    EXPECT_NEAR(deviations[i], i == 3 ? std::sqrt(2.0 / 3) * answer.forces[3].norm() : 0, 1e-12);
  const Guard guard({.disagreement = 0.9 * deviations[3]});
  const PhysicsError error = caught([&] { guard.check_disagreement(deviations, *state.topology); });
  EXPECT_EQ(error.atoms(), std::vector<int>{3});
  EXPECT_NE(std::string(error.what()).find("the committee differs by"), std::string::npos);
}
