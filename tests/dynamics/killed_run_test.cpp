// A run with its record, killed a hundred times at random moments and gone on with each time, ends
// as the run that nobody killed: the same frames to the bit, none missing, none twice.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "sim/dynamics/moment.h"
#include "sim/dynamics/simulation.h"
#include "sim/io/h5md.h"
#include "tests/dynamics/toy_force_fields.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

// Hot argon under a stochastic thermostat and a barostat, which keeps it from boiling.
Protocol hot_argon() {
  Protocol protocol;
  protocol.time_step = 0.004;
  protocol.thermostat_time = 0.1;
  protocol.barostat_time = 1;
  protocol.record_interval = 0.2;
  Stage stage;
  stage.thermostat = Thermostat::stochastic_rescaling;
  stage.name = "heat";
  stage.duration = 8;
  stage.temperature_start = 50;
  stage.temperature_end = 150;
  stage.pressure_start = stage.pressure_end = 0.5;
  protocol.stages.push_back(stage);
  stage.name = "hold";
  stage.temperature_start = 150;
  protocol.stages.push_back(stage);
  return protocol;
}

// Seconds of wall time: a few come between two kills, and each waits for the disk.
constexpr double often = 0.01, seldom = 1000;

/// Begins a run, or goes on with the record that is there; to its end.
void run_on(const std::filesystem::path& record, double checkpoint_interval) {
  Simulation::Setup setup;
  setup.protocol = hot_argon();
  setup.protocol.checkpoint_interval = checkpoint_interval;
  setup.force_field = argon_force_field(5.5);
  const Frame crystal = argon_crystal(2);
  std::unique_ptr<io::H5mdWriter> writer;
  if (std::filesystem::exists(record)) {
    io::Checkpoint checkpoint = io::read_checkpoint(record);
    setup.start = std::make_shared<Frame>(
        frame_of(read_moment(checkpoint.numbers, io::read_topology(record))));
    writer =
        std::make_unique<io::H5mdWriter>(record, checkpoint, io::H5mdWriter::Flushing{.every = 2});
    setup.checkpoint = std::move(checkpoint.numbers);
  } else {
    setup.start = std::make_shared<Frame>(crystal);
    Frame like = crystal;
    like.velocities.emplace(like.size(), Vec3::Zero());
    writer = std::make_unique<io::H5mdWriter>(record, crystal.topology, io::RunOrigin{},
                                              io::H5mdWriter::Flushing{.every = 2});
    writer->begin(like, {{"temperature", "K", 0}}, most_numbers(like.size()));
  }
  setup.record = [&](const FramePtr& frame, const Sample& sample) {
    writer->add(*frame, {{"temperature", "K", sample.temperature}});
  };
  setup.keep_checkpoint = [&](std::vector<double> numbers) {
    writer->checkpoint(std::move(numbers));
  };
  Simulation simulation(std::move(setup));
  simulation.wait();
  if (simulation.status().state != RunState::finished)
    throw std::runtime_error(simulation.status().message);
  writer->close();
}

void expect_same_records(const std::filesystem::path& one, const std::filesystem::path& other) {
  const auto a = io::open_h5md(one), b = io::open_h5md(other);
  ASSERT_EQ(a->size(), b->size());
  for (std::size_t i = 0; i < a->size(); ++i) {
    const FramePtr x = a->read(i), y = b->read(i);
    ASSERT_EQ(x->step, y->step);
    ASSERT_EQ(x->positions, y->positions) << "step " << x->step;
    ASSERT_EQ(x->velocities, y->velocities) << "step " << x->step;
    ASSERT_EQ(x->cell.rows(), y->cell.rows()) << "step " << x->step;
  }
  const auto p = io::read_observables(one), q = io::read_observables(other);
  ASSERT_EQ(p.size(), q.size());
  for (std::size_t k = 0; k < p.size(); ++k) EXPECT_EQ(p[k].values, q[k].values) << p[k].name;
}

class Folder {
 public:
  Folder() { std::filesystem::create_directories(path_); }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("vitrine-killed-" + std::to_string(::getpid()));
};

}  // namespace

TEST(KilledRun, AHundredTimesItEndsAsTheUnbrokenOne) {
  const Folder folder;
  run_on(folder / "unbroken.h5", seldom);
  std::mt19937 random(11);
  std::uniform_int_distribution<int> life(0, 60000);  // microseconds
  int killed = 0;
  for (int turn = 0; turn < 100; ++turn) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      try {
        run_on(folder / "killed.h5", often);
        ::_exit(0);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
        ::_exit(1);
      }
    }
    std::this_thread::sleep_for(std::chrono::microseconds(life(random)));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status);
    ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "turn " << turn;
  }
  EXPECT_GT(killed, 30) << "where the machine is fast the last ones find a finished run";
  run_on(folder / "killed.h5", seldom);
  expect_same_records(folder / "unbroken.h5", folder / "killed.h5");
}
