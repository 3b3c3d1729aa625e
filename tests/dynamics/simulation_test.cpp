// The run as its watchers see it: commands, what is published and recorded, the guard, the end.
#include "sim/dynamics/simulation.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <future>
#include <thread>

#include "sim/dynamics/plan.h"
#include "sim/model/errors.h"
#include "tests/dynamics/toy_force_fields.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;
using namespace std::chrono_literals;

namespace {

Protocol protocol_of(double duration, double temperature = 60) {
  Protocol protocol;
  protocol.title = "argon";
  protocol.time_step = 0.002;
  protocol.thermostat_time = 0.1;
  protocol.barostat_time = 1;
  protocol.record_interval = 0.02;  // ten steps
  Stage stage;
  stage.name = "hold";
  stage.duration = duration;
  stage.temperature_start = stage.temperature_end = temperature;
  protocol.stages = {stage};
  return protocol;
}

Simulation::Setup setup_of(Protocol protocol) {
  Simulation::Setup setup;
  setup.start = std::make_shared<Frame>(argon_crystal(2));
  setup.force_field = argon_force_field(5.5);
  setup.protocol = std::move(protocol);
  setup.publish_interval = 0.001;
  return setup;
}

// Polls a condition; what is waited for happens in milliseconds, the limit only ends a failure.
template <class F>
bool eventually(F condition) {
  for (int i = 0; i < 10000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(2ms);
  }
  return false;
}

bool reaches(const Simulation& simulation, RunState state) {
  return eventually([&] { return simulation.status().state == state; });
}

constexpr double endless = 1e6;  // ps

// A start whose velocities throw the atoms to where no neighbour can be sought.
Simulation::Setup thrown_apart(double speed) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.protocol.stages[0].thermostat = Thermostat::none;
  setup.protocol.stages[0].barostat = Barostat::none;
  auto start = std::make_shared<Frame>(*setup.start);
  start->velocities.emplace(start->size(), Vec3::Zero());
  start->velocities->front().x() = speed;
  setup.start = start;
  return setup;
}

}  // namespace

TEST(Simulation, FollowsItsProtocolToTheEnd) {
  Protocol protocol = protocol_of(0.2);
  protocol.stages.insert(protocol.stages.begin(), Stage{});
  protocol.stages[0].name = "relax";
  protocol.stages[0].minimise = true;
  protocol.stages.push_back(protocol.stages[1]);
  protocol.stages[2].name = "heat";
  protocol.stages[2].temperature_end = 100;
  Simulation simulation(setup_of(protocol));
  simulation.wait();
  const RunStatus status = simulation.status();
  EXPECT_EQ(status.state, RunState::finished) << status.message;
  EXPECT_EQ(status.step, 200);
  EXPECT_EQ(status.total_steps, 200);
  EXPECT_EQ(status.stage, "heat");
  const std::vector<Sample> samples = simulation.samples_since(0);
  ASSERT_EQ(samples.size(), 21u);
  EXPECT_NEAR(samples.front().temperature, 60, 1e-9) << "drawn after the minimisation";
  EXPECT_NEAR(samples.back().target_temperature, 100, 1e-9);
  EXPECT_NEAR(samples[15].target_temperature, 80, 1e-9);
  EXPECT_EQ(simulation.samples_since(20).size(), 1u);
  EXPECT_EQ(simulation.samples_since(99).size(), 0u);
  EXPECT_EQ(simulation.history()->size(), 21u);
  const FramePtr last = simulation.take_view_frame();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->step, 200);
  EXPECT_TRUE(last->forces && last->velocities && last->potential_energy && last->virial);
  EXPECT_FALSE(simulation.take_view_frame()) << "taken";
  EXPECT_TRUE(simulation.take_analysis_frame()) << "a slot of its own";
}

TEST(Simulation, SameSeedSameRun) {
  double energies[3];
  for (int i = 0; i < 3; ++i) {
    Protocol protocol = protocol_of(0.2);
    protocol.stages[0].thermostat = Thermostat::stochastic_rescaling;
    protocol.seed = i == 2 ? 2 : 1;
    Simulation simulation(setup_of(protocol));
    simulation.wait();
    energies[i] = simulation.samples_since(0).back().potential_energy;
  }
  EXPECT_EQ(energies[0], energies[1]);
  EXPECT_NE(energies[0], energies[2]);
}

