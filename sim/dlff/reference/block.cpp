#include "sim/dlff/reference/block.h"

#include <algorithm>
#include <cmath>

#include "sim/dlff/embedding.h"
#include "sim/dlff/reference/kernels.h"

namespace vitrine::dlff {
namespace {

/// sw(r) of section 1.2 and its slope.
struct Switch {
  double value, slope;
};

Switch switching(double r, const Model& model) {
  if (r < model.switch_start) return {1, 0};
  const double u = (r - model.switch_start) / model.switch_width;
  const double poly = u * (-6 * u + 15) - 10;
  return {u * u * u * poly + 1,
          (3 * u * u * poly + u * u * u * (-12 * u + 15)) / model.switch_width};
}

}  // namespace

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
                              const Surroundings& surroundings, BlockSums& sums) {
  if (!gather(atoms, surroundings, sums.close)) return;
  normalise(centre);
  describe(centre, atoms, *surroundings.extras);
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

// The pairs within the cutoff, by the neighbour's type; false when two atoms are too close.
bool BlockEvaluator::gather(std::span<const std::int32_t> atoms, const Surroundings& surroundings,
                            ClosePair& close) {
  const std::vector<Vec3>& positions = *surroundings.positions;
  const double cutoff2 = packed_->model().cutoff * packed_->model().cutoff;
  for (Section& section : sections_) {
    section.pairs.clear();
    section.starts.assign(1, 0);
  }
  for (std::int32_t i : atoms) {
    const auto centre = static_cast<std::size_t>(i);
    for (const Neighbour& n : surroundings.neighbours->of(centre)) {
      Vec3 d = positions[static_cast<std::size_t>(n.index)] - positions[centre];
      if (n.shift[0] | n.shift[1] | n.shift[2])
        d += surroundings.cell->offset(n.shift[0], n.shift[1], n.shift[2]);
      const double r2 = d.squaredNorm();
      if (r2 >= cutoff2) continue;
      if (r2 < closest_distance * closest_distance) {
        close = {i, n.index, std::sqrt(r2)};
        return false;
      }
      const auto type =
          static_cast<std::size_t>((*surroundings.types)[static_cast<std::size_t>(n.index)]);
      sections_[type].pairs.push_back({n.index, {d[0], d[1], d[2]}, 0, 0, 0});
    }
    for (Section& section : sections_) section.starts.push_back(section.pairs.size());
  }
  return true;
}

// Rows of the environment matrix (section 1.2), and what the way back needs of them (1.6).
void BlockEvaluator::normalise(std::size_t centre) {
  const Model& model = packed_->model();
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    Section& section = sections_[u];
    const double* mean = model.mean.data() + (centre * packed_->types() + u) * 4;
    const double* spread = model.spread.data() + (centre * packed_->types() + u) * 4;
    double* row = section.r.reserve(4 * section.pairs.size());
    double* s = section.s.reserve(padded<double>(1) * section.pairs.size());
    for (Pair& pair : section.pairs) {
      const double r =
          std::sqrt(pair.d[0] * pair.d[0] + pair.d[1] * pair.d[1] + pair.d[2] * pair.d[2]);
      const Switch sw = switching(r, model);
      const double inverse = 1 / (r + model.protection);
      pair.direct = sw.value * inverse * inverse;
      pair.by_r = (sw.slope - sw.value * inverse) * inverse / r;
      pair.by_q = (sw.slope - 2 * sw.value * inverse) * inverse * inverse / r;
      row[0] = (sw.value * inverse - mean[0]) / spread[0];
      for (std::size_t c = 1; c < 4; ++c)
        row[c] = (pair.direct * pair.d[c - 1] - mean[c]) / spread[c];
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
    packed_->embed(centre, u, section.pairs.size(), section.s.data(),
                   section.g.reserve(section.pairs.size() * stride),
                   section.dg.reserve(section.pairs.size() * stride), scratch_);
    const double* padding = packed_->padding(centre, u);
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      const std::size_t first = section.starts[k];
      kernels().add_outer(section.count(k), stride, section.r.data() + 4 * first,
                          section.g.data() + first * stride, t + k * size);
      if (!packed_->has_padding()) continue;
      // Beyond sel the count goes negative: energy stays smooth where surplus neighbours come.
      const double empty = model.slots[u] - static_cast<double>(section.count(k));
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
  for (Section& section : sections_) section.slopes.reserve(4 * section.pairs.size());
  for (std::size_t k = 0; k < atoms; ++k) {
    kernels().contract_gradient(packed_->width(), model.axis, stride, 1 / model.norm,
                                t_.data() + k * 4 * stride,
                                descriptor_gradients_.data() + k * inputs, t_gradient);
    for (Section& section : sections_) {
      const std::size_t first = section.starts[k];
      kernels().outer_gradient(
          section.count(k), stride, section.r.data() + 4 * first, section.g.data() + first * stride,
          section.dg.data() + first * stride, t_gradient, section.slopes.data() + 4 * first);
    }
  }
}

void BlockEvaluator::add_forces(std::size_t centre, std::span<const std::int32_t> atoms,
                                BlockSums& sums) {
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    const Section& section = sections_[u];
    const double* spread = packed_->model().spread.data() + (centre * packed_->types() + u) * 4;
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      Vec3 on_centre = Vec3::Zero();
      for (std::size_t p = section.starts[k]; p < section.starts[k + 1]; ++p) {
        const Pair& pair = section.pairs[p];
        const double* slope = section.slopes.data() + 4 * p;
        const Vec3 d(pair.d[0], pair.d[1], pair.d[2]);
        const Vec3 by_vector(slope[1] / spread[1], slope[2] / spread[2], slope[3] / spread[3]);
        const double along = slope[0] / spread[0] * pair.by_r + by_vector.dot(d) * pair.by_q;
        const Vec3 g = along * d + pair.direct * by_vector;
        on_centre += g;
        sums.forces[pair.neighbour] -= g;
        sums.virial -= g * d.transpose();
      }
      sums.forces[atoms[k]] += on_centre;
    }
  }
}

}  // namespace vitrine::dlff
