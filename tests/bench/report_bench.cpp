// What `vitrine analyze` pays for a frame: all analyses, each of the frame by itself and of the
// row, on one thread and side by side on two, by the clock.
#include <benchmark/benchmark.h>

#include "app/analysis_report.h"
#include "sim/io/read.h"
#include "tests/reference.h"

namespace vitrine {
namespace {

void add_frame(benchmark::State& state) {
  const Frame unit = *io::open_trajectory(test::data("peers/zif4-272-nve.dump"))->read(0);
  const int copies = static_cast<int>(state.range(0));
  Frame frame = replicate(unit, copies, copies, copies);
  app::AnalysisReport report({}, {}, static_cast<int>(state.range(1)));
  report.add(frame);  // learns what takes long
  for (auto _ : state) {
    frame.time += 0.1;
    report.add(frame);
  }
  state.counters["atoms"] = static_cast<double>(frame.size());
}

BENCHMARK(add_frame)
    ->ArgNames({"copies", "threads"})
    ->ArgsProduct({{2, 4}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace vitrine