TEST(Simulation, PausesStepsAndGoesOn) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.start_paused = true;
  Simulation simulation(std::move(setup));
  ASSERT_TRUE(eventually([&] { return simulation.samples_since(0).size() == 1; }));
  EXPECT_EQ(simulation.status().state, RunState::paused);
  for (int i = 1; i <= 3; ++i) {
    simulation.step_once();
    ASSERT_TRUE(eventually([&] { return simulation.status().step == i; }));
    ASSERT_TRUE(reaches(simulation, RunState::paused));
    FramePtr frame;
    ASSERT_TRUE(eventually([&] {
      const FramePtr taken = simulation.take_view_frame();
      if (taken) frame = taken;
      return frame && frame->step == i;
    }));
  }
  simulation.resume();
  ASSERT_TRUE(eventually([&] { return simulation.status().step > 100; }));
  simulation.pause();
  ASSERT_TRUE(reaches(simulation, RunState::paused));
  const std::int64_t step = simulation.status().step;
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(simulation.status().step, step);
  simulation.stop();
  simulation.wait();
  EXPECT_EQ(simulation.status().state, RunState::stopped);
}

TEST(Simulation, TakesNewTargetsAndGoesBackToTheSchedule) {
  Simulation simulation(setup_of(protocol_of(endless)));
  const auto target = [&] { return simulation.samples_since(0).back(); };
  ASSERT_TRUE(eventually([&] { return !simulation.samples_since(0).empty(); }));
  simulation.set_temperature(33);
  simulation.set_pressure(0.1);
  EXPECT_TRUE(eventually([&] { return target().target_temperature == 33; }));
  EXPECT_TRUE(eventually([&] { return target().target_pressure == 0.1; }));
  EXPECT_TRUE(eventually([&] { return std::abs(target().temperature - 33) < 5; }));
  simulation.follow_schedule();
  EXPECT_TRUE(eventually([&] { return target().target_temperature == 60; }));
  for (const double absurd : {-1.0, 5001.0, std::nan("")})
    EXPECT_THROW(simulation.set_temperature(absurd), InputError);
  for (const double absurd : {-6.0, 51.0, std::nan("")})
    EXPECT_THROW(simulation.set_pressure(absurd), InputError);
}

TEST(Simulation, APlanIsChangedWhileItGoesOn) {
  Simulation simulation(setup_of(protocol_of(endless)));
  const auto begun = simulation.plan();
  ASSERT_TRUE(eventually([&] { return simulation.status().step > 10; }));
  simulation.set_temperature(50);
  const double end = simulation.status().time + 1;
  simulation.change_plan(with_knot(*begun, {0, end, 40, 0}, 0.002));
  ASSERT_TRUE(eventually([&] { return simulation.plan() != begun; }));
  simulation.wait();
  EXPECT_EQ(simulation.status().state, RunState::finished);
  EXPECT_NEAR(simulation.status().time, end, 0.0011);
  EXPECT_EQ(simulation.status().step, simulation.status().total_steps);
  EXPECT_NEAR(simulation.samples_since(0).back().target_temperature, 40, 1e-9)
      << "the temperature is held no longer";
}

TEST(Simulation, APlanThatComesTooLateOrIsNoneChangesNothing) {
  Simulation simulation(setup_of(protocol_of(endless)));
  ASSERT_TRUE(eventually([&] { return simulation.status().step > 10; }));
  const auto begun = simulation.plan();
  EXPECT_THROW(simulation.change_plan(with_knot(*begun, {0, endless, -1, 0}, 0)), Error);
  simulation.change_plan(with_knot(*begun, {0, 0.004, 40, 0}, 0));
  ASSERT_TRUE(eventually([&] { return simulation.plan() != begun; })) << "the answer";
  EXPECT_EQ(*simulation.plan(), *begun);
  EXPECT_EQ(simulation.samples_since(0).back().target_temperature, 60);
}

// Each change is whole by itself and may end less than a time step after the moment it is taken.
TEST(Simulation, NoChangeOfPlanEndsARunInFailure) {
  Simulation simulation(setup_of(protocol_of(endless)));
  ASSERT_TRUE(eventually([&] { return simulation.status().step > 10; }));
  simulation.pause();
  ASSERT_TRUE(reaches(simulation, RunState::paused));
  const double now = simulation.status().time;
  for (const double steps : {0.2, 0.4, 0.6, 0.8, 1.0, 1.4}) {
    Protocol plan = *simulation.plan();
    plan.stages.back().duration += now + steps * plan.time_step - plan.duration();
    plan.stages.back().temperature_end = 50 - steps;  // no mere piece of what went before
    const auto before = simulation.plan();
    simulation.change_plan(plan);
    ASSERT_TRUE(eventually([&] { return simulation.plan() != before; })) << steps;
    EXPECT_EQ(simulation.status().state, RunState::paused) << steps;
  }
}

