// The cost of one evaluation per atom, and the fraction of the machine's matrix speed that the
// fitting net reaches in the same run.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "sim/dlff/fast/fast_engine.h"
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

dlff::Layer random_layer(std::size_t inputs, std::size_t outputs, std::mt19937& random) {
  std::normal_distribution<double> weight(0, 1 / std::sqrt(double(inputs + outputs)));
  dlff::Layer layer;
  layer.inputs = inputs;
  layer.outputs = outputs;
  layer.residual = true;
  for (std::size_t k = 0; k < inputs * outputs; ++k) layer.weights.push_back(weight(random));
  for (std::size_t k = 0; k < outputs; ++k) layer.bias.push_back(weight(random));
  return layer;
}

dlff::Net random_net(std::vector<std::size_t> widths, std::mt19937& random) {
  dlff::Net net;
  for (std::size_t l = 1; l < widths.size(); ++l)
    net.layers.push_back(random_layer(widths[l - 1], widths[l], random));
  return net;
}

/// The sizes that published models have, 25-50-100, axis 16 and 240-240-240, with weights drawn.
dlff::ModelPtr production_model() {
  auto model = std::make_shared<dlff::Model>(*dlff::default_model());
  std::mt19937 random(2);
  model->name = "25-50-100, 240-240-240";
  model->axis = 16;
  for (dlff::Net& net : model->embeddings) net = random_net({1, 25, 50, 100}, random);
  for (dlff::Net& net : model->fittings) {
    net = random_net({1600, 240, 240, 240, 1}, random);
    net.layers.back().activation = dlff::Activation::linear;
  }
  return model;
}

void evaluate(benchmark::State& state, dlff::ModelPtr model) {
  const Frame frame = stand_in(static_cast<int>(state.range(0)));
  const auto field =
      dlff::make_fast_engine(std::move(model), *frame.topology,
                             {dlff::EngineKind::fast, static_cast<int>(state.range(1)), {}, {}});
  NeighbourList neighbours(field->cutoff(), 1.0);
  neighbours.build(frame.positions, frame.cell);
  dlff::Evaluation out;
  field->evaluate(frame.positions, frame.cell, neighbours, out);
  const double large_product = dlff::large_product_speed();
  field->measure();
  for (auto _ : state) {
    field->evaluate(frame.positions, frame.cell, neighbours, out);
    benchmark::DoNotOptimize(out.energy);
  }
  const auto atoms = static_cast<double>(frame.size());
  state.counters["us/atom"] = benchmark::Counter(
      atoms * 1e-6, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  const double flops = field->fitting_flops() * static_cast<double>(state.iterations());
  state.counters["fitting_GFLOP/s"] = 1e-9 * flops / field->times().fitting;
  state.counters["gemm_fraction"] = 1e-9 * flops / field->times().fitting / large_product;
}

void shipped(benchmark::State& state) {
  evaluate(state, dlff::default_model());
}
void production(benchmark::State& state) {
  evaluate(state, production_model());
}

BENCHMARK(shipped)
    ->ArgNames({"copies", "threads"})
    ->Args({1, 1})
    ->Args({2, 1})
    ->Args({2, 2})
    ->Args({4, 1})
    ->Args({8, 1})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(production)
    ->ArgNames({"copies", "threads"})
    ->Args({2, 1})
    ->Args({2, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vitrine
