// What went wrong is said with the ids of the atoms, as the file that they came from numbers them;
// the error itself carries indices.
#include "sim/dynamics/guard.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

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
  const PhysicsError error = caught([&] { guard.check_step(evaluation, *state.topology, 300, 300); });
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
