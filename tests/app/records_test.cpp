// Records of runs as the terminal sees them: killed and gone on with, interrupted, branched, on a
// disk that is full, and in campaigns.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "sim/io/h5md.h"
#include "tests/app/program.h"

namespace vitrine::test {
namespace {

namespace fs = std::filesystem;

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

/// One cell of ZIF-4 for `steps` steps, recorded every ten; a thermostat with random numbers.
std::string protocol_of(int steps, const std::string& settings = "") {
  return "title = \"tiny\"\nstructure = \"zif-4\"\ntime_step_fs = 0.5\n"
         "record_interval_ps = 0.005\ncheckpoint_interval_min = 0.001\n" +
         settings +
         "[[stage]]\nname = \"warm\"\nkind = \"hold\"\nthermostat = \"stochastic-rescaling\"\n"
         "temperature_k = 300\nduration_ps = " +
         std::to_string(0.0005 * steps) + "\n";
}

/// Starts "vitrine ARGUMENTS", waits until `ready` (a shell command) succeeds and a moment longer,
/// then runs `then` with the process in $pid. Returns the exit status of the process.
int start_and(const std::string& arguments, const std::string& ready, const std::string& then,
              const fs::path& log, const std::string& before = "") {
  const std::string script = before + " '" VITRINE_PROGRAM "' " + arguments + " > '" +
                             log.string() + "' 2>&1 & pid=$!; until " + ready +
                             "; do sleep 0.02; kill -0 $pid 2>/dev/null || break; done; "
                             "sleep 0.3; " +
                             then + "; wait $pid";
  const int status = std::system(script.c_str());
  return WEXITSTATUS(status);
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void expect_same_frames(const fs::path& one, const fs::path& other) {
  const auto a = io::open_h5md(one), b = io::open_h5md(other);
  ASSERT_EQ(a->size(), b->size());
  for (std::size_t i = 0; i < a->size(); ++i) {
    const FramePtr x = a->read(i), y = b->read(i);
    ASSERT_EQ(x->step, y->step);
    ASSERT_EQ(x->positions, y->positions) << "step " << x->step;
    ASSERT_EQ(x->velocities, y->velocities) << "step " << x->step;
  }
}

TEST(Records, AKilledAndAnInterruptedRunGoOnToTheSameBits) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(600));
  const std::string protocol = (folder / "p.toml").string();
  const fs::path whole = folder / "whole.h5", broken = folder / "broken.h5", log = folder / "log";
  ASSERT_EQ(run_vitrine("run " + protocol + " --threads 1 -o " + whole.string()).status, 0);
  const std::string is_there = "[ -e '" + broken.string() + "' ]";
  EXPECT_EQ(start_and("run " + protocol + " --threads 1 -o " + broken.string(), is_there,
                      "kill -KILL $pid", log),
            137);
  EXPECT_EQ(start_and("run --resume " + broken.string(),
                      "grep -q 'goes on from step' '" + log.string() + "'", "kill -INT $pid", log),
            130)
      << text_of(log);
  EXPECT_TRUE(contains(text_of(log), "go on with: vitrine run --resume '" + broken.string()))
      << text_of(log);
  const Outcome resumed = run_vitrine("run --resume " + broken.string());
  EXPECT_EQ(resumed.status, 0) << resumed.output;
  expect_same_frames(whole, broken);
  EXPECT_EQ(run_vitrine("run --resume " + broken.string()).status, 0) << "finished already";
  expect_same_frames(whole, broken);
}

TEST(Records, AFullDiskIsWaitedFor) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(200));
  const fs::path record = folder / "r.h5", log = folder / "log";
  // 1.3 MB to begin with, of which one is kept free; in blocks of 512 bytes.
  const int status = start_and("run " + (folder / "p.toml").string() + " -o " + record.string(),
                               "grep -q 'the run waits until there is room' '" + log.string() + "'",
                               "prlimit --pid $pid --fsize=unlimited", log, "ulimit -S -f 2600;");
  EXPECT_EQ(status, 0) << text_of(log);
  EXPECT_TRUE(contains(text_of(log), "the run waits until there is room")) << text_of(log);
  EXPECT_EQ(io::open_h5md(record)->size(), 21U);
}

