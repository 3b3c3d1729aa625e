// How fast a LAMMPS dump is opened (indexed) and read, in bytes of text per second, beside the
// plain reading of the same bytes in the same run; and how fast a long run record of many atoms is
// written, opened and read anywhere.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "sim/io/h5md.h"
#include "sim/io/read.h"

namespace vitrine::io {
namespace {

constexpr int frames = 100, atoms = 2176;  // the published cell

/// A dump as LAMMPS writes it with %.17g-like digits, made once and removed at the end.
class DumpFile {
 public:
  DumpFile()
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("vitrine-bench-{}.dump", ::getpid())) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> place(0, 30), speed(-10, 10);
    std::ofstream out(path_, std::ios::binary);
    for (int frame = 0; frame < frames; ++frame) {
      out << fmt::format(
          "ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS pp pp pp\n"
          "0 30\n0 30\n0 36\nITEM: ATOMS id type x y z vx vy vz\n",
          1000 * frame, atoms);
      for (int i = 0; i < atoms; ++i) {
        out << fmt::format("{} {} {:.10g} {:.10g} {:.10g} {:.10g} {:.10g} {:.10g}\n",
                           (i * 7) % atoms + 1, i % 4 + 1, place(random), place(random),
                           place(random), speed(random), speed(random), speed(random));
      }
    }
  }
  ~DumpFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::int64_t bytes() const {
    return static_cast<std::int64_t>(std::filesystem::file_size(path_));
  }

 private:
  std::filesystem::path path_;
};

const DumpFile& dump() {
  static const DumpFile file;
  return file;
}

void plain_read(benchmark::State& state) {
  const DumpFile& file = dump();
  std::vector<char> buffer(1 << 22);
  for (auto _ : state) {
    std::ifstream in(file.path(), std::ios::binary);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()))) {
      benchmark::DoNotOptimize(buffer.data());
    }
  }
  state.SetBytesProcessed(state.iterations() * file.bytes());
}
BENCHMARK(plain_read)->Unit(benchmark::kMillisecond);

void dump_open(benchmark::State& state) {
  const DumpFile& file = dump();
  for (auto _ : state) benchmark::DoNotOptimize(open_trajectory(file.path())->size());
  state.SetBytesProcessed(state.iterations() * file.bytes());
}
BENCHMARK(dump_open)->Unit(benchmark::kMillisecond);

void dump_read_every_frame(benchmark::State& state) {
  const DumpFile& file = dump();
  const auto trajectory = open_trajectory(file.path());
  for (auto _ : state) {
    for (std::size_t i = 0; i < trajectory->size(); ++i)
      benchmark::DoNotOptimize(trajectory->read(i));
  }
  state.SetBytesProcessed(state.iterations() * file.bytes());
}
BENCHMARK(dump_read_every_frame)->Unit(benchmark::kMillisecond);

const RunOrigin origin_of_bench = {.program = "bench"};

/// A frame as a run records it, of copies of the published cell.
Frame recorded_frame(int copies) {
  Frame frame = replicate(*open_trajectory(dump().path())->read(0), copies, copies, copies);
  // The dump's ten digits would pack better than the full doubles of a run.
  for (Vec3& position : frame.positions) position /= 3;
  for (Vec3& velocity : *frame.velocities) velocity /= 3;
  frame.potential_energy = -1;
  frame.virial = Mat3::Identity();
  return frame;
}

void h5md_write_frame(benchmark::State& state) {
  const Frame frame = recorded_frame(static_cast<int>(state.range(0)));
  const std::filesystem::path path = dump().path().string() + ".h5";
  H5mdWriter writer(path, frame.topology, origin_of_bench);
  writer.begin(frame, {{"temperature", "K", 300}}, 10 * frame.size());
  for (auto _ : state) {
    if (!writer.reserve().empty()) state.SkipWithError("the disk is full");
    writer.add(frame, {{"temperature", "K", 300}});
  }
  writer.close();
  state.counters["atoms"] = static_cast<double>(frame.size());
  state.counters["bytes_per_frame"] = static_cast<double>(std::filesystem::file_size(path)) /
                                      static_cast<double>(state.iterations());
  std::filesystem::remove(path);
}
BENCHMARK(h5md_write_frame)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

/// A checkpoint of 2,176 atoms, through to the disk.
void h5md_checkpoint(benchmark::State& state) {
  const Frame frame = recorded_frame(1);
  const std::filesystem::path path = dump().path().string() + ".h5";
  H5mdWriter writer(path, frame.topology, origin_of_bench);
  writer.begin(frame, {}, 10 * frame.size());
  for (auto _ : state) writer.checkpoint(std::vector<double>(10 * frame.size(), 0.5));
  writer.close();
  std::filesystem::remove(path);
}
BENCHMARK(h5md_checkpoint)->Unit(benchmark::kMillisecond)->UseRealTime();

/// A thousand frames of 17,408 atoms, with velocities.
class LongRecord {
 public:
  LongRecord() : path_(dump().path().string() + ".long.h5") {
    Frame frame = recorded_frame(2);
    H5mdWriter writer(path_, frame.topology, origin_of_bench);
    for (int i = 0; i < frames_; ++i) {
      frame.step = 100 * i;
      frame.positions[0].x() += 0.001;
      writer.add(frame, {{"temperature", "K", 300}});
    }
    writer.close();
  }
  ~LongRecord() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::size_t frames() const { return frames_; }

 private:
  static constexpr int frames_ = 1000;
  std::filesystem::path path_;
};

const LongRecord& long_record() {
  static const LongRecord record;
  return record;
}

void h5md_open(benchmark::State& state) {
  const LongRecord& record = long_record();
  for (auto _ : state) benchmark::DoNotOptimize(open_trajectory(record.path())->size());
}
BENCHMARK(h5md_open)->Unit(benchmark::kMillisecond);

void h5md_read_any_frame(benchmark::State& state) {
  const LongRecord& record = long_record();
  const auto trajectory = open_trajectory(record.path());
  std::size_t i = 0;
  for (auto _ : state) {
    i = (i + 617) % record.frames();  // here and there
    benchmark::DoNotOptimize(trajectory->read(i));
  }
}
BENCHMARK(h5md_read_any_frame)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vitrine::io
