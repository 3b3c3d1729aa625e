// What a time step costs around the force field, with one that costs nothing and needs next to no
// neighbours: integration, thermostat and barostat; a frame handed over to the window (33 times a
// second) and one written to the record (every 100 steps), beside a copy of the same bytes.
#include <benchmark/benchmark.h>

#include <unistd.h>

#include <filesystem>

#include "sim/dynamics/integrator.h"
#include "sim/dynamics/run.h"
#include "sim/dynamics/velocities.h"
#include "sim/io/h5md.h"
#include "sim/model/latest.h"

namespace {

using namespace vitrine;
using namespace vitrine::dynamics;

class FreeForceField : public dlff::ForceField {
 public:
  double cutoff() const override { return 1; }  // of the list this times little more than the check
  std::string name() const override { return "free"; }
  void evaluate(const std::vector<Vec3>& positions, const Cell&, const NeighbourList&,
                dlff::Evaluation& out) override {
    out.forces.assign(positions.size(), Vec3::Zero());
  }
};

// A simple cubic lattice at the density of ZIF-4 in atoms, 0.062 per cubic angstrom.
State lattice(int n) {
  const double spacing = 2.53;
  State state;
  state.cell = Cell::orthorhombic(n * spacing, n * spacing, n * spacing);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k) state.positions.push_back(spacing * Vec3(i, j, k));
  state.topology = make_topology(std::vector<Element>(state.size(), element::C));
  Random random(1);
  state.velocities = draw_velocities(state.topology->masses, 300, random);
  return state;
}

void step(benchmark::State& bench, Coupling coupling) {
  State state = lattice(static_cast<int>(bench.range(0)));
  FreeForceField force_field;
  Interactions interactions(force_field);
  Integrator integrator(1);
  integrator.couple(coupling, state);
  integrator.set_targets({300, 0.1}, state);
  interactions.evaluate(state);
  for (auto _ : bench) integrator.step(state, interactions, 0.0005);
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(state.size()));
}

void constant_energy(benchmark::State& bench) {
  step(bench, {});
}
void nose_hoover_chain(benchmark::State& bench) {
  step(bench, {Thermostat::nose_hoover, Barostat::none, 0.05, 0.5});
}
void langevin(benchmark::State& bench) {
  step(bench, {Thermostat::langevin, Barostat::none, 0.05, 0.5});
}
void isotropic_mtk(benchmark::State& bench) {
  step(bench, {Thermostat::nose_hoover, Barostat::mtk, 0.05, 0.5});
}
void flexible_mtk(benchmark::State& bench) {
  step(bench, {Thermostat::nose_hoover, Barostat::mtk, 0.05, 0.5, CellShape::flexible});
}
void flexible_cell_rescaling(benchmark::State& bench) {
  step(bench, {Thermostat::stochastic_rescaling, Barostat::cell_rescaling, 0.05, 0.5,
               CellShape::flexible});
}

Run free_run(int n) {
  const State state = lattice(n);
  Frame start;
  start.topology = state.topology;
  start.cell = state.cell;
  start.positions = state.positions;
  start.velocities = state.velocities;
  Protocol protocol;
  Stage& stage = protocol.stages.emplace_back();
  stage.name = "free";
  stage.duration = 1e6;
  Run run(start, std::make_unique<FreeForceField>(), protocol);
  run.prepare();
  return run;
}

void hand_over(benchmark::State& bench) {
  const Run run = free_run(static_cast<int>(bench.range(0)));
  Latest<FramePtr> view, analysis;
  for (auto _ : bench) {
    const FramePtr frame = run.frame(Run::Parts::all);
    view.put(frame);
    analysis.put(frame);
    benchmark::DoNotOptimize(run.sample());
  }
}

void copy(benchmark::State& bench) {
  const FramePtr frame = free_run(static_cast<int>(bench.range(0))).frame(Run::Parts::all);
  for (auto _ : bench) {
    const Frame copied = *frame;
    benchmark::DoNotOptimize(copied.positions.data());
  }
}

void recording(benchmark::State& bench) {
  const Run run = free_run(static_cast<int>(bench.range(0)));
  const FramePtr frame = run.frame(Run::Parts::without_forces);
  const auto file = std::filesystem::temp_directory_path() /
                    ("vitrine-step-bench-" + std::to_string(::getpid()) + ".h5");
  {
    io::H5mdWriter writer(file, frame->topology, {});
    for (auto _ : bench) writer.add(*frame);
    writer.close();
  }
  std::filesystem::remove(file);
}

BENCHMARK(hand_over)->Arg(13)->Arg(26);
BENCHMARK(copy)->Arg(13)->Arg(26);
BENCHMARK(recording)->Arg(13)->Arg(26);
BENCHMARK(constant_energy)->Arg(7)->Arg(13)->Arg(26);
BENCHMARK(nose_hoover_chain)->Arg(7)->Arg(13);
BENCHMARK(langevin)->Arg(7)->Arg(13);
BENCHMARK(isotropic_mtk)->Arg(7)->Arg(13)->Arg(26);
BENCHMARK(flexible_mtk)->Arg(7)->Arg(13);
BENCHMARK(flexible_cell_rescaling)->Arg(7)->Arg(13);

}  // namespace
