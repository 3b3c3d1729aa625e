// A simulation in another program, watched as if it were a run of our own.
#include "app/attached_run.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/model/errors.h"
#include "tests/imd_server.h"
#include "tests/soon.h"

namespace vitrine::test {
namespace {

using dynamics::RunState;
using io::ImdKind;

ImdBytes three_frames() {
  ImdBytes bytes;
  bytes.greeting(3).session({1, 0, 1, 1, 0, 1, 0});
  for (int k = 1; k <= 3; ++k)
    bytes.header(ImdKind::time, 1)
        .number(0.001)
        .number(0.001 * k)
        .number(std::int64_t{k})
        .header(ImdKind::box, 1)
        .floats({10, 0, 0, 0, 10, 0, 0, 0, 10})
        .header(ImdKind::coordinates, 2)
        .floats({0, 0, 0, 1, 1, static_cast<float>(k)})
        .header(ImdKind::velocities, 2)
        .floats({1, 0, 0, -2, 0, 0});
  return bytes;
}

TEST(AttachedRun, ShowsSamplesAndRemembersWhatComes) {
  ImdServer server(three_frames().bytes());
  app::AttachedRun run(server.address(), two_atoms());
  EXPECT_FALSE(run.has_plan());
  ASSERT_TRUE(soon([&] { return run.status().step == 3; }));
  EXPECT_EQ(run.status().state, RunState::running);
  EXPECT_DOUBLE_EQ(run.status().time, 0.003);
  EXPECT_EQ(run.status().notice, "") << "version 3 sends its cell";
  EXPECT_EQ(run.history()->size(), 3u);
  const FramePtr newest = run.take_view_frame();
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->positions[1][2], 3);
  EXPECT_EQ(run.take_view_frame(), nullptr);
  const auto samples = run.samples_since(0);
  ASSERT_FALSE(samples.empty());
  // Half of m v^2 of Zn at 1 A/ps and N at 2 A/ps, over three degrees of freedom.
  const double kinetic = 0.5 * (65.38 + 4 * 14.007) / 9648.533212;
  EXPECT_NEAR(samples[0].temperature, 2 * kinetic / 3 / 8.617333262e-5, 0.01);
  EXPECT_TRUE(std::isnan(samples[0].target_temperature));
  EXPECT_NEAR(samples[0].density, (65.38 + 14.007) / 1000 * 1.66053906660, 1e-4);
  EXPECT_THROW(run.set_temperature(300), InputError);
  EXPECT_THROW(run.step_once(), InputError);
}

TEST(AttachedRun, PausesAndContinuesTheOtherProgram) {
  ImdServer server(three_frames().bytes());
  {
    app::AttachedRun run(server.address(), two_atoms());
    run.pause();
    EXPECT_EQ(run.status().state, RunState::paused);
    run.resume();
    EXPECT_EQ(run.status().state, RunState::running);
  }
  ImdBytes expected;
  for (ImdKind kind : {ImdKind::go, ImdKind::pause, ImdKind::resume, ImdKind::disconnect})
    expected.header(kind, 0);
  EXPECT_EQ(server.heard(), expected.bytes());
}

TEST(AttachedRun, EndsWithTheOtherProgramAndSaysWhenItMakesNoSense) {
  {
    ImdServer server(three_frames().header(ImdKind::disconnect, 0).bytes());
    app::AttachedRun run(server.address(), two_atoms());
    EXPECT_TRUE(soon([&] { return run.status().state == RunState::finished; }));
  }
  ImdServer server(ImdBytes().greeting(2).header(ImdKind::coordinates, 7).bytes());
  app::AttachedRun run(server.address(), two_atoms());
  ASSERT_TRUE(soon([&] { return run.status().state == RunState::failed; }));
  EXPECT_EQ(run.status().message, "imd: the simulation sends 7 atoms, the structure has 2");
}

TEST(AttachedRun, WatchingEndsAtOnce) {
  ImdServer server(three_frames().bytes());
  app::AttachedRun run(server.address(), two_atoms());
  run.stop();
  EXPECT_TRUE(soon([&] { return run.status().state == RunState::stopped; }));
}

}  // namespace
}  // namespace vitrine::test
