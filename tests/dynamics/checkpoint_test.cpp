// A run that goes on from a checkpoint is the run that was never interrupted: the same bits in
// every position, velocity and sample, whatever moves it, and whenever the checkpoint was taken.
#include <gtest/gtest.h>

#include <map>

#include "sim/dlff/model.h"
#include "sim/dynamics/plan.h"
#include "sim/dynamics/run.h"
#include "sim/dynamics/simulation.h"
#include "sim/io/read.h"
#include "sim/model/errors.h"
#include "sim/model/resources.h"
#include "tests/dynamics/toy_force_fields.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

// Hot enough for the neighbour list to be built anew several times, under a pressure that keeps the
// argon from boiling.
Protocol hot_argon(Thermostat thermostat, Barostat barostat) {
  Protocol protocol;
  protocol.time_step = 0.004;
  protocol.thermostat_time = 0.1;
  protocol.barostat_time = 1;
  protocol.record_interval = 0.1;
  protocol.limits.drift = 1;
  Stage stage;
  stage.thermostat = thermostat;
  stage.barostat = barostat;
  stage.name = "heat";
  stage.duration = 1;
  stage.temperature_start = 120;
  stage.temperature_end = 160;
  stage.pressure_start = stage.pressure_end = 0.5;
  protocol.stages.push_back(stage);
  stage.name = "hold";
  stage.temperature_start = 160;
  stage.pressure_end = 0.6;
  protocol.stages.push_back(stage);
  return protocol;
}

Run argon_run(const Protocol& protocol) {
  return Run(argon_crystal(2), argon_force_field(5.5), protocol);
}

void advance(Run& run, int steps) {
  for (int i = 0; i < steps; ++i) run.advance();
}

void expect_same_moment(const Run& one, const Run& other) {
  EXPECT_EQ(numbers_of(one.moment()), numbers_of(other.moment()));
  const FramePtr a = one.frame(Run::Parts::all), b = other.frame(Run::Parts::all);
  EXPECT_EQ(a->forces, b->forces);
  EXPECT_EQ(one.sample().conserved, other.sample().conserved);
}

/// What is left after a checkpoint went through a file of numbers.
Moment through_numbers(const Moment& moment) {
  return read_moment(numbers_of(moment), moment.state.topology);
}

void expect_goes_on(const Protocol& protocol, int before, int after) {
  auto unbroken = argon_run(protocol);
  auto resumed = argon_run(protocol);
  unbroken.prepare();
  advance(unbroken, before);
  resumed.prepare(through_numbers(unbroken.moment()));
  expect_same_moment(unbroken, resumed);
  advance(unbroken, after);
  advance(resumed, after);
  expect_same_moment(unbroken, resumed);
}

}  // namespace

TEST(Checkpoint, EveryCouplingGoesOnToTheBit) {
  for (const Thermostat thermostat :
       {Thermostat::none, Thermostat::nose_hoover, Thermostat::stochastic_rescaling,
        Thermostat::langevin, Thermostat::berendsen})
    for (const Barostat barostat : {Barostat::none, Barostat::mtk, Barostat::cell_rescaling}) {
      SCOPED_TRACE(static_cast<int>(thermostat) * 10 + static_cast<int>(barostat));
      expect_goes_on(hot_argon(thermostat, barostat), 137, 263);
    }
}

TEST(Checkpoint, AnyMomentWillDo) {
  const Protocol protocol = hot_argon(Thermostat::stochastic_rescaling, Barostat::mtk);
  for (const int before : {0, 1, 7, 20, 249, 250, 251, 499, 500}) {
    SCOPED_TRACE(before);
    expect_goes_on(protocol, before, 30);
  }
}

TEST(Checkpoint, HeldTargetsAndRelaxedLimitsOutlastIt) {
  const Protocol protocol = hot_argon(Thermostat::none, Barostat::none);
  auto unbroken = argon_run(protocol);
  auto resumed = argon_run(protocol);
  unbroken.prepare();
  unbroken.hold_temperature(120);
  unbroken.hold_pressure(0.3);
  unbroken.relax_limits();
  advance(unbroken, 40);
  resumed.prepare(through_numbers(unbroken.moment()));
  EXPECT_EQ(resumed.sample().target_temperature, 120);
  EXPECT_EQ(resumed.sample().target_pressure, 0.3);
  advance(unbroken, 60);
  advance(resumed, 60);
  expect_same_moment(unbroken, resumed);
}

TEST(Checkpoint, AChangedPlanOutlastsIt) {
  Protocol protocol = hot_argon(Thermostat::stochastic_rescaling, Barostat::mtk);
  protocol.time_step = 0.002;
  auto unbroken = argon_run(protocol);
  auto resumed = argon_run(protocol);
  unbroken.prepare();
  advance(unbroken, 60);
  unbroken.change_plan(with_knot(unbroken.protocol(), {0, 0.4, 100, 0.2}, unbroken.time()));
  EXPECT_EQ(unbroken.total_steps(), 700);
  advance(unbroken, 20);
  EXPECT_NEAR(unbroken.sample().target_temperature, std::lerp(120 + 40 * 0.12, 100, 0.04 / 0.28),
              1e-9);
  resumed.prepare(through_numbers(unbroken.moment()));
  EXPECT_EQ(resumed.total_steps(), 700);
  advance(unbroken, 100);
  advance(resumed, 100);
  expect_same_moment(unbroken, resumed);
}

