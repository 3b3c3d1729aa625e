// H5MD run records: exact to the bit, readable while they are written, and whole up to the last
// flush when the writer is killed.
#include "sim/io/h5md.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <functional>

#include "sim/io/hdf5_file.h"
#include "sim/io/read.h"
#include "sim/model/elements.h"
#include "tests/io/io_fixtures.h"
#include "tests/io/random_frame.h"

namespace vitrine::io {
namespace {

using test::message_of;
using test::random_frame;
using test::TemporaryFolder;

const RunOrigin origin = {.program = "vitrine 0.1.0",
                          .protocol = "title = \"caf\u00e9\"\n",
                          .force_field = "zif-chnzn.dp",
                          .force_field_hash = "abc",
                          .seed = 18446744073709551615ULL,
                          .machine = "here"};

// Forces of some 20 eV/A are converted to another unit and back: a few times the double's 2e-16.
constexpr double force_rounding = 2e-14;

Frame frame_at(int i) {
  Frame frame = random_frame(23, 5);
  frame.step = 100 * i;
  frame.time = 0.025 * i;
  frame.temperature = 300.0 + i;
  frame.positions[0][0] = i / 3.0;
  return frame;
}

TEST(H5md, RoundTripIsExactToTheBit) {
  const TemporaryFolder folder;
  H5mdWriter writer(folder / "run.h5", frame_at(0).topology, origin, {.every = 3});
  for (int i = 0; i < 10; ++i) writer.add(frame_at(i), {{"temperature", "K", 300.0 + i}});
  writer.close();
  const auto trajectory = open_trajectory(folder / "run.h5");
  ASSERT_EQ(trajectory->size(), 10U);
  EXPECT_TRUE(trajectory->notice().empty());
  for (const int i : {9, 0, 4})
    test::expect_same(*trajectory->read(static_cast<std::size_t>(i)), frame_at(i), force_rounding);
  EXPECT_THROW(trajectory->read(10), InputError);
}

// One entry for each kind of atoms, in the order of their numbers.
TEST(H5md, TellsVmdTheKindsOfAtoms) {
  const TemporaryFolder folder;
  Frame frame = frame_at(0);
  std::vector<Element> elements(frame.size(), element::H);
  elements[1] = elements[3] = element::Zn;
  elements[2] = element::C;
  frame.topology = make_topology(elements);
  H5mdWriter writer(folder / "run.h5", frame.topology, origin);
  writer.add(frame);
  writer.close();
  const Hdf5File file(folder / "run.h5", Hdf5File::Mode::read);
  const std::string group = "/parameters/vmd_structure/";
  EXPECT_EQ(file.read(group + "indexOfSpecies").values, (std::vector<double>{1, 6, 30}));
  EXPECT_EQ(file.read(group + "atomicnumber").values, (std::vector<double>{1, 6, 30}));
  EXPECT_EQ(file.read_strings(group + "name"), (std::vector<std::string>{"H", "C", "Zn"}));
  EXPECT_EQ(file.read_strings(group + "type"), (std::vector<std::string>{"H", "C", "Zn"}));
  EXPECT_EQ(file.read(group + "radius").values.size(), 3U);
}

TEST(H5md, ObservablesAndOrigin) {
  const TemporaryFolder folder;
  H5mdWriter writer(folder / "run.h5", frame_at(0).topology, origin);
  writer.add(frame_at(0), {{"temperature", "K", 300}, {"density", "g cm-3", 1.25}});
  Frame second = frame_at(1);
  second.temperature.reset();
  writer.add(second, {{"density", "g cm-3", 1.5}});
  EXPECT_NE(message_of([&] {
              writer.add(frame_at(2), {{"pressure", "GPa", 1}});
            }).find("\"pressure\""),
            std::string::npos);
  writer.close();
  std::map<std::string, ObservableSeries> series;
  for (const ObservableSeries& one : read_observables(folder / "run.h5")) series[one.name] = one;
  EXPECT_EQ(series.at("density").values, (std::vector<double>{1.25, 1.5}));
  EXPECT_EQ(series.at("density").times, (std::vector<double>{0, 0.025}));
  EXPECT_EQ(series.at("density").unit, "g cm-3");
  EXPECT_EQ(series.at("temperature").values[0], 300);
  EXPECT_TRUE(std::isnan(series.at("temperature").values[1]));
  EXPECT_TRUE(series.contains("potential_energy"));
  const Hdf5File file(folder / "run.h5", Hdf5File::Mode::read);
  EXPECT_EQ(file.string_attribute("/parameters/vitrine", "protocol"), origin.protocol);
  EXPECT_EQ(file.string_attribute("/parameters/vitrine", "seed"), "18446744073709551615");
  EXPECT_EQ(file.attribute("/h5md", "version").values, (std::vector<double>{1, 1}));
  const auto trajectory = open_h5md(folder / "run.h5");
  EXPECT_EQ(trajectory->read(0)->temperature, 300) << "as it was measured";
  EXPECT_FALSE(trajectory->read(1)->temperature);
}

TEST(H5md, PartsThatALaterFrameLacksAreAbsentNotZero) {
  const TemporaryFolder folder;
  H5mdWriter writer(folder / "run.h5", frame_at(0).topology, origin);
  writer.add(frame_at(0));
  Frame bare = frame_at(1);
  bare.velocities.reset();
  bare.forces.reset();
  bare.potential_energy.reset();
  bare.temperature.reset();
  bare.virial.reset();
  writer.add(bare);
  writer.close();
  const auto trajectory = open_h5md(folder / "run.h5");
  test::expect_same(*trajectory->read(0), frame_at(0), force_rounding);
  test::expect_same(*trajectory->read(1), bare, force_rounding);
}

TEST(H5md, FramesThatDoNotFitAreRefused) {
  const TemporaryFolder folder;
  H5mdWriter writer(folder / "run.h5", frame_at(0).topology, origin);
  EXPECT_THROW(writer.add(random_frame(7, 1)), InputError);
  EXPECT_THROW(H5mdWriter(folder / "x.h5", nullptr, origin), InputError);
  EXPECT_THROW(H5mdWriter(folder / "no/folder/x.h5", frame_at(0).topology, origin), FileError);
  EXPECT_THROW(writer.add(frame_at(0), {{"a/b", "", 1}}), InputError);
}

// A child writes frames and is killed with no chance to close; `check` sees its record while it
// lives and after its death.
void expect_of_killed_writer(const std::filesystem::path& file, int frames, int flush_every,
                             double flush_seconds, const std::function<void(Trajectory&)>& check) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    H5mdWriter writer(file, frame_at(0).topology, origin, {flush_every, flush_seconds});
    for (int i = 0; i < frames; ++i) writer.add(frame_at(i), {{"temperature", "K", 300.0 + i}});
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char signal = 0;
  ASSERT_EQ(::read(ready[0], &signal, 1), 1);
  {
    SCOPED_TRACE("while the writer lives");
    check(*open_trajectory(file));
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  {
    SCOPED_TRACE("after it was killed");
    check(*open_trajectory(file));
  }
  ::close(ready[0]);
  ::close(ready[1]);
}

constexpr double never = 1e9;  // seconds

TEST(H5md, AKilledWriterLeavesEveryFlushedFrame) {
  const TemporaryFolder folder;
  expect_of_killed_writer(folder / "run.h5", 17, 5, never, [&](Trajectory& trajectory) {
    ASSERT_GE(trajectory.size(), 16U) << "1, 6, 11 and 16 were flushed";
    ASSERT_LE(trajectory.size(), 17U);
    for (int i = 0; i < 16; ++i) {
      test::expect_same(*trajectory.read(static_cast<std::size_t>(i)), frame_at(i), force_rounding);
    }
    EXPECT_GE(read_observables(folder / "run.h5").front().values.size(), 16U);
  });
}

TEST(H5md, AKilledWriterLeavesItsFirstFrame) {
  const TemporaryFolder folder;
  expect_of_killed_writer(folder / "run.h5", 1, 1000, never, [](Trajectory& trajectory) {
    ASSERT_EQ(trajectory.size(), 1U);
    test::expect_same(*trajectory.read(0), frame_at(0), force_rounding);
  });
}

// Of a slow run, whose frames come further apart than the interval, every frame is flushed.
TEST(H5md, AKilledWriterLeavesFramesOlderThanTheFlushInterval) {
  const TemporaryFolder folder;
  expect_of_killed_writer(folder / "run.h5", 4, 1000, 0, [](Trajectory& trajectory) {
    ASSERT_EQ(trajectory.size(), 4U);
    test::expect_same(*trajectory.read(3), frame_at(3), force_rounding);
  });
}

TEST(H5md, ReadsWhatOtherProgramsWrite) {
  const TemporaryFolder folder;
  Hdf5File file(folder / "other.h5", Hdf5File::Mode::create);
  file.write("/particles/zif/position/value", {{2, 1, 3}, {0, 0, 0, 0.1, 0.2, 0.3}},
             Hdf5File::Type::float32);
  file.write_attribute("/particles/zif/position/value", "unit", "nm");
  file.write("/particles/zif/position/step", {{}, {50}}, Hdf5File::Type::int32);
  file.write("/particles/zif/position/time", {{}, {20}}, Hdf5File::Type::float64);
  file.write_attribute("/particles/zif/position/time", "unit", "fs");
  file.write("/particles/zif/box/edges", {{3}, {5, 6, 7}}, Hdf5File::Type::float64);
  file.write("/particles/zif/species", {{1}, {4}}, Hdf5File::Type::int32);
  file.write("/particles/zif/mass", {{1}, {65.4}}, Hdf5File::Type::float64);
  file.close();
  const auto trajectory = open_trajectory(folder / "other.h5");
  ASSERT_EQ(trajectory->size(), 2U);
  const FramePtr frame = trajectory->read(1);
  EXPECT_EQ(frame->topology->elements[0], element::Zn);
  EXPECT_NEAR((frame->positions[0] - Vec3(1, 2, 3)).norm(), 0, 1e-6);  // float32
  EXPECT_EQ(frame->step, 50);
  EXPECT_DOUBLE_EQ(frame->time, 0.02);
  EXPECT_EQ(frame->cell.lengths(), Vec3(5, 6, 7));
  EXPECT_FALSE(frame->velocities || frame->potential_energy);
}

TEST(H5md, MistakesAreNamed) {
  const TemporaryFolder folder;
  const auto refusal = [&](const std::function<void(Hdf5File&)>& fill) {
    Hdf5File file(folder / "wrong.h5", Hdf5File::Mode::create);
    fill(file);
    file.close();
    return message_of([&] { open_trajectory(folder / "wrong.h5")->read(0); });
  };
  const auto position = [](Hdf5File& file, std::vector<std::size_t> shape, double value) {
    std::size_t size = 1;
    for (const std::size_t extent : shape) size *= extent;
    file.write("/particles/a/position/value", {shape, std::vector<double>(size, value)},
               Hdf5File::Type::float64);
  };
  const auto species = [](Hdf5File& file, double value) {
    file.write("/particles/a/species", {{2}, {value, value}}, Hdf5File::Type::int32);
  };
  const std::vector<std::pair<std::string, std::function<void(Hdf5File&)>>> wrong = {
      {"is an HDF5 file but no H5MD file", [](Hdf5File& f) { f.make_group("/other"); }},
      {"/particles: no group in it has positions",
       [](Hdf5File& f) { f.make_group("/particles/a"); }},
      {"expected positions of shape (frames, atoms, 3)",
       [&](Hdf5File& f) {
         position(f, {1, 2, 2}, 0);
       }},
      {"holds no frames",
       [&](Hdf5File& f) {
         position(f, {0, 2, 3}, 0);
       }},
      {"expected species or mass",
       [&](Hdf5File& f) {
         position(f, {1, 2, 3}, 0);
       }},
      {"expected atomic numbers, found 0",
       [&](Hdf5File& f) {
         position(f, {1, 2, 3}, 0), species(f, 0);
       }},
      {"holds 2 numbers for 3 atoms",
       [&](Hdf5File& f) {
         position(f, {1, 3, 3}, 0), species(f, 6);
       }},
      {"frame 0: ",
       [&](Hdf5File& f) {
         position(f, {1, 2, 3}, NAN), species(f, 6);
       }},
      {"the unit \"furlong\" is not known",
       [&](Hdf5File& f) {
         position(f, {1, 2, 3}, 0);
         f.write_attribute("/particles/a/position/value", "unit", "furlong");
       }},
  };
  for (const auto& [message, fill] : wrong) {
    EXPECT_NE(refusal(fill).find(message), std::string::npos)
        << refusal(fill) << "\nnot: " << message;
  }
}

}  // namespace
}  // namespace vitrine::io