TEST(Simulation, HeldTemperatureBringsItsThermostat) {
  Protocol protocol = protocol_of(endless);
  protocol.stages[0].thermostat = Thermostat::none;
  protocol.stages[0].barostat = Barostat::none;
  Simulation simulation(setup_of(protocol));
  simulation.set_temperature(200);
  EXPECT_TRUE(eventually([&] {
    const auto samples = simulation.samples_since(0);
    return !samples.empty() && samples.back().temperature > 150;
  })) << "without one, 60 K can only fall as the crystal takes its half";
}

TEST(Simulation, GuardPausesAndNamesTheAtoms) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.force_field =
      std::make_unique<Tampered>(argon_force_field(5.5), [](int n, dlff::Evaluation& out) {
        if (n != 57) return;
        out.forces[3].x() = std::nan("");
        out.forces[8].z() = INFINITY;
      });
  Simulation simulation(std::move(setup));
  simulation.wait();
  RunStatus status = simulation.status();
  EXPECT_EQ(status.state, RunState::guarded);
  EXPECT_EQ(status.culprits, (std::vector<int>{3, 8}));
  EXPECT_NE(status.message.find("not a number"), std::string::npos) << status.message;
  EXPECT_EQ(status.step, 40) << "the last good state: all is looked at every 20 steps";
  const FramePtr frame = simulation.take_view_frame();
  ASSERT_TRUE(frame);
  EXPECT_NO_THROW(check_frame(*frame));
  simulation.resume();
  EXPECT_TRUE(eventually([&] { return simulation.status().step > 200; }));
  const std::vector<Sample> samples = simulation.samples_since(0);
  for (std::size_t i = 1; i < samples.size(); ++i)
    EXPECT_LT(samples[i - 1].step, samples[i].step) << "no moment twice";
  EXPECT_TRUE(simulation.status().message.empty());
}

// A guard that would trip for ever: only wider limits get past it, and they show.
TEST(Simulation, PastAGuardTheLimitsAreWiderAndSaidToBe) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.sample_interval = 10;
  std::atomic<int> absurd = 0;
  setup.force_field =
      std::make_unique<Tampered>(argon_force_field(5.5), [&](int n, dlff::Evaluation& out) {
        if (n < 20) return;
        out.forces[5] += Vec3(0, 1, 0);
        ++absurd;
      });
  setup.protocol.limits.force = 0.5;  // eV/A
  Simulation simulation(std::move(setup));
  simulation.wait();
  ASSERT_EQ(simulation.status().state, RunState::guarded);
  const int before = absurd;
  simulation.resume();
  EXPECT_TRUE(eventually([&] {
    return absurd > before && simulation.status().state == RunState::guarded;
  })) << "within the same limits it comes to the same end";
  EXPECT_EQ(simulation.samples_since(0).back().limits_factor, 1);
  EXPECT_TRUE(simulation.status().notice.find("times as wide") == std::string::npos);
  simulation.pass_guard();
  EXPECT_TRUE(eventually([&] { return simulation.samples_since(0).back().limits_factor == 10; }));
  EXPECT_NE(simulation.status().notice.find("10 times as wide"), std::string::npos)
      << simulation.status().notice;
}

TEST(Simulation, PassingAGuardThatHoldsNothingWidensNothing) {
  Simulation simulation(setup_of(protocol_of(endless)));
  simulation.pass_guard();
  EXPECT_TRUE(eventually([&] { return simulation.status().step > 50; }));
  simulation.pause();
  simulation.pass_guard();
  simulation.step_once();
  EXPECT_TRUE(eventually([&] { return simulation.status().state == RunState::paused; }));
  EXPECT_EQ(simulation.samples_since(0).back().limits_factor, 1);
}

TEST(Simulation, GuardKnowsAbsurdForcesAndPhysicsErrors) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.force_field =
      std::make_unique<Tampered>(argon_force_field(5.5), [](int n, dlff::Evaluation& out) {
        if (n == 20) out.forces[5] = Vec3(0, 500, 0);
        if (n == 40) throw PhysicsError("atoms 1 and 2 lie on top of each other", {0, 1});
      });
  Simulation simulation(std::move(setup));
  simulation.wait();
  EXPECT_EQ(simulation.status().culprits, std::vector<int>{5});
  EXPECT_NE(simulation.status().message.find("500 eV/A on atom 6"), std::string::npos)
      << simulation.status().message;
  simulation.resume();
  EXPECT_TRUE(eventually([&] { return simulation.status().culprits == std::vector<int>{0, 1}; }));
}

