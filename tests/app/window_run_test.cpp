// Runs that the window starts, with the real engine and without the window: each is recorded from
// its first step, can be branched from and gone on with.
#include "app/window_run.h"

#include <gtest/gtest.h>

#include <thread>

#include "sim/io/h5md.h"
#include "sim/model/errors.h"
#include "tests/app/program.h"

namespace vitrine::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* protocol = R"(
title = "two stages"
structure = "zif-4"
time_step_fs = 0.5
record_interval_ps = 0.005
[[stage]]
name = "warm"
kind = "hold"
duration_ps = 0.02
temperature_k = 300
[[stage]]
name = "long"
kind = "hold"
duration_ps = 1000
temperature_k = 300
)";

class WindowRunTest : public testing::Test {
 protected:
  widgets::Run start(const widgets::RunRequest& request) {
    app::RunSettings settings;
    settings.threads = 1;
    return app::start_window_run(request, settings, folder_ / "runs");
  }
  static void wait_for(const widgets::Run& run, std::int64_t step) {
    while (run.live->status().step < step) {
      ASSERT_NE(run.live->status().state, dynamics::RunState::failed) << run.live->status().message;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  static widgets::RunRequest asked() {
    widgets::RunRequest request;
    request.protocol = "two stages / of a test";
    request.protocol_text = protocol;
    return request;
  }
  TemporaryFolder folder_;
};

TEST_F(WindowRunTest, IsRecordedAndGoesOnFromItsRecord) {
  fs::path record;
  std::int64_t reached = 0;
  {
    const widgets::Run run = start(asked());
    record = run.record;
    EXPECT_EQ(record.parent_path(), folder_ / "runs");
    EXPECT_TRUE(record.filename().string().starts_with("two stages - of a test "));
    wait_for(run, 45);
    run.live->stop();
    while (run.live->status().state != dynamics::RunState::stopped)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    reached = run.live->status().step;
  }
  EXPECT_EQ(io::read_origin(record).protocol, protocol);
  EXPECT_EQ(io::open_h5md(record)->size(), std::size_t(reached / 10 + 1));
  widgets::RunRequest again;
  again.resume = record;
  const widgets::Run run = start(again);
  EXPECT_EQ(run.record, record);
  wait_for(run, reached + 20);
  const auto past = run.live->history();
  ASSERT_GE(past->size(), std::size_t(reached / 10 + 2));
  for (std::size_t i = 0; i < past->size(); ++i)
    EXPECT_EQ(past->read(i)->step, std::int64_t(10 * i)) << "from the very start, nothing twice";
}

TEST_F(WindowRunTest, ABranchKnowsItsParentAndStartsFromItsAtoms) {
  FramePtr moment;
  widgets::RunRequest branch = asked();
  {
    const widgets::Run run = start(asked());
    wait_for(run, 30);
    moment = run.live->history()->read(2);
    branch.start = moment;
    branch.parent = io::ParentRun{run.id, run.record.string(), moment->step};
  }
  fs::path record;
  {
    const widgets::Run run = start(branch);
    record = run.record;
    EXPECT_EQ(run.parent, branch.parent);
    wait_for(run, 1);
  }
  EXPECT_EQ(io::read_origin(record).parent, branch.parent);
  const FramePtr first = io::open_h5md(record)->read(0);
  EXPECT_EQ(first->positions, moment->positions);
  for (std::size_t i = 0; i < first->size();
       ++i)  // but for a motion of the whole, a rounding error
    EXPECT_LT(((*first->velocities)[i] - (*moment->velocities)[i]).norm(), 1e-12);
}

TEST_F(WindowRunTest, ASecondOpinionIsAsked) {
  widgets::RunRequest request = asked();
  request.committee = {"zif-chnzn-b"};
  request.overrides = {"committee_interval_steps=5", "committee_limit_ev_per_a=1e-6"};
  const widgets::Run run = start(request);
  while (run.live->status().state != dynamics::RunState::guarded) {
    ASSERT_LT(run.live->status().step, 100) << "two force fields do not agree to 1e-6 eV/A";
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_FALSE(run.live->status().culprits.empty());
}

TEST_F(WindowRunTest, NoRecordIsReplaced) {
  widgets::RunRequest request = asked();
  request.record = folder_ / "mine.h5";
  { start(request); }
  EXPECT_THROW(start(request), FileError);
}

}  // namespace
}  // namespace vitrine::test
