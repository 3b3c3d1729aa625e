// The way back to the last good state, without threads.
#include "sim/dynamics/run.h"

#include <gtest/gtest.h>

#include "sim/dynamics/hydrogen_mass.h"
#include "sim/model/errors.h"
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

/// One imidazole-like CH pair and one NH pair.
FramePtr two_bonds() {
  auto frame = std::make_shared<Frame>();
  frame->topology = make_topology({element::C, element::H, element::N, element::H});
  frame->cell = Cell::orthorhombic(10, 10, 10);
  frame->positions = {{0.1, 5, 5}, {9.1, 5, 5}, {5, 5, 5}, {5, 6, 5}};
  return frame;
}

}  // namespace

TEST(HydrogenMass, IsTakenFromTheBondedAtomOnce) {
  const FramePtr once = with_hydrogen_mass(two_bonds(), 3), twice = with_hydrogen_mass(once, 3);
  const std::vector<double> before = two_bonds()->topology->masses;
  const std::vector<double>& after = once->topology->masses;
  EXPECT_EQ(after[1], 3);
  EXPECT_EQ(after[3], 3);
  for (int heavy : {0, 2})
    EXPECT_NEAR(after[heavy] + after[heavy + 1], before[heavy] + before[heavy + 1], 1e-12);
  EXPECT_EQ(twice->topology->masses, after);
}

TEST(HydrogenMass, RefusesWhatCannotBe) {
  EXPECT_THROW(with_hydrogen_mass(two_bonds(), 8), InputError) << "C would be lighter than its H";
  Frame alone = *two_bonds();
  alone.positions[1].x() = 7.5;
  EXPECT_THROW(with_hydrogen_mass(std::make_shared<Frame>(alone), 3), InputError);
}

TEST(Run, MinimisesTheCellUnderItsPressure) {
  Protocol protocol;
  Stage relax;
  relax.name = "relax";
  relax.minimise = relax.minimise_cell = true;
  relax.cell = CellShape::flexible;
  relax.pressure_start = relax.pressure_end = 1;
  protocol.stages = {relax};
  vitrine::dynamics::Run run(argon_crystal(2, 5.0), argon_force_field(5.5), protocol);
  run.prepare();
  while (!run.finished()) run.advance();
  EXPECT_NEAR(run.sample().pressure, 1, 0.01) << "the stage's tolerance";
}

TEST(Run, StagesRecordAtTheirOwnInterval) {
  Protocol protocol;
  protocol.time_step = 0.002;
  protocol.record_interval = 0.01;
  Stage hold;
  hold.name = "hold";
  hold.duration = 0.026;
  hold.temperature_start = hold.temperature_end = 60;
  Stage sample = hold;
  sample.name = "sample";
  sample.record_interval = 0.006;
  protocol.stages = {hold, sample};
  vitrine::dynamics::Run run(argon_crystal(2), argon_force_field(5.5), protocol);
  run.prepare();
  std::vector<std::int64_t> recorded;
  for (; !run.finished(); run.advance())
    if (run.record_due()) recorded.push_back(run.step());
  EXPECT_EQ(recorded, (std::vector<std::int64_t>{0, 5, 10, 13, 16, 19, 22, 25}));
  EXPECT_TRUE(run.record_due()) << "the last one of all";
}

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
