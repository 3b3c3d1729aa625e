#include "app/step_benchmark.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <vector>

#include "app/runs.h"
#include "sim/dlff/fast/fast_engine.h"
#include "sim/dynamics/integrator.h"
#include "sim/dynamics/velocities.h"

namespace vitrine::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double time_step = 0.0005;  // ps
constexpr int warm_up_steps = 20;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Bytes of memory that this process holds now.
double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// OpenBLAS, if it can be loaded: it is no part of this program.
double openblas_speed() {
  void* library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  using Threads = void (*)(int);
  using Product = void (*)(const char*, const char*, const int*, const int*, const int*,
                           const float*, const float*, const int*, const float*, const int*,
                           const float*, float*, const int*);
  const auto set_threads = reinterpret_cast<Threads>(dlsym(library, "openblas_set_num_threads"));
  const auto product = reinterpret_cast<Product>(dlsym(library, "sgemm_"));
  if (!set_threads || !product) return 0;
  set_threads(1);
  constexpr int n = 512;
  const std::vector<float> a(n * n, 0.5f), b(n * n, 0.25f);
  std::vector<float> c(n * n);
  const float one = 1, zero = 0;
  double best = 0;
  for (int turn = 0; turn < 20; ++turn) {
    const auto start = Clock::now();
    product("N", "N", &n, &n, &n, &one, a.data(), &n, b.data(), &n, &zero, c.data(), &n);
    best = std::max(best, 2e-9 * n * n * n / seconds_since(start));
  }
  return best;
}

/// As many copies of the cell as it takes, the shortest edge first.
FramePtr with_atoms(FramePtr frame, std::size_t atoms) {
  int copies[3] = {1, 1, 1};
  const Vec3 lengths = frame->cell.exists() ? frame->cell.lengths() : Vec3(Vec3::Ones());
  while (frame->size() * copies[0] * copies[1] * copies[2] < atoms) {
    int shortest = 0;
    for (int k = 1; k < 3; ++k)
      if (copies[k] * lengths[k] < copies[shortest] * lengths[shortest]) shortest = k;
    ++copies[shortest];
  }
  if (copies[0] * copies[1] * copies[2] == 1) return frame;
  return std::make_shared<Frame>(replicate(*frame, copies[0], copies[1], copies[2]));
}

dynamics::State starting_state(const Frame& frame) {
  dynamics::Random random(1);
  dynamics::State state;
  state.topology = frame.topology;
  state.cell = frame.cell;
  state.positions = frame.positions;
  state.velocities = dynamics::draw_velocities(frame.topology->masses, 300, random);
  return state;
}

void fill_parts(const dlff::FastForceField& field, double list, double force, double all,
                StepSpeed& speed) {
  const double scale = 1e6 / static_cast<double>(speed.atoms * speed.steps);
  const double per_thread = scale / speed.threads;
  const dlff::StageTimes times = field.times();
  speed.parts = {
      {"list", (list + times.plan) * scale},     {"environment", times.environment * per_thread},
      {"table", times.embedding * per_thread},   {"fitting_net", times.fitting * per_thread},
      {"backward", times.backward * per_thread}, {"integration", (all - list - force) * scale}};
  double parts = 0;
  for (const auto& [name, part] : speed.parts) parts += part;
  speed.parts["sums_and_waiting"] = all * scale - parts;
  speed.isa = field.instruction_set();
  speed.fitting_gflops =
      1e-9 * field.fitting_flops() * static_cast<double>(speed.steps) / times.fitting;
  speed.gemm_fraction = speed.fitting_gflops / speed.matrix.gflops;
}

/// Passes everything on and counts the time.
class TimedForceField final : public dlff::ForceField {
 public:
  explicit TimedForceField(dlff::ForceField& field) : field_(field) {}
  double cutoff() const override { return field_.cutoff(); }
  std::string name() const override { return field_.name(); }
  void evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                const NeighbourList& neighbours, dlff::Evaluation& out) override {
    const auto start = Clock::now();
    field_.evaluate(positions, cell, neighbours, out);
    seconds += seconds_since(start);
  }

  ThreadTeam* team() override { return field_.team(); }

  double seconds = 0;

 private:
  dlff::ForceField& field_;
};

}  // namespace

MatrixSpeed matrix_speed() {
  const double theirs = openblas_speed(), ours = dlff::large_product_speed();
  if (theirs > ours) return {theirs, "OpenBLAS"};
  return {ours, "this engine's kernels"};
}

StepSpeed measure_steps(const StepBenchmark& benchmark) {
  const FramePtr frame = with_atoms(load_structure(benchmark.structure), benchmark.atoms);
  StepSpeed speed;
  speed.atoms = frame->size();
  speed.threads = benchmark.threads;
  speed.matrix = matrix_speed();

  const double bytes_before = resident_bytes();
  const auto loading = Clock::now();
  RunSettings settings;
  settings.model = benchmark.model;
  settings.threads = benchmark.threads;
  settings.engine = benchmark.engine;
  const dlff::ModelPtr model = load_model(settings);
  speed.model = model_name(*model);
  const auto field = load_force_field(settings, model, *frame->topology);
  TimedForceField timed(*field);
  dynamics::Interactions interactions(timed);
  dynamics::State state = starting_state(*frame);
  interactions.evaluate(state);
  speed.load_to_first_force_s = seconds_since(loading);

  dynamics::Integrator integrator(1);
  integrator.couple({}, state);
  for (int step = 0; step < warm_up_steps; ++step) integrator.step(state, interactions, time_step);
  auto* fast = dynamic_cast<dlff::FastForceField*>(field.get());
  if (fast) fast->measure();
  const double list_before = interactions.list_seconds();
  timed.seconds = 0;
  const auto start = Clock::now();
  while (seconds_since(start) < benchmark.seconds) {
    integrator.step(state, interactions, time_step);
    ++speed.steps;
  }
  const double all = seconds_since(start);
  speed.bytes_per_atom = (resident_bytes() - bytes_before) / static_cast<double>(speed.atoms);
  speed.steps_per_s = static_cast<double>(speed.steps) / all;
  speed.us_per_atom_step = 1e6 / (speed.steps_per_s * static_cast<double>(speed.atoms));
  const double list = interactions.list_seconds() - list_before;
  const double scale = 1e6 / static_cast<double>(speed.atoms * speed.steps);
  if (fast) {
    fill_parts(*fast, list, timed.seconds, all, speed);
  } else {
    speed.parts = {{"list", list * scale},
                   {"force", timed.seconds * scale},
                   {"integration", (all - list - timed.seconds) * scale}};
  }
  return speed;
}

}  // namespace vitrine::app
