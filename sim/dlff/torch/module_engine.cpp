#include "sim/dlff/torch/module_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/dlff/environment.h"
#include "sim/dlff/fitting_extras.h"

namespace vitrine::dlff {
namespace {

class ModuleEngine final : public ForceField {
 public:
  ModuleEngine(ModelPtr model, const Topology& topology, const EngineSettings& settings,
               std::unique_ptr<NetworkModule> networks)
      : model_(std::move(model)),
        types_(atom_types(*model_, topology)),
        ids_(topology.ids),
        extras_(*model_, settings, types_.size()),
        of_type_(model_->type_count()),
        networks_(std::move(networks)) {
    for (std::size_t i = 0; i < types_.size(); ++i)
      of_type_[static_cast<std::size_t>(types_[i])].push_back(static_cast<std::int32_t>(i));
    block_.sections.resize(model_->type_count());
  }

  double cutoff() const override { return model_->cutoff; }
  std::string name() const override {
    return fmt::format("{} ({})", model_->name, networks_->description());
  }
  std::string notice(const std::vector<Vec3>& positions, const Cell& cell,
                     const NeighbourList& neighbours) const override {
    return neighbours_beyond_slots(*model_, types_, positions, cell, neighbours, ids_);
  }
  void evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                const NeighbourList& neighbours, Evaluation& out) override;

 private:
  using Atoms = std::span<const std::int32_t>;

  void evaluate_block(Atoms atoms, const Surroundings& surroundings, Evaluation& out);
  void fill_section(std::size_t neighbour);
  void fill_block(Atoms atoms);
  void add_answer(Atoms atoms, Evaluation& out) const;
  std::size_t types_index(std::size_t neighbour) const {
    return (block_.centre * model_->type_count() + neighbour) * 4;
  }

  ModelPtr model_;
  std::vector<std::int32_t> types_;
  std::vector<std::int64_t> ids_;
  FittingExtras extras_;
  std::vector<std::vector<std::int32_t>> of_type_;  ///< atoms
  std::unique_ptr<NetworkModule> networks_;
  std::vector<PairList> lists_;  ///< of the block, by neighbour type
  NetworkBlock block_;
};

void ModuleEngine::evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                            const NeighbourList& neighbours, Evaluation& out) {
  check_input(positions, neighbours, types_.size(), cutoff(), ids_);
  out.forces.assign(types_.size(), Vec3::Zero());
  out.atom_energies.assign(types_.size(), 0);
  out.virial = Mat3::Zero();
  const Surroundings surroundings{&positions, &cell, &neighbours, &types_};
  for (std::size_t type = 0; type < of_type_.size(); ++type) {
    block_.centre = type;
    const std::size_t most = networks_->largest_block();
    for (Atoms rest = of_type_[type]; !rest.empty();) {
      const Atoms atoms = rest.first(std::min(most, rest.size()));
      evaluate_block(atoms, surroundings, out);
      rest = rest.subspan(atoms.size());
    }
  }
  out.energy = std::accumulate(out.atom_energies.begin(), out.atom_energies.end(), 0.0);
}

void ModuleEngine::evaluate_block(Atoms atoms, const Surroundings& surroundings, Evaluation& out) {
  ClosePair close;
  if (!gather_pairs(*model_, atoms, surroundings, lists_, close)) throw_too_close(close, ids_);
  fill_block(atoms);
  networks_->evaluate(block_);
  add_answer(atoms, out);
}

void ModuleEngine::fill_section(std::size_t neighbour) {
  PairList& list = lists_[neighbour];
  NetworkBlock::Section& section = block_.sections[neighbour];
  section.places = 0;
  for (std::size_t k = 0; k < block_.atoms; ++k)
    section.places = std::max(section.places, list.count(k));
  section.rows.assign(block_.atoms * section.places * 4, 0);
  const double* mean = model_->mean.data() + types_index(neighbour);
  const double* spread = model_->spread.data() + types_index(neighbour);
  for (std::size_t k = 0; k < block_.atoms; ++k) {
    double* row = section.rows.data() + k * section.places * 4;
    for (std::size_t p = list.starts[k]; p < list.starts[k + 1]; ++p, row += 4)
      normalise(*model_, mean, spread, list.pairs[p], row);
  }
}

void ModuleEngine::fill_block(Atoms atoms) {
  block_.atoms = atoms.size();
  block_.empty_slots.clear();
  block_.extras.clear();
  for (std::size_t u = 0; u < lists_.size(); ++u) fill_section(u);
  for (std::size_t k = 0; k < atoms.size(); ++k) {
    for (std::size_t u = 0; u < lists_.size(); ++u)
      block_.empty_slots.push_back(model_->slots[u] - static_cast<double>(lists_[u].count(k)));
    const std::span<const double> extra = extras_.of(static_cast<std::size_t>(atoms[k]));
    block_.extras.insert(block_.extras.end(), extra.begin(), extra.end());
  }
}

void ModuleEngine::add_answer(Atoms atoms, Evaluation& out) const {
  for (std::size_t k = 0; k < atoms.size(); ++k)
    out.atom_energies[static_cast<std::size_t>(atoms[k])] =
        block_.energies[k] + model_->bias[block_.centre];
  for (std::size_t u = 0; u < lists_.size(); ++u) {
    const PairList& list = lists_[u];
    const NetworkBlock::Section& section = block_.sections[u];
    const double* spread = model_->spread.data() + types_index(u);
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      const double* slopes = section.slopes.data() + k * section.places * 4;
      for (std::size_t p = list.starts[k]; p < list.starts[k + 1]; ++p, slopes += 4) {
        const Pair& pair = list.pairs[p];
        const Vec3 g = pair_gradient(spread, pair, slopes);
        out.forces[static_cast<std::size_t>(atoms[k])] += g;
        out.forces[static_cast<std::size_t>(pair.neighbour)] -= g;
        out.virial -= g * pair.d.transpose();
      }
    }
  }
}

}  // namespace

std::unique_ptr<ForceField> make_module_engine(ModelPtr model, const Topology& topology,
                                               const EngineSettings& settings,
                                               std::unique_ptr<NetworkModule> networks) {
  return std::make_unique<ModuleEngine>(std::move(model), topology, settings, std::move(networks));
}

}  // namespace vitrine::dlff