// The second opinion differs from its 45th look on; it is asked every fifth step.
TEST(Simulation, GuardAsksItsCommittee) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.sample_interval = 10;
  setup.protocol.limits.committee_interval = 5;
  setup.protocol.limits.disagreement = 0.1;
  setup.committee.push_back(
      std::make_unique<Tampered>(argon_force_field(5.5), [](int n, dlff::Evaluation& out) {
        if (n >= 45) out.forces[6].x() += 1;
      }));
  Simulation simulation(std::move(setup));
  simulation.wait();
  const RunStatus status = simulation.status();
  EXPECT_EQ(status.state, RunState::guarded);
  EXPECT_EQ(status.culprits, std::vector<int>{6});
  EXPECT_EQ(status.step, 220) << "the last good state before step 230";
  std::size_t asked = 0;
  for (const Sample& sample : simulation.samples_since(0)) {
    if (!sample.disagreement) continue;
    ++asked;
    // Lists built at other steps add up in another order.
    EXPECT_LT(*sample.disagreement, 1e-12);
  }
  EXPECT_EQ(asked, 22u) << "at the samples of steps 10 to 220";
}

// Two members that differ by 1 eV/A in one component stand 0.5 off their mean.
TEST(Simulation, FramesTellWhatTheCommitteeFoundOfEachAtom) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.protocol.limits.committee_interval = 5;
  setup.committee.push_back(std::make_unique<Tampered>(
      argon_force_field(5.5), [](int, dlff::Evaluation& out) { out.forces[6].x() += 1; }));
  Simulation simulation(std::move(setup));
  FramePtr frame;
  ASSERT_TRUE(eventually([&] {
    if (FramePtr newest = simulation.take_view_frame()) frame = std::move(newest);
    return frame && frame->columns.contains("committee_deviation");
  }));
  const std::vector<double>& deviations = frame->columns.at("committee_deviation");
  ASSERT_EQ(deviations.size(), frame->size());
  for (std::size_t i = 0; i < deviations.size(); ++i)
    EXPECT_NEAR(deviations[i], i == 6 ? 0.5 : 0, 1e-12) << i;
}

TEST(Simulation, GuardStopsARunawayTemperature) {
  Simulation::Setup setup = setup_of(protocol_of(endless, 1));
  setup.protocol.stages[0].barostat = Barostat::none;
  setup.force_field =
      std::make_unique<Tampered>(std::make_unique<IdealGas>(), [](int n, dlff::Evaluation& out) {
        if (n > 10)
          for (std::size_t i = 0; i < out.forces.size(); ++i) out.forces[i].x() = i % 2 ? 50 : -50;
      });
  Simulation simulation(std::move(setup));
  simulation.wait();
  EXPECT_EQ(simulation.status().state, RunState::guarded);
  EXPECT_NE(simulation.status().message.find("runs away"), std::string::npos);
}

TEST(Simulation, PositionThatIsNoNumberIsGuarded) {
  Simulation simulation(thrown_apart(NAN));
  simulation.wait();
  const RunStatus status = simulation.status();
  EXPECT_EQ(status.state, RunState::guarded) << status.message;
  EXPECT_NE(status.message.find("the position of atoms 1, 2, 3, "), std::string::npos)
      << status.message << "\nnot all atoms, over which the drift of the one is spread";
  EXPECT_EQ(status.culprits.size(), 20u);
  EXPECT_EQ(status.step, 0);
}

TEST(Simulation, AtomFlungOutOfReachIsGuarded) {
  Simulation simulation(thrown_apart(1e9));
  simulation.wait();
  const RunStatus status = simulation.status();
  EXPECT_EQ(status.state, RunState::guarded) << status.message;
  EXPECT_NE(status.message.find("cells away"), std::string::npos) << status.message;
}

TEST(Simulation, MinimisationThatFailsEndsTheRun) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.protocol.stages.insert(setup.protocol.stages.begin(), Stage{});
  setup.protocol.stages[0].name = "relax";
  setup.protocol.stages[0].minimise = true;
  auto start = std::make_shared<Frame>(*setup.start);
  start->positions[0].x() += 0.5;  // something to minimise
  setup.start = start;
  setup.force_field =
      std::make_unique<Tampered>(argon_force_field(5.5), [](int n, dlff::Evaluation& out) {
        if (n > 3) out.forces[4].x() = NAN;
      });
  Simulation simulation(std::move(setup));
  simulation.wait();
  const RunStatus status = simulation.status();
  EXPECT_EQ(status.state, RunState::failed) << "to go on would repeat it for ever";
  EXPECT_EQ(status.message, "the force on atom 5 is not a number");
  EXPECT_EQ(status.culprits, std::vector<int>{4});
}

