#include "sim/dlff/reference/reference_engine.h"

#include <algorithm>
#include <numeric>

#include "sim/dlff/engine_input.h"
#include "sim/dlff/model_data.h"
#include "sim/dlff/reference/block.h"
#include "sim/model/thread_team.h"

namespace vitrine::dlff {
namespace {

// A block is as many atoms as share one pass over the weights of the fitting net, and few enough
// for its embedded pairs to stay in the second-level cache.
constexpr std::size_t largest_block = 32, smallest_block = 8;

struct Block {
  std::size_t type;
  std::size_t first, count;  ///< in the atoms sorted by type
};

class Engine final : public ForceField {
 public:
  Engine(ModelPtr model, const Topology& topology, const EngineSettings& settings)
      : packed_(std::move(model)),
        types_(atom_types(packed_.model(), topology)),
        ids_(topology.ids),
        extras_(packed_.model(), settings, types_.size()),
        team_(static_cast<std::size_t>(settings.threads)),
        slots_(static_cast<std::size_t>(settings.threads)) {
    make_blocks();
    for (Slot& slot : slots_) {
      slot.evaluator = std::make_unique<BlockEvaluator>(packed_);
      slot.forces.resize(types_.size());
    }
  }

  double cutoff() const override { return packed_.model().cutoff; }
  std::string name() const override { return packed_.model().name; }
  ThreadTeam* team() override { return &team_; }

  std::string notice(const std::vector<Vec3>& positions, const Cell& cell,
                     const NeighbourList& neighbours) const override {
    return neighbours_beyond_slots(packed_.model(), types_, positions, cell, neighbours, ids_);
  }
  void evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                const NeighbourList& neighbours, Evaluation& out) override {
    check_input(positions, neighbours, types_.size(), cutoff(), ids_);
    out.atom_energies.resize(types_.size());
    const Surroundings surroundings{&positions, &cell, &neighbours, &types_};
    // One piece of work per thread, fixed beforehand: the sums do not depend on who does it when.
    team_.run([&](std::size_t slot) { run_slot(slots_[slot], surroundings, out); });
    for (const Slot& slot : slots_)
      if (slot.close.first >= 0) throw_too_close(slot.close, ids_);
    add_up(out);
  }

 private:
  struct Slot {
    std::vector<Block> blocks;
    std::unique_ptr<BlockEvaluator> evaluator;
    std::vector<Vec3> forces;
    Mat3 virial;
    ClosePair close;
  };

  void make_blocks();
  void run_slot(Slot& slot, const Surroundings& surroundings, Evaluation& out) const;
  void add_up(Evaluation& out) const;

  PackedModel packed_;
  std::vector<std::int32_t> types_;
  std::vector<std::int64_t> ids_;
  FittingExtras extras_;
  std::vector<std::int32_t> order_;  ///< atoms sorted by type
  ThreadTeam team_;
  std::vector<Slot> slots_;
};

// Blocks of even size, each to the slot with the least work so far.
void Engine::make_blocks() {
  order_.resize(types_.size());
  std::iota(order_.begin(), order_.end(), 0);
  const auto type_of = [&](std::int32_t atom) { return types_[static_cast<std::size_t>(atom)]; };
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::int32_t a, std::int32_t b) { return type_of(a) < type_of(b); });
  const std::size_t most =
      std::clamp(types_.size() / (4 * slots_.size()), smallest_block, largest_block);
  std::vector<Block> blocks;
  for (std::size_t first = 0, end; first < order_.size(); first = end) {
    const auto same = [&](std::int32_t atom) { return type_of(atom) == type_of(order_[first]); };
    end = static_cast<std::size_t>(
        std::find_if_not(order_.begin() + static_cast<std::ptrdiff_t>(first), order_.end(), same) -
        order_.begin());
    const std::size_t pieces = (end - first + most - 1) / most;
    for (std::size_t p = 0; p < pieces; ++p) {
      const std::size_t from = first + (end - first) * p / pieces;
      const std::size_t to = first + (end - first) * (p + 1) / pieces;
      blocks.push_back({static_cast<std::size_t>(type_of(order_[first])), from, to - from});
    }
  }
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const Block& a, const Block& b) { return a.count > b.count; });
  std::vector<std::size_t> load(slots_.size(), 0);
  for (const Block& block : blocks) {
    const auto least =
        static_cast<std::size_t>(std::min_element(load.begin(), load.end()) - load.begin());
    slots_[least].blocks.push_back(block);
    load[least] += block.count;
  }
  // Blocks of one type after each other find its weights in the cache.
  for (Slot& slot : slots_)
    std::stable_sort(slot.blocks.begin(), slot.blocks.end(),
                     [](const Block& a, const Block& b) { return a.first < b.first; });
}

void Engine::run_slot(Slot& slot, const Surroundings& surroundings, Evaluation& out) const {
  std::fill(slot.forces.begin(), slot.forces.end(), Vec3::Zero());
  BlockSums sums{slot.forces.data(), out.atom_energies.data(), Mat3::Zero(), {}};
  for (const Block& block : slot.blocks) {
    slot.evaluator->evaluate(block.type, std::span(order_).subspan(block.first, block.count),
                             surroundings, extras_, sums);
    if (sums.close.first >= 0) break;
  }
  slot.virial = sums.virial;
  slot.close = sums.close;
}

void Engine::add_up(Evaluation& out) const {
  out.energy = std::accumulate(out.atom_energies.begin(), out.atom_energies.end(), 0.0);
  out.forces = slots_.front().forces;
  out.virial = slots_.front().virial;
  for (std::size_t s = 1; s < slots_.size(); ++s) {
    out.virial += slots_[s].virial;
    for (std::size_t i = 0; i < out.forces.size(); ++i) out.forces[i] += slots_[s].forces[i];
  }
}

}  // namespace

std::unique_ptr<ForceField> make_reference_engine(ModelPtr model, const Topology& topology,
                                                  const EngineSettings& settings) {
  return std::make_unique<Engine>(std::move(model), topology, settings);
}

}  // namespace vitrine::dlff
