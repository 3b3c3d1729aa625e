// What `vitrine analyze` pays for a frame of a row, by the clock: every analysis alone and all of
// them together, of each frame by itself and of the row, on one thread and on two in turns. factor
// is what the second core gains.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "app/analysis_report.h"
#include "sim/io/read.h"
#include "sim/model/kept_memory.h"
#include "tests/reference.h"

namespace vitrine {
namespace {

/// The 272-atom cell, repeated, at times of its own.
std::vector<FramePtr> row_of(int copies, std::size_t frames) {
  const auto run = io::open_trajectory(test::data("peers/zif4-272-nve.dump"));
  std::vector<FramePtr> row;
  for (std::size_t n = 0; n < frames; ++n) {
    Frame frame = replicate(*run->read(n % run->size()), copies, copies, copies);
    frame.time = 0.1 * static_cast<double>(n);
    row.push_back(std::make_shared<const Frame>(std::move(frame)));
  }
  return row;
}

double seconds_of(const std::vector<std::string>& ids, int threads,
                  const std::vector<FramePtr>& row) {
  app::AnalysisReport report(ids, {}, threads);
  const auto start = std::chrono::steady_clock::now();
  report.add(row.size(), [&](std::size_t n) { return row[n]; });
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void add_row(benchmark::State& state, const std::vector<std::string>& ids) {
  const std::vector<FramePtr> row =
      row_of(static_cast<int>(state.range(0)), static_cast<std::size_t>(state.range(1)));
  double one = std::numeric_limits<double>::infinity(), two = one;
  for (auto _ : state) {
    one = std::min(one, seconds_of(ids, 1, row));
    two = std::min(two, seconds_of(ids, 2, row));
  }
  const auto frames = static_cast<double>(row.size());
  state.counters["one_ms"] = 1e3 * one / frames;
  state.counters["two_ms"] = 1e3 * two / frames;
  state.counters["factor"] = one / two;
}

void register_rows() {
  const auto add = [](const std::string& name, std::vector<std::string> ids) {
    benchmark::RegisterBenchmark(
        ("add_row/" + name).c_str(),
        [ids = std::move(ids)](benchmark::State& state) { add_row(state, ids); })
        ->ArgNames({"copies", "frames"})
        ->Args({2, 20})
        ->Args({4, 8})
        ->Unit(benchmark::kMillisecond)
        ->MinTime(1)
        ->UseRealTime();
  };
  for (const analysis::AnalysisInfo& info : analysis::registry()) add(info.id, {info.id});
  add("all", {});
}

}  // namespace
}  // namespace vitrine

int main(int argc, char** argv) {
  vitrine::keep_freed_memory();  // as in the program
  vitrine::register_rows();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
