// The way back to the last good state, without threads.
#include "sim/dynamics/run.h"

#include <gtest/gtest.h>

#include "tests/dynamics/toy_force_fields.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

Run constant_volume_run() {
  Protocol protocol;
  protocol.time_step = 0.002;
  protocol.thermostat_time = 0.1;
  protocol.barostat_time = 0.5;
  Stage stage;
  stage.name = "hold";
  stage.duration = 100;
  stage.temperature_start = stage.temperature_end = 60;
  stage.barostat = Barostat::none;
  protocol.stages = {stage};
  return Run(argon_crystal(2), argon_force_field(5.5), protocol);
}

double volume_after(Run& run, int steps) {
  for (int i = 0; i < steps; ++i) run.advance();
  return run.frame(Run::Parts::all)->cell.volume();
}

}  // namespace

TEST(Run, RestoreRepeatsTheSameSteps) {
  auto run = constant_volume_run();
  run.prepare();
  Sample ends[2];
  for (Sample& end : ends) {
    run.restore();
    volume_after(run, 19);  // one step before the next state is kept
    end = run.sample();
  }
  EXPECT_EQ(ends[0].potential_energy, ends[1].potential_energy);
  EXPECT_EQ(ends[0].conserved, ends[1].conserved);
}

TEST(Run, RestoreKeepsAPressureHeldSinceTheCheckpoint) {
  auto run = constant_volume_run();
  run.prepare();
  const double before = volume_after(run, 19);
  run.hold_pressure(1);
  run.restore();
  EXPECT_EQ(run.sample().target_pressure, 1);
  EXPECT_LT(volume_after(run, 20), before) << "squeezed, where the stage itself has no barostat";
}

TEST(Run, RestoreKeepsAPressureGivenBackSinceTheCheckpoint) {
  auto run = constant_volume_run();
  run.prepare();
  run.hold_pressure(1);
  const double before = volume_after(run, 20);  // looked at, and kept, at its end
  run.hold_pressure(std::nullopt);
  run.restore();
  EXPECT_EQ(volume_after(run, 20), before) << "the stage's constant volume again";
}
