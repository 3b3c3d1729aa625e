// The cost of one evaluation per atom, and the fraction of the machine's matrix speed it reaches.
#include <benchmark/benchmark.h>

#include <Eigen/Dense>
#include <random>

#include "sim/dlff/model_data.h"
#include "sim/model/frame.h"

namespace vitrine {
namespace {

// As dense as ZIF-4 and with its composition: atoms of a jittered lattice, 272 to a cell of
// 15.4 x 15.4 x 18.4 A, so that an atom has about as many neighbours as there.
Frame stand_in(int copies) {
  constexpr int along[3] = {7, 7, 8};
  constexpr std::size_t atoms = 272;
  std::mt19937 random(1);
  std::uniform_real_distribution<double> jitter(-0.2, 0.2);
  std::vector<Element> elements;
  Frame frame;
  frame.cell = Cell::orthorhombic(15.42, 15.40, 18.44);
  for (int i = 0; elements.size() < atoms; ++i) {
    const Vec3 site(i % along[0], i / along[0] % along[1], i / along[0] / along[1]);
    const Vec3 fraction(site[0] / along[0], site[1] / along[1], site[2] / along[2]);
    frame.positions.push_back(frame.cell.cartesian(fraction) +
                              Vec3(jitter(random), jitter(random), jitter(random)));
    const int kind = i * 5 % 17;
    elements.push_back(kind < 6    ? element::C
                       : kind < 12 ? element::H
                       : kind < 16 ? element::N
                                   : element::Zn);
  }
  frame.topology = make_topology(std::move(elements));
  return copies == 1 ? frame : replicate(frame, copies, copies, copies);
}

void force_field(benchmark::State& state) {
  const Frame frame = stand_in(static_cast<int>(state.range(0)));
  const auto field =
      dlff::make_force_field(dlff::default_model(), *frame.topology,
                             {dlff::EngineKind::fast, static_cast<int>(state.range(1))});
  NeighbourList neighbours(field->cutoff(), 1.0);
  neighbours.build(frame.positions, frame.cell);
  dlff::Evaluation out;
  for (auto _ : state) {
    field->evaluate(frame.positions, frame.cell, neighbours, out);
    benchmark::DoNotOptimize(out.energy);
  }
  const auto atoms = static_cast<double>(frame.size());
  state.counters["us/atom"] = benchmark::Counter(
      atoms * 1e-6, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < frame.size(); ++i)
    for_each_neighbour(neighbours, i, frame.positions, frame.cell,
                       [&](int, const Vec3&, double) { ++pairs; });
  const double per_atom = static_cast<double>(pairs) / atoms;
  state.counters["neighbours"] = per_atom;
  // Products of matrices only, value and derivative: embedding 12-24-48, T and back, fitting.
  const double flops = 2 * (per_atom * (2 * 1452 + 4 * 48 + 9 * 48) + 2 * (384 * 120 + 2 * 14400));
  state.counters["FLOP/s"] =
      benchmark::Counter(flops * atoms, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(force_field)
    ->ArgNames({"copies", "threads"})
    ->Args({1, 1})
    ->Args({1, 2})
    ->Args({2, 1})
    ->Args({2, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// The machine's limit, for the fraction reached: one core, matrices that leave every cache level
// busy. Eigen is compiled for the baseline instruction set unless CMAKE_CXX_FLAGS says otherwise.
template <class T>
void matrix_product(benchmark::State& state) {
  constexpr int n = 512;
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
  const Matrix a = Matrix::Random(n, n), b = Matrix::Random(n, n);
  Matrix c(n, n);
  for (auto _ : state) {
    c.noalias() = a * b;
    benchmark::DoNotOptimize(c.data());
  }
  state.counters["FLOP/s"] =
      benchmark::Counter(2.0 * n * n * n, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(matrix_product<double>)->Unit(benchmark::kMillisecond);
BENCHMARK(matrix_product<float>)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vitrine
