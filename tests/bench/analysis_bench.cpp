// The cost of a frame in every analysis, on ZIF-4 of 2,176 and 17,408 atoms, on one core, in
// processor time. What the goals are stated for: coordination_to_theta; and of add_frame entropy,
// rdf, direct_scattering and pores. two_cores tells what a second core gains (factor). The bare
// pair streams say what is left to gain: they find the same pairs and add up their squared
// distances, nothing else.
#include <benchmark/benchmark.h>

#include <chrono>
#include <functional>
#include <limits>
#include <map>
#include <string>

#include "analysis/analysis.h"
#include "sim/io/read.h"
#include "sim/model/kept_memory.h"
#include "sim/model/pair_stream.h"
#include "tests/reference.h"

namespace vitrine {
namespace {

/// The 272-atom cell, repeated.
const Frame& zif4(int copies) {
  static std::map<int, Frame> frames;
  const auto [place, is_new] = frames.try_emplace(copies);
  if (is_new) {
    const Frame unit = *io::open_trajectory(test::data("peers/zif4-272-nve.dump"))->read(0);
    place->second = replicate(unit, copies, copies, copies);
  }
  return place->second;
}

void sizes(benchmark::internal::Benchmark* bench) {
  bench->ArgName("copies")->Arg(2)->Arg(4)->Unit(benchmark::kMillisecond);
}

void add_frame(benchmark::State& state, const std::string& id) {
  const Frame& frame = zif4(static_cast<int>(state.range(0)));
  const auto analysis = analysis::make_analysis(id);
  for (auto _ : state) analysis->add(frame);
}

const std::vector<std::string> coordination_to_theta_ids = {"coordination", "angles", "rings",
                                                            "orientation"};

/// Analyses that share what they find in a frame.
void coordination_to_theta(benchmark::State& state) {
  const Frame& frame = zif4(static_cast<int>(state.range(0)));
  std::vector<std::unique_ptr<analysis::Analysis>> together;
  for (const std::string& id : coordination_to_theta_ids)
    together.push_back(analysis::make_analysis(id));
  for (auto _ : state) {
    const analysis::SharedFrame shared(frame);
    for (const auto& analysis : together) analysis->add(shared);
  }
}

/// The fastest of single calls so far.
struct Fastest {
  double seconds = std::numeric_limits<double>::infinity();
  void time(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    seconds = std::min(
        seconds, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
};

/// What a second core gains: frames on one thread and on two in turns, so that whatever else the
/// machine does is the same for both, and the fastest frame of each. By the clock.
void two_cores(benchmark::State& state, const std::vector<std::string>& ids) {
  constexpr int frames = 16;  // in a turn: a team that works without a break is awake
  const Frame& frame = zif4(static_cast<int>(state.range(0)));
  ThreadTeam team(2);
  Fastest one, two;
  for (auto _ : state)
    for (const auto& [work, fastest] :
         {std::pair(analysis::Work{}, &one), std::pair(analysis::Work{.team = &team}, &two)}) {
      std::vector<std::unique_ptr<analysis::Analysis>> together;
      for (const std::string& id : ids) together.push_back(analysis::make_analysis(id));
      for (int n = 0; n < frames; ++n)
        fastest->time([&] {
          const analysis::SharedFrame shared(frame, work);
          for (const auto& analysis : together) analysis->add(shared);
        });
    }
  state.counters["one_ms"] = 1e3 * one.seconds;
  state.counters["two_ms"] = 1e3 * two.seconds;
  state.counters["factor"] = one.seconds / two.seconds;
}

/// Of every analysis that a single frame says something to.
void register_two_cores() {
  const auto add = [](const std::string& name, std::vector<std::string> ids) {
    benchmark::RegisterBenchmark(
        ("two_cores/" + name).c_str(),
        [ids = std::move(ids)](benchmark::State& state) { two_cores(state, ids); })
        ->Apply(sizes)
        ->MinTime(2);
  };
  for (const analysis::AnalysisInfo& info : analysis::registry())
    if (info.sampling != analysis::Sampling::row) add(info.id, {info.id});
  add("coordination_to_theta", coordination_to_theta_ids);
}

void get_result(benchmark::State& state, const std::string& id) {
  const auto analysis = analysis::make_analysis(id);
  analysis->add(zif4(static_cast<int>(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(analysis->result());
}

/// Pairs of all atoms within 10 A, each once: what the ten partial g(r) need.
void stream_pairs(benchmark::State& state) {
  const Frame& frame = zif4(static_cast<int>(state.range(0)));
  double pairs = 0, sum = 0;
  for (auto _ : state) {
    pairs = 0;
    PairStream(frame.positions, frame.cell, 10, PairStream::Count::once)
        .for_each([&](int, auto, auto squares) {
          pairs += static_cast<double>(squares.size());
          for (const double square : squares) sum += square;
        });
    benchmark::DoNotOptimize(sum);
  }
  state.counters["pairs"] = pairs;
}

/// Neighbours of every Zn within 6 A: what the local entropy needs.
void stream_zinc(benchmark::State& state) {
  const Frame& frame = zif4(static_cast<int>(state.range(0)));
  const std::vector<int> zinc = atoms_of(*frame.topology, element::Zn);
  double sum = 0;
  for (auto _ : state) {
    PairStream(frame.positions, frame.cell, 6, PairStream::Count::both)
        .for_each_of(zinc, [&](int, auto, auto squares) {
          for (const double square : squares) sum += square;
        });
    benchmark::DoNotOptimize(sum);
  }
}

[[maybe_unused]] const bool as_in_the_program = (keep_freed_memory(), true);

BENCHMARK(stream_pairs)->Apply(sizes);
BENCHMARK(stream_zinc)->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, rdf, "rdf")->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, entropy, "entropy")->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, coordination, "coordination")->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, rings, "rings")->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, orientation, "orientation")->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, density, "density")->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, angles, "angles")->Apply(sizes);
BENCHMARK(coordination_to_theta)->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, direct_scattering, "direct_scattering")->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, network, "network")->Apply(sizes);
BENCHMARK_CAPTURE(add_frame, pores, "pores")->Apply(sizes);
BENCHMARK_CAPTURE(get_result, rdf, "rdf")->Apply(sizes);
BENCHMARK_CAPTURE(get_result, orientation, "orientation")->Apply(sizes);
BENCHMARK_CAPTURE(get_result, scattering, "scattering")->Apply(sizes);

}  // namespace
}  // namespace vitrine

int main(int argc, char** argv) {
  vitrine::register_two_cores();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
