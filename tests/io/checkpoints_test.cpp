// Nothing lost: whatever the moment at which the writer of a record dies, the file opens, holds
// every frame up to its newest checkpoint, and the next writer goes on from there without a gap or
// a frame twice.
#include "sim/io/checkpoints.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "sim/io/h5md.h"
#include "sim/io/hdf5_file.h"
#include "sim/io/read.h"
#include "tests/io/io_fixtures.h"
#include "tests/io/power_cut.h"
#include "tests/io/random_frame.h"

namespace vitrine::io {
namespace {

using test::message_of;
using test::random_frame;
using test::TemporaryFolder;

const RunOrigin origin = {.program = "vitrine 0.1.0", .protocol = "title = \"x\"\n"};

Frame frame_at(std::int64_t i) {
  static const Frame example = random_frame(23, 5);
  Frame frame = example;
  frame.forces.reset();
  frame.step = 100 * i;
  frame.time = 0.025 * static_cast<double>(i);
  frame.positions[0][0] = static_cast<double>(i) / 3.0;
  frame.temperature = 300.0 + static_cast<double>(i);
  return frame;
}

std::vector<Observable> observables_at(std::int64_t i) {
  return {{"temperature", "K", 300.0 + static_cast<double>(i)}};
}

/// A checkpoint of the moment after frame i: it holds the number of the next.
std::vector<double> numbers_at(std::int64_t i) {
  std::vector<double> numbers(500, 0.1 * static_cast<double>(i));
  numbers[0] = static_cast<double>(i + 1);
  return numbers;
}

void begin(H5mdWriter& writer) {
  writer.begin(frame_at(0), observables_at(0), 500);
  writer.checkpoint(numbers_at(-1));
}

/// Begins a record, or goes on with it, until frame `end`.
void write_on(const std::filesystem::path& file, std::int64_t end) {
  std::optional<H5mdWriter> writer;
  std::int64_t next = 0;
  if (std::filesystem::exists(file)) {
    const Checkpoint checkpoint = read_checkpoint(file);
    writer.emplace(file, checkpoint, H5mdWriter::Flushing{.every = 2});
    next = static_cast<std::int64_t>(checkpoint.numbers.at(0));
  } else {
    writer.emplace(file, frame_at(0).topology, origin, H5mdWriter::Flushing{.every = 2});
    begin(*writer);
  }
  for (; next < end; ++next) {
    writer->add(frame_at(next), observables_at(next));
    if (next % 5 == 4) writer->checkpoint(numbers_at(next));
  }
  writer->checkpoint(numbers_at(end - 1));
  writer->close();
}

void expect_whole(const std::filesystem::path& file, std::int64_t frames) {
  const auto trajectory = open_trajectory(file);
  ASSERT_EQ(trajectory->size(), static_cast<std::size_t>(frames));
  for (std::int64_t i = 0; i < frames; ++i)
    test::expect_same(*trajectory->read(static_cast<std::size_t>(i)), frame_at(i), 0);
  for (const ObservableSeries& series : read_observables(file)) {
    ASSERT_EQ(series.values.size(), static_cast<std::size_t>(frames)) << series.name;
    if (series.name != "temperature") continue;
    EXPECT_EQ(series.values.back(), 300.0 + static_cast<double>(frames - 1));
  }
}

TEST(Checkpoints, TheNewestWholeOneCounts) {
  const TemporaryFolder folder;
  H5mdWriter writer(folder / "run.h5", frame_at(0).topology, origin);
  EXPECT_THROW(writer.checkpoint({1, 2}), InputError) << "no room was made for any";
  begin(writer);
  for (std::int64_t i = 0; i < 3; ++i) {
    writer.add(frame_at(i));
    writer.checkpoint(numbers_at(i));
    const Checkpoint newest = read_checkpoint(folder / "run.h5");
    EXPECT_EQ(newest.numbers, numbers_at(i));
    EXPECT_EQ(newest.frames, static_cast<std::size_t>(i + 1));
    EXPECT_EQ(newest.sequence, i + 2);
  }
  EXPECT_THROW(writer.checkpoint(std::vector<double>(501)), FileError);
}

// One bit of the newest is turned, wherever: the one before it counts again.
TEST(Checkpoints, ATornOneIsPassedOver) {
  const TemporaryFolder folder;
  {
    H5mdWriter writer(folder / "run.h5", frame_at(0).topology, origin);
    begin(writer);
    writer.add(frame_at(0));
    writer.checkpoint(numbers_at(7));
    writer.close();
  }
  std::string bytes = test::text_of(folder / "run.h5");
  const double mark = 0.1 * 7;
  const std::size_t at = bytes.find(std::string(reinterpret_cast<const char*>(&mark), 8));
  ASSERT_NE(at, std::string::npos);
  for (const std::size_t place : {at, at + 4000 - 17}) {
    std::string torn = bytes;
    torn[place] = static_cast<char>(torn[place] ^ 16);
    folder.write("torn.h5", torn);
    EXPECT_EQ(read_checkpoint(folder / "torn.h5").numbers, numbers_at(-1));
  }
  EXPECT_EQ(read_checkpoint(folder / "run.h5").numbers, numbers_at(7));
}

TEST(Checkpoints, FramesAfterTheCheckpointAreDropped) {
  const TemporaryFolder folder;
  const auto file = folder / "run.h5";
  {
    H5mdWriter writer(file, frame_at(0).topology, origin);
    begin(writer);
    for (std::int64_t i = 0; i < 700; ++i) {
      writer.add(frame_at(i), observables_at(i));
      if (i == 599) writer.checkpoint(numbers_at(i));
    }
    writer.close();
  }
  EXPECT_EQ(open_trajectory(file)->size(), 700U);
  write_on(file, 605);
  expect_whole(file, 605);
  write_on(file, 640);
  expect_whole(file, 640);
}

TEST(Checkpoints, OneWriterAtATimeAndNoneBehindTheNewest) {
  const TemporaryFolder folder;
  const auto file = folder / "run.h5";
  write_on(file, 3);
  const Checkpoint old = read_checkpoint(file);
  {
    H5mdWriter writer(file, old, {});
    for (const auto& second :
         {std::function<void()>([&] { H5mdWriter(file, old, {}); }),
          std::function<void()>([&] { H5mdWriter(file, frame_at(0).topology, origin); })})
      EXPECT_NE(message_of(second).find("is being written by another run"), std::string::npos);
    writer.checkpoint(numbers_at(2));
    writer.close();
  }
  EXPECT_NE(message_of([&] { H5mdWriter(file, old, {}); }).find("another run has gone on with it"),
            std::string::npos);
}

TEST(Checkpoints, AWriterWaitsForTheReadersOfItsOwnProcess) {
  const TemporaryFolder folder;
  const auto file = folder / "run.h5";
  write_on(file, 7);
  std::unique_ptr<Trajectory> reader = open_trajectory(file);
  std::jthread lets_go([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    reader.reset();
  });
  write_on(file, 12);
  lets_go.join();
  expect_whole(file, 12);
}

TEST(Checkpoints, ANewRecordTakesTheOldOnesPlaceOnlyWhenItIsOne) {
  const TemporaryFolder folder;
  const auto file = folder / "run.h5";
  write_on(file, 3);
  {
    H5mdWriter writer(file, frame_at(0).topology, origin);
    expect_whole(file, 3);
  }
  expect_whole(file, 3);
  EXPECT_FALSE(std::filesystem::exists(folder / "run.h5.part"));
  H5mdWriter writer(file, frame_at(0).topology, origin);
  writer.add(frame_at(0));
  EXPECT_EQ(open_trajectory(file)->size(), 1U);
}

// Adds frames while there is room for them and returns how many there are then.
std::int64_t fill(H5mdWriter& writer, std::int64_t next, std::string& reason) {
  while ((reason = writer.reserve()).empty()) {
    writer.add(frame_at(next), observables_at(next));
    ++next;
  }
  return next;
}

TEST(Checkpoints, AFileThatMayNotGrowFurtherIsWaitedFor) {
  const TemporaryFolder folder;
  const auto file = folder / "run.h5";
  H5mdWriter writer(file, frame_at(0).topology, origin);
  begin(writer);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit tight{1'500'000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  std::string reason;
  const std::int64_t frames = fill(writer, 0, reason);
  writer.checkpoint(numbers_at(frames - 1));
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_GT(frames, 20);
  EXPECT_EQ(reason, "the limit of 1500000 bytes to a file's length (ulimit -f) is reached");
  for (std::int64_t i = frames; i < frames + 50; ++i) {
    EXPECT_EQ(writer.reserve(), "");
    writer.add(frame_at(i), observables_at(i));
  }
  writer.close();
  expect_whole(file, frames + 50);
}

/// A disk of three megabytes that only the calling process sees; false where that is not allowed.
bool mount_small_disk(const std::filesystem::path& folder) {
  std::filesystem::create_directory(folder);
  const auto user = ::getuid(), group = ::getgid();
  if (::unshare(CLONE_NEWNS) != 0) {
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
  }
  return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=3m") == 0;
}

constexpr int all_is_well = 0, not_allowed = 77, gone_wrong = 1;

// On a disk that is full: what was recorded stays, a checkpoint still finds its place, and the
// record goes on when there is room again.
int fill_a_disk(const std::filesystem::path& disk) {
  if (!mount_small_disk(disk)) return not_allowed;
  std::ofstream(disk / "other") << std::string(1'000'000, 'x');
  H5mdWriter writer(disk / "run.h5", frame_at(0).topology, origin);
  begin(writer);
  std::string reason;
  const std::int64_t frames = fill(writer, 0, reason);
  EXPECT_EQ(reason, "No space left on device");
  std::ofstream(disk / "the rest") << std::string(4'000'000, 'x');
  writer.checkpoint(numbers_at(frames - 1));
  EXPECT_EQ(read_checkpoint(disk / "run.h5").numbers, numbers_at(frames - 1));
  std::filesystem::remove(disk / "other");
  std::filesystem::remove(disk / "the rest");
  const std::int64_t more = fill(writer, frames, reason);
  EXPECT_GT(more, frames);
  writer.close();
  expect_whole(disk / "run.h5", more);
  return ::testing::Test::HasFailure() ? gone_wrong : all_is_well;
}

TEST(Checkpoints, AFullDiskIsWaitedFor) {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      ::_exit(fill_a_disk(folder / "disk"));
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
      ::_exit(gone_wrong);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == not_allowed) GTEST_SKIP() << "no disk may be mounted here";
  EXPECT_EQ(WEXITSTATUS(status), all_is_well);
}

// The child is killed at moments from its first microseconds on; each next one goes on.
TEST(Checkpoints, AHundredKillsLoseNothing) {
  const TemporaryFolder folder;
  const auto file = folder / "run.h5";
  std::mt19937 random(5);
  std::uniform_int_distribution<int> delay(0, 40000);
  constexpr std::int64_t frames = 20000;
  std::size_t before = 0;
  int killed = 0;
  for (int turn = 0; turn < 100; ++turn) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      write_on(file, frames);
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(delay(random)));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "turn " << turn;
    killed += WIFSIGNALED(status);
    if (!std::filesystem::exists(file)) continue;
    const Checkpoint checkpoint = read_checkpoint(file);
    ASSERT_EQ(checkpoint.numbers.at(0), static_cast<double>(checkpoint.frames));
    ASSERT_GE(checkpoint.frames, before) << "turn " << turn;
    before = checkpoint.frames;
    if (before == 0) continue;
    const auto trajectory = open_trajectory(file);
    ASSERT_GE(trajectory->size(), before) << "turn " << turn;
    for (const std::size_t i : {before - 1, trajectory->size() - 1})
      test::expect_same(*trajectory->read(i), frame_at(static_cast<std::int64_t>(i)), 0);
  }
  EXPECT_GT(killed, 50);
  RecordProperty("frames", static_cast<int>(before));
  const std::int64_t end = static_cast<std::int64_t>(before) + 7;
  write_on(file, end);
  expect_whole(file, end);
}