TEST(Records, ABranchKnowsItsParent) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(20));
  write_text(folder / "bare.toml", protocol_of(20, "record_velocities = false\n"));
  const std::string protocol = (folder / "p.toml").string() + " ";
  const fs::path parent = folder / "parent.h5", bare = folder / "bare.h5";
  ASSERT_EQ(run_vitrine("run " + protocol + "-o " + parent.string()).status, 0);
  ASSERT_EQ(run_vitrine("run " + (folder / "bare.toml").string() + " -o " + bare.string()).status,
            0);
  const io::RunOrigin origin = io::read_origin(parent);
  EXPECT_EQ(origin.id.size(), 32u);
  EXPECT_FALSE(origin.parent);
  const auto branch = [&](const std::string& moment, const std::string& more = "") {
    return run_vitrine("run " + protocol + "--force --from " + moment + more + " -o " +
                       (folder / "child.h5").string());
  };
  const std::vector<std::pair<std::string, std::int64_t>> moments = {
      {parent.string(), 20},
      {parent.string() + "@1", 10},
      {parent.string() + "@-3", 0},
      {parent.string() + "@step=10", 10},
      {bare.string() + "@checkpoint", 20}};
  for (const auto& [moment, step] : moments) {
    const Outcome outcome = branch(moment, " --seed 5 --set warm.temperature_k=400");
    ASSERT_EQ(outcome.status, 0) << outcome.output;
    const io::RunOrigin child = io::read_origin(folder / "child.h5");
    ASSERT_TRUE(child.parent) << moment;
    EXPECT_EQ(child.parent->step, step);
    EXPECT_EQ(child.parent->id, io::read_origin(child.parent->file).id);
    EXPECT_NE(child.id, child.parent->id);
    EXPECT_EQ(child.seed, 5u);
  }
  // It starts where its parent was.
  ASSERT_EQ(branch(parent.string() + "@1").status, 0);
  EXPECT_EQ(io::open_h5md(folder / "child.h5")->read(0)->positions,
            io::open_h5md(parent)->read(1)->positions);
  EXPECT_TRUE(contains(branch(bare.string()).output, "has no velocities at step 20"));
  EXPECT_TRUE(contains(branch(parent.string() + "@step=7").output, "no frame of step 7"));
  EXPECT_TRUE(contains(branch(parent.string() + "@last").output, "\"last\" is no moment"));
  EXPECT_TRUE(contains(branch(parent.string() + "@9").output, "no frame 9 among 3"));
}

TEST(Records, ResumingAsksForTheSameForceField) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(20));
  const std::string record = (folder / "r.h5").string();
  ASSERT_EQ(run_vitrine("run " + (folder / "p.toml").string() + " -o " + record).status, 0);
  const Outcome other = run_vitrine("run --resume " + record + " --model zif-chnzn-b");
  EXPECT_EQ(other.status, 1);
  EXPECT_TRUE(contains(other.output, "branch from it")) << other.output;
  write_text(folder / "no.h5", "not a record");
  EXPECT_TRUE(contains(run_vitrine("run --resume " + (folder / "no.h5").string()).output,
                       "is no run record of this program"));
  EXPECT_NE(run_vitrine("run --resume " + record + " --seed 3").status, 0);
  EXPECT_TRUE(contains(run_vitrine("run -o x.h5").output, "a PROTOCOL is needed"));
}

TEST(Records, ACommitteeThatDisagreesPausesTheRun) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(40, "committee_limit_ev_per_a = 1e-4\n"));
  const std::string record = (folder / "r.h5").string();
  const Outcome run =
      run_vitrine("run " + (folder / "p.toml").string() + " --committee zif-chnzn-b -o " + record);
  EXPECT_EQ(run.status, 1);
  EXPECT_TRUE(contains(run.output, "the committee differs by up to")) << run.output;
  EXPECT_EQ(io::read_origin(record).committee, std::vector<std::string>{"zif-chnzn-b"});
  EXPECT_EQ(io::read_origin(record).committee_hashes.size(), 1u);
  const Outcome again = run_vitrine("run --resume " + record + " --past-guard");
  EXPECT_EQ(again.status, 1) << "ten times too little is too little still";
  EXPECT_TRUE(contains(again.output, "where its guard stopped it: the committee")) << again.output;
  EXPECT_TRUE(contains(again.output, "over the limit of 0.001 eV/A")) << again.output;
}

TEST(Records, OnlyWhatAGuardStoppedGoesPastIt) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(5));
  const std::string record = (folder / "r.h5").string();
  ASSERT_EQ(run_vitrine("run " + (folder / "p.toml").string() + " -o " + record).status, 0);
  const Outcome past = run_vitrine("run --resume " + record + " --past-guard");
  EXPECT_EQ(past.status, 1);
  EXPECT_TRUE(contains(past.output, "was not stopped by its guard")) << past.output;
}

