// What a plan that is changed in the midst of a run asks for: before the change what it asked
// before, from there on what was asked for.
#include "sim/dynamics/plan.h"

#include <gtest/gtest.h>

#include "sim/dynamics/schedule.h"
#include "sim/model/errors.h"

namespace vitrine::dynamics {
namespace {

Stage stage(const std::string& name, double duration, double from, double to) {
  Stage made;
  made.name = name;
  made.duration = duration;
  made.temperature_start = from;
  made.temperature_end = to;
  return made;
}

/// 300 K to 1500 K in 10 ps, 20 ps there, back in 30 ps.
Protocol melt_quench() {
  Protocol protocol;
  protocol.structure = "zif-4";
  protocol.stages = {stage("heat", 10, 300, 1500), stage("melt", 20, 1500, 1500),
                     stage("quench", 30, 1500, 300)};
  return protocol;
}

double temperature(const Protocol& plan, double time) {
  return target_at(plan, time).temperature;
}

TEST(Plan, ItsKnotsAreTheEndsOfItsStages) {
  Protocol plan = melt_quench();
  Stage relax;
  relax.name = "relax";
  relax.minimise = true;
  plan.stages.insert(plan.stages.begin(), relax);
  const std::vector<Knot> knots = knots_after(plan, 15);
  ASSERT_EQ(knots.size(), 2U);
  EXPECT_EQ(knots[0].stage, 2U);
  EXPECT_DOUBLE_EQ(knots[0].time, 30);
  EXPECT_DOUBLE_EQ(knots[1].time, 60);
  EXPECT_DOUBLE_EQ(knots[1].temperature, 300);
}

TEST(Plan, AKnotThatIsMovedTakesTheBeginOfTheNextStageAlong) {
  const Protocol plan = with_knot(melt_quench(), {1, 40, 1200, 0.5}, 5);
  EXPECT_DOUBLE_EQ(plan.duration(), 70) << "what follows keeps its length";
  EXPECT_DOUBLE_EQ(temperature(plan, 10), 1500);
  EXPECT_DOUBLE_EQ(temperature(plan, 25), 1350);
  EXPECT_DOUBLE_EQ(temperature(plan, 40), 1200);
  EXPECT_DOUBLE_EQ(temperature(plan, 55), 750);
  EXPECT_DOUBLE_EQ(target_at(plan, 40).pressure, 0.5);
  EXPECT_DOUBLE_EQ(target_at(plan, 70).pressure, 0);
  EXPECT_DOUBLE_EQ(with_knot(plan, {1, -3, 1200, 0}, 0).stages[1].duration, plan.time_step);
}

TEST(Plan, AJumpStaysAJump) {
  Protocol plan = melt_quench();
  plan.stages[2].temperature_start = 900;
  const Protocol moved = with_knot(plan, {1, 30, 1400, 0}, 0);
  EXPECT_DOUBLE_EQ(moved.stages[2].temperature_start, 900);
}

TEST(Plan, AKnotMoreChangesNothingUntilItIsMoved) {
  const Protocol plan = melt_quench(), more = with_knot_at(plan, 42);
  ASSERT_EQ(more.stages.size(), 4U);
  EXPECT_EQ(more.stages[3].name, "quench 2");
  for (double time = 0; time <= 60; time += 0.5)
    EXPECT_NEAR(temperature(more, time), temperature(plan, time), 1e-9) << time;
  EXPECT_EQ(with_knot_at(plan, 30).stages.size(), 3U) << "there is one";
  EXPECT_EQ(with_knot_at(plan, 61).stages.size(), 3U) << "behind the end";
}

TEST(Plan, WithoutAKnotTheLineIsStraightAcross) {
  const Protocol plan = without_knot(melt_quench(), 1, 0);
  EXPECT_DOUBLE_EQ(plan.duration(), 60);
  EXPECT_DOUBLE_EQ(temperature(plan, 35), 900);
  EXPECT_THROW(without_knot(plan, 1, 0), InputError);
  EXPECT_THROW(without_knot(plan, 9, 0), InputError);
}

TEST(Plan, ThePastStaysAsItWasAndTheFutureIsTheNewOne) {
  const Protocol past = melt_quench();
  const Protocol future = with_knot(past, {2, 50, 500, 0}, 36);
  const Protocol plan = joined(past, future, 36);
  for (double time = 0; time < 36; time += 0.5)
    EXPECT_NEAR(temperature(plan, time), temperature(past, time), 1e-9) << time;
  EXPECT_NEAR(temperature(plan, 36), 1260, 1e-9) << "no jump";
  EXPECT_NEAR(temperature(plan, 43), 880, 1e-9);
  EXPECT_NEAR(temperature(plan, 49.999), 500, 0.1);
  EXPECT_DOUBLE_EQ(plan.duration(), 50);
  ASSERT_EQ(plan.stages.size(), 4U);
  EXPECT_EQ(plan.stages[3].name, "quench 2");
  EXPECT_EQ(parse_protocol(plan.text, "plan"), plan);
}

// However often it is changed: a stage that went on as it was stays one.
TEST(Plan, ManyChangesDoNotPileUp) {
  Protocol plan = melt_quench();
  for (int i = 1; i < 30; ++i)
    plan = joined(plan, with_knot(plan, {plan.stages.size() - 1, 60.0 + i, 300, 0}, i), i);
  EXPECT_EQ(plan.stages.size(), 3U);
  EXPECT_NEAR(plan.duration(), 89, 1e-9);
}

TEST(Plan, WhatIsNoPlanIsRefused) {
  const Protocol plan = melt_quench();
  EXPECT_THROW(joined(plan, plan, 60), InputError) << "nothing is left";
  EXPECT_THROW(joined(plan, with_knot(plan, {2, 60, -5, 0}, 36), 36), Error);
  EXPECT_THROW(joined(plan, with_knot(plan, {2, 60, 1e9, 0}, 36), 36), Error);
  EXPECT_THROW(joined(plan, with_knot(plan, {2, 60, 300, 1e9}, 36), 36), Error);
}

}  // namespace
}  // namespace vitrine::dynamics
