// How fast a LAMMPS dump is opened (indexed) and read, in bytes of text per second, beside the
// plain reading of the same bytes in the same run.
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

/// Writing a run record, per frame of the same size with velocities.
void h5md_write_frame(benchmark::State& state) {
  const FramePtr frame = open_trajectory(dump().path())->read(0);
  const std::filesystem::path path = dump().path().string() + ".h5";
  H5mdWriter writer(path, frame->topology,
                    {.program = "bench",
                     .protocol = {},
                     .force_field = {},
                     .force_field_hash = {},
                     .machine = {}});
  for (auto _ : state) writer.add(*frame, {{"temperature", "K", 300}});
  writer.close();
  state.counters["bytes_per_frame"] = static_cast<double>(std::filesystem::file_size(path)) /
                                      static_cast<double>(state.iterations());
  std::filesystem::remove(path);
}
BENCHMARK(h5md_write_frame)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vitrine::io