TEST(Records, ACampaignLeavesWhatItsGuardsStoppedUntilItIsToldToGoOn) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(20, "committee_limit_ev_per_a = 1e-4\n"));
  const std::string campaign = "campaign " + (folder / "p.toml").string() + " -o " +
                               (folder / "c").string() +
                               " --seeds 1 --threads 1 --committee zif-chnzn-b";
  const Outcome run = run_vitrine(campaign);
  EXPECT_EQ(run.status, 1);
  EXPECT_TRUE(contains(run.output, "guards of 1 of the runs")) << run.output;
  EXPECT_TRUE(contains(run_vitrine(campaign + " --status").output, "guard")) << run.output;
  const auto size = std::filesystem::file_size(folder / "c" / "seed=1.log");
  EXPECT_EQ(run_vitrine(campaign).status, 1);
  EXPECT_EQ(std::filesystem::file_size(folder / "c" / "seed=1.log"), size) << "not begun again";
  EXPECT_EQ(run_vitrine(campaign + " --past-guard").status, 1);
  EXPECT_GT(std::filesystem::file_size(folder / "c" / "seed=1.log"), size);
}

TEST(Records, ACampaignWithoutItsStructureBeginsNothing) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(20));
  const Outcome run = run_vitrine("campaign " + (folder / "p.toml").string() + " -o " +
                                  (folder / "c").string() + " --set structure=nowhere.xyz");
  EXPECT_EQ(run.status, 1);
  EXPECT_TRUE(contains(run.output, "nowhere.xyz")) << run.output;
  EXPECT_FALSE(std::filesystem::exists(folder / "c"));
}

TEST(Records, ACampaignFillsItsGridAndGoesOn) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(20));
  const std::string campaign = "campaign " + (folder / "p.toml").string() + " -o " +
                               (folder / "c").string() +
                               " --grid warm.pressure_gpa=0,0.4 --seeds 1,2 --threads 2";
  const Outcome before = run_vitrine(campaign + " --status");
  EXPECT_EQ(before.status, 0) << before.output;
  EXPECT_TRUE(contains(before.output, "not begun"));
  const Outcome run = run_vitrine(campaign + " --at-once 2");
  ASSERT_EQ(run.status, 0) << run.output;
  for (const std::string name : {"warm.pressure_gpa=0_seed=1", "warm.pressure_gpa=0_seed=2",
                                 "warm.pressure_gpa=0.4_seed=1", "warm.pressure_gpa=0.4_seed=2"}) {
    const fs::path record = folder / ("c/" + name + ".h5");
    ASSERT_TRUE(fs::exists(record)) << name;
    EXPECT_EQ(io::read_origin(record).seed, name.back() == '1' ? 1u : 2u);
    EXPECT_EQ(io::read_origin(record).threads, 1) << "half of the two";
    EXPECT_EQ(io::open_h5md(record)->size(), 3U);
  }
  // Given again it has nothing left to do but the run whose record is gone.
  fs::remove(folder / "c/warm.pressure_gpa=0_seed=2.h5");
  const auto untouched = fs::last_write_time(folder / "c/warm.pressure_gpa=0_seed=1.h5");
  ASSERT_EQ(run_vitrine(campaign).status, 0);
  EXPECT_TRUE(fs::exists(folder / "c/warm.pressure_gpa=0_seed=2.h5"));
  EXPECT_EQ(fs::last_write_time(folder / "c/warm.pressure_gpa=0_seed=1.h5"), untouched);
  const Outcome other = run_vitrine(campaign + " --set warm.temperature_k=310");
  EXPECT_EQ(other.status, 1);
  EXPECT_TRUE(contains(other.output, "is the record of another protocol")) << other.output;
  EXPECT_TRUE(contains(run_vitrine(campaign + " --grid nonsense").output, "must read KEY"));
}

TEST(Records, ACampaignTellsWhatRunsAlready) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml", protocol_of(20000));
  const std::string campaign = "campaign " + (folder / "p.toml").string() + " -o " +
                               (folder / "c").string() + " --seeds 1 --threads 1";
  const fs::path record = folder / "c/seed=1.h5";
  ASSERT_EQ(run_vitrine(campaign + " --status").status, 0);
  // As it is when a campaign is killed and the run that it started lives on.
  fs::create_directories(folder / "c");
  const std::string protocol = (folder / "p.toml").string();
  const pid_t run = ::fork();
  if (run == 0) {
    std::freopen("/dev/null", "w", stderr);
    ::execl(VITRINE_PROGRAM, VITRINE_PROGRAM, "run", protocol.c_str(), "--set", "seed=1",
            "--threads", "1", "-o", record.c_str(), nullptr);
    ::_exit(127);
  }
  for (int i = 0; i < 600 && !fs::exists(record); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const Outcome status = run_vitrine(campaign + " --status"), second = run_vitrine(campaign);
  ::kill(run, SIGINT);
  ::waitpid(run, nullptr, 0);
  EXPECT_TRUE(contains(status.output, "running")) << status.output;
  EXPECT_EQ(second.status, 1);
  EXPECT_TRUE(contains(second.output, "under way already")) << second.output;
  EXPECT_TRUE(contains(run_vitrine(campaign + " --status").output, "to be resumed"));
}

}  // namespace
}  // namespace vitrine::test