// The same when the machine loses its power: of what the disk was not waited for, any sector may be
// missing.
TEST(Checkpoints, APowerCutLosesNothingThatWasFlushed) {
  const TemporaryFolder folder;
  constexpr std::int64_t flushes = 40, every = 2;
  const auto operations = test::watch(folder / "", [&] {
    H5mdWriter writer(folder / "run.h5", frame_at(0).topology, origin, {.every = every});
    begin(writer);
    test::mark();
    for (std::int64_t i = 0; i < flushes * every; ++i) {
      writer.add(frame_at(i), observables_at(i));
      if (i % every == 0) test::mark();  // the first is flushed, then every second
      if (i % 5 == 4) writer.checkpoint(numbers_at(i));
    }
    writer.close();
  });
  if (!operations) GTEST_SKIP() << "no process may be watched here";
  std::mt19937 chance(13);
  for (int turn = 0; turn < 120; ++turn) {
    const std::size_t cut = chance() % operations->size() + 1;
    const std::size_t marks = test::marks(*operations, cut);
    if (marks == 0) continue;  // nothing took the record's name yet
    const auto file =
        folder.write("cut.h5", test::disk_after(*operations, cut, turn % 4 ? &chance : nullptr));
    const Checkpoint checkpoint = read_checkpoint(file);
    ASSERT_EQ(checkpoint.numbers.at(0), static_cast<double>(checkpoint.frames));
    const std::int64_t flushed =
        marks == 1 ? 0 : every * (static_cast<std::int64_t>(marks) - 2) + 1;
    ASSERT_GE(static_cast<std::int64_t>(checkpoint.frames), (flushed - 1) / 5 * 5) << "cut " << cut;
    if (flushed > 0) {
      const auto trajectory = open_trajectory(file);
      ASSERT_GE(static_cast<std::int64_t>(trajectory->size()), flushed) << "cut " << cut;
      expect_whole(file, static_cast<std::int64_t>(trajectory->size()));
    }
    const std::int64_t end = static_cast<std::int64_t>(checkpoint.frames) + 3;
    write_on(file, end);
    expect_whole(file, end);
  }
}

}  // namespace
}  // namespace vitrine::io