TEST(Simulation, BadStartIsGuardedToo) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.force_field = std::make_unique<Tampered>(
      argon_force_field(5.5), [](int, dlff::Evaluation& out) { out.forces[2].x() = NAN; });
  Simulation simulation(std::move(setup));
  simulation.wait();
  EXPECT_EQ(simulation.status().state, RunState::guarded);
  EXPECT_EQ(simulation.status().culprits, std::vector<int>{2});
  EXPECT_TRUE(simulation.take_view_frame()) << "the start can be looked at";
  simulation.stop();
  EXPECT_TRUE(reaches(simulation, RunState::stopped));
}

TEST(Simulation, OtherExceptionsEndInFailed) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.force_field =
      std::make_unique<Tampered>(argon_force_field(5.5), [](int n, dlff::Evaluation&) {
        if (n == 5) throw std::runtime_error("out of something");
      });
  Simulation simulation(std::move(setup));
  simulation.wait();
  EXPECT_EQ(simulation.status().state, RunState::failed);
  EXPECT_EQ(simulation.status().message, "out of something");
  simulation.resume();  // of no effect, and no harm
}

TEST(Simulation, SlowRecorderLosesNothing) {
  Simulation::Setup setup = setup_of(protocol_of(0.4));
  std::vector<std::int64_t> steps;
  setup.record = [&](const FramePtr& frame, const Sample& sample) {
    EXPECT_EQ(frame->step, sample.step);
    EXPECT_FALSE(frame->forces);
    std::this_thread::sleep_for(2ms);
    steps.push_back(frame->step);
  };
  Simulation simulation(std::move(setup));
  simulation.wait();
  ASSERT_EQ(steps.size(), 21u);
  for (std::size_t i = 0; i < steps.size(); ++i) EXPECT_EQ(steps[i], static_cast<int>(10 * i));
}

TEST(Simulation, RecorderThatThrowsFailsTheRun) {
  Simulation::Setup setup = setup_of(protocol_of(endless));
  setup.record = [](const FramePtr&, const Sample& sample) {
    if (sample.step == 30) throw FileError("run.h5", "the disk is full");
  };
  Simulation simulation(std::move(setup));
  simulation.wait();
  EXPECT_EQ(simulation.status().message, "run.h5: the disk is full");
}

TEST(Simulation, CanBeDestroyedAtAnyMoment) {
  for (int i = 0; i < 40; ++i) {
    Simulation::Setup setup = setup_of(protocol_of(endless));
    setup.start_paused = i % 4 == 0;
    if (i % 4 == 1) setup.protocol.stages[0].minimise = true;
    Simulation simulation(std::move(setup));
    std::this_thread::sleep_for(std::chrono::microseconds(100 * i));
  }
}

TEST(Simulation, TakesCommandsFromManyThreads) {
  Simulation simulation(setup_of(protocol_of(endless)));
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 6; ++t)
      threads.emplace_back([&simulation, t] {
        for (int i = 0; i < 100; ++i) {
          if (t == 0) simulation.pause();
          if (t == 1) simulation.resume();
          if (t == 2) simulation.set_temperature(40 + i % 30);
          if (t == 3) simulation.step_once();
          if (t == 4) simulation.take_view_frame();
          if (t == 5) simulation.samples_since(0);
          simulation.status();
          simulation.history()->size();
        }
      });
  }
  simulation.set_temperature(77);
  simulation.resume();
  EXPECT_TRUE(eventually([&] {
    const auto samples = simulation.samples_since(0);
    return !samples.empty() && samples.back().target_temperature == 77;
  }));
}

TEST(Simulation, RefusesWhatCannotRun) {
  EXPECT_THROW(Simulation(Simulation::Setup{}), InputError);
  Simulation::Setup no_stages = setup_of(Protocol{});
  EXPECT_THROW(Simulation(std::move(no_stages)), InputError);
  Simulation::Setup no_cell = setup_of(protocol_of(1));
  auto frame = std::make_shared<Frame>(*no_cell.start);
  frame->cell = Cell();
  no_cell.start = frame;
  EXPECT_THROW(Simulation(std::move(no_cell)), InputError);
}