TEST(Checkpoint, OneBeforeAMinimisationBeginsItAgain) {
  Protocol protocol = hot_argon(Thermostat::nose_hoover, Barostat::none);
  Stage relax;
  relax.name = "relax";
  relax.minimise = true;
  protocol.stages.insert(protocol.stages.begin() + 1, relax);
  auto unbroken = argon_run(protocol);
  auto resumed = argon_run(protocol);
  unbroken.prepare();
  advance(unbroken, 250);
  ASSERT_TRUE(unbroken.minimising() && unbroken.stands());
  resumed.prepare(through_numbers(unbroken.moment()));
  for (dynamics::Run* run : {&unbroken, &resumed}) {
    run->advance();
    EXPECT_FALSE(run->stands()) << "in the midst of it";
    while (run->minimising()) run->advance();
    advance(*run, 40);
  }
  expect_same_moment(unbroken, resumed);
}

// The fast engine adds up in an order that it made when it saw the list for the first time.
TEST(Checkpoint, TheForceFieldGoesOnToTheBit) {
  const FramePtr crystal =
      io::read_extended_xyz(resource_text("structures/zif-4.xyz"), "zif-4")->read(0);
  Protocol protocol = hot_argon(Thermostat::nose_hoover, Barostat::mtk);
  protocol.time_step = 0.0005;
  protocol.stages[0].temperature_start = 1200;
  const auto make = [&] {
    return dynamics::Run(*crystal,
                         dlff::make_force_field(dlff::default_model(), *crystal->topology,
                                                {.kind = dlff::EngineKind::fast, .threads = 1}),
                         protocol);
  };
  auto unbroken = make();
  auto resumed = make();
  unbroken.prepare();
  advance(unbroken, 65);
  resumed.prepare(through_numbers(unbroken.moment()));
  advance(unbroken, 120);
  advance(resumed, 120);
  expect_same_moment(unbroken, resumed);
}

TEST(Checkpoint, WhatIsNoneIsRefused) {
  auto run = argon_run(hot_argon(Thermostat::none, Barostat::none));
  run.prepare();
  std::vector<double> numbers = numbers_of(run.moment());
  const TopologyPtr topology = run.moment().state.topology;
  EXPECT_THROW(read_moment(numbers, make_topology({argon, argon})), InputError);
  EXPECT_THROW(read_moment(std::span(numbers).first(100), topology), InputError);
  numbers.push_back(0);
  EXPECT_THROW(read_moment(numbers, topology), InputError);
  Protocol shorter = hot_argon(Thermostat::none, Barostat::none);
  shorter.stages.resize(1);
  Moment late = run.moment();
  late.stage = 2;
  auto other = argon_run(shorter);
  EXPECT_THROW(other.prepare(late), InputError);
}

namespace {

/// The frames and checkpoints of a whole simulation.
struct Recorded {
  std::map<std::int64_t, FramePtr> frames;
  std::vector<std::vector<double>> checkpoints;
  RunStatus status;
};

Recorded simulate(const Protocol& protocol, std::vector<double> checkpoint = {}) {
  Recorded recorded;
  Simulation::Setup setup;
  setup.start = std::make_shared<Frame>(argon_crystal(2));
  setup.force_field = argon_force_field(5.5);
  setup.protocol = protocol;
  setup.checkpoint = std::move(checkpoint);
  setup.record = [&](FramePtr frame, const Sample&) {
    EXPECT_TRUE(recorded.frames.emplace(frame->step, frame).second) << "no step twice";
  };
  setup.keep_checkpoint = [&](std::vector<double> numbers) {
    recorded.checkpoints.push_back(std::move(numbers));
  };
  Simulation simulation(std::move(setup));
  simulation.wait();
  recorded.status = simulation.status();
  return recorded;
}

}  // namespace

TEST(Checkpoint, ASimulationKeepsThemAtTheStartAtStageEndsAndInTime) {
  Protocol protocol = hot_argon(Thermostat::nose_hoover, Barostat::mtk);
  const auto steps = [&](const Recorded& recorded) {
    std::vector<std::int64_t> list;
    for (const auto& numbers : recorded.checkpoints)
      list.push_back(read_moment(numbers, argon_crystal(2).topology).state.step);
    return list;
  };
  const std::vector<std::int64_t> few = steps(simulate(protocol));
  EXPECT_EQ(few, (std::vector<std::int64_t>{0, 250, 500, 500})) << "the last when the run ends";
  protocol.checkpoint_interval = 0;
  EXPECT_EQ(steps(simulate(protocol)).size(), 502U) << "after every step";
}

TEST(Checkpoint, FramesOfAResumedSimulationFollowWithoutGapOrRepetition) {
  Protocol protocol = hot_argon(Thermostat::stochastic_rescaling, Barostat::mtk);
  protocol.checkpoint_interval = 0;
  const Recorded unbroken = simulate(protocol);
  ASSERT_EQ(unbroken.status.state, RunState::finished) << unbroken.status.message;
  for (const std::size_t at : {0, 24, 25, 26, 250, 333}) {
    SCOPED_TRACE(at);
    const auto step = static_cast<std::int64_t>(at);
    const Recorded resumed = simulate(protocol, unbroken.checkpoints.at(at));
    EXPECT_EQ(resumed.status.state, RunState::finished) << resumed.status.message;
    auto expected = unbroken.frames;
    std::erase_if(expected, [&](const auto& entry) { return entry.first <= step; });
    ASSERT_EQ(resumed.frames.size(), expected.size());
    for (const auto& [when, frame] : expected) {
      ASSERT_TRUE(resumed.frames.contains(when)) << when;
      EXPECT_EQ(frame->positions, resumed.frames.at(when)->positions) << when;
      EXPECT_EQ(frame->velocities, resumed.frames.at(when)->velocities) << when;
      EXPECT_EQ(frame->cell.rows(), resumed.frames.at(when)->cell.rows()) << when;
    }
  }
}
