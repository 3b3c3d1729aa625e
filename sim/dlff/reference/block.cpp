#include "sim/dlff/reference/block.h"

#include <algorithm>

#include "sim/dlff/embedding.h"
#include "sim/dlff/reference/kernels.h"

namespace vitrine::dlff {
PackedModel::PackedModel(ModelPtr model) : model_(std::move(model)) {
  for (const Net& net : model_->embeddings) embeddings_.emplace_back(net);
  for (const Net& net : model_->fittings) fittings_.emplace_back(net);
  make_paddings();
}

void PackedModel::embed(std::size_t centre, std::size_t neighbour, std::size_t rows,
                        const double* s, double* g, double* dg, Buffer<double>& scratch) const {
  if (!model_->compressed())
    return dlff::embed(embeddings_[model_->embedding_index(centre, neighbour)], rows, s,
                       padded<double>(1), g, dg, scratch);
  std::vector<double> value, slope;
  for (std::size_t i = 0; i < rows; ++i) {
    evaluate_embedding(*model_, centre, neighbour, s[i * padded<double>(1)], value, slope);
    for (std::size_t a = 0; a < stride(); ++a) {
      g[i * stride() + a] = a < width() ? value[a] : 0.0;
      dg[i * stride() + a] = a < width() ? slope[a] : 0.0;
    }
  }
}

// A slot without a neighbour holds a row of zeros, which the normalisation makes -mean / spread.
void PackedModel::make_paddings() {
  paddings_.assign(types() * types() * 4 * stride(), 0.0);
  Buffer<double> g, dg, scratch, s;
  for (std::size_t pair = 0; pair < types() * types(); ++pair) {
    double row[4];
    for (std::size_t c = 0; c < 4; ++c)
      row[c] = -model_->mean[4 * pair + c] / model_->spread[4 * pair + c];
    has_padding_ = has_padding_ || std::any_of(row, row + 4, [](double x) { return x != 0; });
    *s.reserve(padded<double>(1)) = row[0];
    embed(pair / types(), pair % types(), 1, s.data(), g.reserve(stride()), dg.reserve(stride()),
          scratch);
    for (std::size_t c = 0; c < 4; ++c)
      for (std::size_t a = 0; a < width(); ++a)
        paddings_[(4 * pair + c) * stride() + a] = row[c] * g.data()[a];
  }
}

BlockEvaluator::BlockEvaluator(const PackedModel& packed)
    : packed_(&packed), sections_(packed.types()) {}

void BlockEvaluator::evaluate(std::size_t centre, std::span<const std::int32_t> atoms,
                              const Surroundings& surroundings, const FittingExtras& extras,
                              BlockSums& sums) {
  if (!gather_pairs(packed_->model(), atoms, surroundings, lists_, sums.close)) return;
  make_rows(centre);
  describe(centre, atoms, extras);
  const PackedNet& net = packed_->fitting(centre);
  const std::size_t inputs = packed_->input_stride();
  double* energies = energies_.reserve(atoms.size());
  fitting_.run(net, atoms.size(), descriptors_.data(), energies,
               descriptor_gradients_.reserve(atoms.size() * inputs));
  for (std::size_t k = 0; k < atoms.size(); ++k)
    sums.atom_energies[atoms[k]] = energies[k] + packed_->model().bias[centre];
  differentiate(atoms.size());
  add_forces(centre, atoms, sums);
}

void BlockEvaluator::make_rows(std::size_t centre) {
  const Model& model = packed_->model();
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    std::vector<Pair>& pairs = lists_[u].pairs;
    const std::size_t types = (centre * packed_->types() + u) * 4;
    double* row = sections_[u].r.reserve(4 * pairs.size());
    double* s = sections_[u].s.reserve(padded<double>(1) * pairs.size());
    for (Pair& pair : pairs) {
      normalise(model, model.mean.data() + types, model.spread.data() + types, pair, row);
      *s = row[0];
      row += 4;
      s += padded<double>(1);
    }
  }
}

void BlockEvaluator::describe(std::size_t centre, std::span<const std::int32_t> atoms,
                              const FittingExtras& extras) {
  const Model& model = packed_->model();
  const std::size_t stride = packed_->stride(), size = 4 * stride;
  const std::size_t inputs = packed_->input_stride();
  double* t = t_.reserve(atoms.size() * size);
  double* descriptors = descriptors_.reserve(atoms.size() * inputs);
  std::fill_n(t, atoms.size() * size, 0.0);
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    Section& section = sections_[u];
    const PairList& list = lists_[u];
    packed_->embed(centre, u, list.pairs.size(), section.s.data(),
                   section.g.reserve(list.pairs.size() * stride),
                   section.dg.reserve(list.pairs.size() * stride), scratch_);
    const double* padding = packed_->padding(centre, u);
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      const std::size_t first = list.starts[k];
      kernels().add_outer(list.count(k), stride, section.r.data() + 4 * first,
                          section.g.data() + first * stride, t + k * size);
      if (!packed_->has_padding()) continue;
      // Beyond sel the count goes negative: energy stays smooth where surplus neighbours come.
      const double empty = model.slots[u] - static_cast<double>(list.count(k));
      for (std::size_t a = 0; a < size; ++a) t[k * size + a] += empty * padding[a];
    }
  }
  for (std::size_t k = 0; k < atoms.size(); ++k) {
    for (std::size_t a = 0; a < size; ++a) t[k * size + a] /= model.norm;
    kernels().contract(packed_->width(), model.axis, stride, t + k * size,
                       descriptors + k * inputs);
    const std::span<const double> extra = extras.of(static_cast<std::size_t>(atoms[k]));
    std::copy(extra.begin(), extra.end(), descriptors + k * inputs + model.descriptor_size());
  }
}

// dE/dR of every pair.
void BlockEvaluator::differentiate(std::size_t atoms) {
  const Model& model = packed_->model();
  const std::size_t stride = packed_->stride();
  const std::size_t inputs = packed_->input_stride();
  double* t_gradient = t_gradient_.reserve(4 * stride);
  for (std::size_t u = 0; u < sections_.size(); ++u)
    sections_[u].slopes.reserve(4 * lists_[u].pairs.size());
  for (std::size_t k = 0; k < atoms; ++k) {
    kernels().contract_gradient(packed_->width(), model.axis, stride, 1 / model.norm,
                                t_.data() + k * 4 * stride,
                                descriptor_gradients_.data() + k * inputs, t_gradient);
    for (std::size_t u = 0; u < sections_.size(); ++u) {
      Section& section = sections_[u];
      const std::size_t first = lists_[u].starts[k];
      kernels().outer_gradient(lists_[u].count(k), stride, section.r.data() + 4 * first,
                               section.g.data() + first * stride,
                               section.dg.data() + first * stride, t_gradient,
                               section.slopes.data() + 4 * first);
    }
  }
}

void BlockEvaluator::add_forces(std::size_t centre, std::span<const std::int32_t> atoms,
                                BlockSums& sums) {
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    const PairList& list = lists_[u];
    const double* spread = packed_->model().spread.data() + (centre * packed_->types() + u) * 4;
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      Vec3 on_centre = Vec3::Zero();
      for (std::size_t p = list.starts[k]; p < list.starts[k + 1]; ++p) {
        const Pair& pair = list.pairs[p];
        const Vec3 g = pair_gradient(spread, pair, sections_[u].slopes.data() + 4 * p);
        on_centre += g;
        sums.forces[pair.neighbour] -= g;
        sums.virial -= g * pair.d.transpose();
      }
      sums.forces[atoms[k]] += on_centre;
    }
  }
}

}  // namespace vitrine::dlff
