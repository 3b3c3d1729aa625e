#include "sim/dlff/fast/fast_engine.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "sim/dlff/engine_input.h"
#include "sim/dlff/fast/fast_block.h"
#include "sim/dlff/fast/fast_model.h"
#include "sim/dlff/fast/plan.h"
#include "sim/dlff/fitting_extras.h"
#include "sim/model/thread_team.h"

namespace vitrine::dlff {
namespace {

// Multiplications of the matrix products per atom, and per listed pair what takes as long (measured
// for the shipped force field), for an even share of the work.
Costs costs_of(const Model& model) {
  Costs costs{0, 0};
  for (const Layer& layer : model.fittings.front().layers)
    costs.atom += 2.0 * static_cast<double>(layer.inputs * layer.outputs);
  costs.pair = 28.0 * static_cast<double>(model.width());
  return costs;
}

class Engine final : public FastForceField {
 public:
  Engine(ModelPtr model, const Topology& topology, const EngineSettings& settings)
      : model_(std::move(model)),
        types_(atom_types(model_.model(), topology)),
        ids_(topology.ids),
        extras_(model_.model(), settings, types_.size()),
        team_(static_cast<std::size_t>(settings.threads)),
        costs_(costs_of(model_.model())),
        energies_(types_.size()) {
    costs_.atom *= static_cast<double>(fast_kernels().lanes);
    atoms_.plan = &plan_;
    atoms_.extras = &extras_;
    for (std::size_t thread = 0; thread < team_.size(); ++thread) {
      blocks_.emplace_back(model_);
      sums_.emplace_back().gradients.resize(types_.size());
    }
  }

  double cutoff() const override { return model_.model().cutoff; }
  std::string name() const override { return model_.model().name; }
  const char* instruction_set() const override { return fast_kernels().name; }

  std::string notice(const std::vector<Vec3>& positions, const Cell& cell,
                     const NeighbourList& neighbours) const override {
    return neighbours_beyond_slots(model_.model(), types_, positions, cell, neighbours, ids_);
  }
  void evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                const NeighbourList& neighbours, Evaluation& out) override;

  ThreadTeam* team() override { return &team_; }

  double fitting_flops() const override {
    double flops = 0;
    for (std::int32_t type : types_)
      flops += model_.fitting(static_cast<std::size_t>(type)).flops();
    return flops;
  }

  void measure() override {
    times_ = {};
    for (FastBlock& block : blocks_) {
      block.measure(true);
      block.times() = {};
    }
  }
  StageTimes times() const override;

 private:
  void make_plan(const std::vector<Vec3>& positions, const Cell& cell,
                 const NeighbourList& neighbours);
  void load(std::size_t thread, const std::vector<Vec3>& positions, const Cell& cell);
  void evaluate_blocks(std::size_t thread);
  void add_up(std::size_t thread, Evaluation& out);
  std::size_t share(std::size_t thread) const { return types_.size() * thread / team_.size(); }

  FastModel model_;
  std::vector<std::int32_t> types_;
  std::vector<std::int64_t> ids_;
  FittingExtras extras_;
  ThreadTeam team_;
  Costs costs_;
  Plan plan_;
  std::uint64_t planned_list_ = 0;  ///< NeighbourList::build_id() of the plan
  PlannedAtoms atoms_;
  std::vector<double> energies_;   ///< by place
  std::vector<FastBlock> blocks_;  ///< one per thread, and so the sums
  std::vector<ThreadSums> sums_;
  StageTimes times_;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Engine::evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                      const NeighbourList& neighbours, Evaluation& out) {
  check_input(positions, neighbours, types_.size(), cutoff(), ids_);
  const auto start = std::chrono::steady_clock::now();
  if (neighbours.build_id() != planned_list_) make_plan(positions, cell, neighbours);
  times_.plan += seconds_since(start);
  atoms_.positions.resize(plan_.images().size());
  out.forces.resize(types_.size());
  out.atom_energies.resize(types_.size());
  team_.run([&](std::size_t thread) { load(thread, positions, cell); });
  team_.run([&](std::size_t thread) { evaluate_blocks(thread); });
  for (const ThreadSums& sums : sums_)
    if (sums.close.first >= 0) {
      const auto place = [&](std::int32_t p) { return plan_.atom(static_cast<std::size_t>(p)); };
      throw_too_close({place(sums.close.first), place(sums.close.second), sums.close.distance},
                      ids_);
    }
  team_.run([&](std::size_t thread) { add_up(thread, out); });
  out.energy = 0;
  for (double energy : out.atom_energies) out.energy += energy;
  out.virial.setZero();
  for (const ThreadSums& sums : sums_)
    out.virial += Eigen::Matrix<double, 3, 3, Eigen::RowMajor>::Map(sums.virial.data());
}

void Engine::make_plan(const std::vector<Vec3>& positions, const Cell& cell,
                       const NeighbourList& neighbours) {
  plan_.make(positions, cell, neighbours, types_, model_.types(), fast_kernels().lanes, costs_,
             team_);
  planned_list_ = neighbours.build_id();
}

void Engine::load(std::size_t thread, const std::vector<Vec3>& positions, const Cell& cell) {
  const std::vector<Plan::Image>& images = plan_.images();
  const std::size_t last = images.size() * (thread + 1) / team_.size();
  for (std::size_t k = images.size() * thread / team_.size(); k < last; ++k) {
    const auto& [atom, shift] = images[k];
    Vec3 position = Vec3::Constant(INFINITY);
    if (atom >= 0)
      position =
          positions[static_cast<std::size_t>(atom)] + cell.offset(shift[0], shift[1], shift[2]);
    Vec3::Map(atoms_.positions[k].x) = position;
  }
}

void Engine::evaluate_blocks(std::size_t thread) {
  ThreadSums& sums = sums_[thread];
  std::fill(sums.gradients.begin(), sums.gradients.end(), Padded3{});
  sums.virial = {};
  sums.close = {};
  for (const Block& block : plan_.blocks(thread))
    if (!blocks_[thread].evaluate(block, atoms_, sums, energies_.data())) return;
}

void Engine::add_up(std::size_t thread, Evaluation& out) {
  for (std::size_t place = share(thread); place < share(thread + 1); ++place) {
    const auto atom = static_cast<std::size_t>(plan_.atom(place));
    Vec3 force = Vec3::Zero();
    for (const ThreadSums& sums : sums_) force -= Vec3::Map(sums.gradients[place].x);
    out.forces[atom] = force;
    out.atom_energies[atom] = energies_[place];
  }
}

StageTimes Engine::times() const {
  StageTimes all = times_;
  for (const FastBlock& block : blocks_) {
    const StageTimes& times = block.times();
    all.environment += times.environment;
    all.embedding += times.embedding;
    all.fitting += times.fitting;
    all.backward += times.backward;
  }
  return all;
}

}  // namespace

double large_product_speed() {
  constexpr std::size_t size = 480;  // whole panels of every instruction set
  const FastKernels& kernels = fast_kernels();
  Buffer<float> a, b, c;
  std::fill_n(a.reserve(size * size), size * size, 0.5f);
  std::fill_n(b.reserve(size * size), size * size, 0.25f);
  c.reserve(size * kernels.lanes);
  const std::vector<float> bias(size, 0.0f);
  double best = 0;
  for (int turn = 0; turn < 20; ++turn) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t first = 0; first < size; first += kernels.lanes)
      kernels.multiply(size, size, size, a.data(), bias.data(), b.data() + first * size, c.data());
    best = std::max(best, 2e-9 * size * size * size / seconds_since(start));
  }
  return best;
}

std::unique_ptr<FastForceField> make_fast_engine(ModelPtr model, const Topology& topology,
                                                 const EngineSettings& settings) {
  return std::make_unique<Engine>(std::move(model), topology, settings);
}

}  // namespace vitrine::dlff
