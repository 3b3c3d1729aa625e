#include "sim/dlff/fast/fast_block.h"

#include <algorithm>
#include <cmath>

namespace vitrine::dlff {

FastBlock::FastBlock(const FastModel& model)
    : model_(&model), kernels_(&fast_kernels()), sections_(model.types()) {
  const std::size_t size = 4 * model.width() * kernels_->lanes;
  t_.reserve(size);
  t_rows_.reserve(size);
  energies_.reserve(kernels_->lanes);
}

bool FastBlock::evaluate(const Block& block, const PlannedAtoms& atoms, ThreadSums& sums,
                         double* energies) {
  if (measuring_) mark_ = std::chrono::steady_clock::now();
  if (!gather(block, atoms, sums)) return false;
  for (Section& section : sections_)
    kernels_->environment(section.shape, section.count(), section.arrays);
  end_stage(&StageTimes::environment);
  embed(block);
  describe(block, atoms);
  end_stage(&StageTimes::embedding);
  fit(block, energies);
  end_stage(&StageTimes::fitting);
  differentiate(block);
  add_gradients(block, sums);
  end_stage(&StageTimes::backward);
  return true;
}

void FastBlock::end_stage(double StageTimes::*stage) {
  if (!measuring_) return;
  const auto now = std::chrono::steady_clock::now();
  times_.*stage += std::chrono::duration<double>(now - mark_).count();
  mark_ = now;
}

// The pairs within the cutoff, by the neighbour's type.
bool FastBlock::gather(const Block& block, const PlannedAtoms& atoms, ThreadSums& sums) {
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    Section& section = sections_[u];
    std::size_t listed = 0;
    for (std::size_t k = 0; k < block.count; ++k)
      listed += atoms.plan->neighbours(block.first + k, u).size();
    reserve(section, listed);
    section.shape = model_->environment(block.type, u);
    section.starts.assign(1, 0);
    for (std::size_t k = 0; k < block.count; ++k)
      if (!gather_centre(block.first + k, u, atoms, section, sums)) return false;
    const double harmless[4] = {1, 0, 0, 1};
    for (std::size_t p = section.count(); p < section.count() + spare_pairs; ++p) {
      std::copy_n(harmless, 4, section.arrays.d + 4 * p);
      std::fill_n(section.arrays.slopes + 4 * p, 4, 0.0f);
    }
  }
  return true;
}

bool FastBlock::gather_centre(std::size_t place, std::size_t type, const PlannedAtoms& atoms,
                              Section& section, ThreadSums& sums) {
  const double cutoff2 = model_->model().cutoff * model_->model().cutoff;
  const std::span<const PlannedNeighbour> listed = atoms.plan->neighbours(place, type);
  const std::size_t first = section.starts.back();
  double nearest2 = cutoff2;
  const std::size_t count =
      kernels_->gather(listed.size(), listed.data(), atoms.positions.data(), atoms.offsets.data(),
                       atoms.positions[place], cutoff2, section.arrays.d + 4 * first,
                       section.places.data() + first, &nearest2);
  if (nearest2 < closest_distance * closest_distance) {
    std::size_t p = first;
    while (section.arrays.d[4 * p + 3] != nearest2) ++p;
    sums.close = {static_cast<std::int32_t>(place), section.places[p], std::sqrt(nearest2)};
    return false;
  }
  section.starts.push_back(first + count);
  return true;
}

void FastBlock::reserve(Section& section, std::size_t pairs) {
  const std::size_t room = pairs + spare_pairs + 1;
  section.places.resize(std::max(section.places.size(), room));
  section.arrays = {section.d.reserve(4 * room),
                    section.rows.reserve(4 * room),
                    section.interval.reserve(room),
                    section.within.reserve(room),
                    section.per_s.reserve(room),
                    section.by_r.reserve(room),
                    section.by_q.reserve(room),
                    section.direct.reserve(room),
                    room,
                    section.g.reserve(2 * model_->width() * room),
                    section.slopes.reserve(4 * room)};
}

void FastBlock::embed(const Block& block) {
  const std::size_t size = 4 * model_->width();
  std::fill_n(t_.data(), size * kernels_->lanes, 0.0f);
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    const Section& section = sections_[u];
    const EmbeddingSpline& spline = model_->spline(block.type, u);
    const float* padding = model_->padding(block.type, u);
    kernels_->embed(block.count, section.starts.data(), section.arrays, spline.coefficients(),
                    spline.grid().intervals, model_->chunks(), t_.data());
    for (std::size_t k = 0; k < block.count && padding; ++k) {
      // Beyond sel the count goes negative: energy stays smooth where surplus neighbours come.
      const float empty =
          static_cast<float>(model_->model().slots[u]) - static_cast<float>(section.count(k));
      for (std::size_t a = 0; a < size; ++a) t_.data()[k * size + a] += empty * padding[a];
    }
  }
}

// The input of the fitting net: descriptor and parameters.
void FastBlock::describe(const Block& block, const PlannedAtoms& atoms) {
  const Model& model = model_->model();
  const FittingNet& net = model_->fitting(block.type);
  const std::size_t lanes = kernels_->lanes;
  const auto factor = static_cast<float>(1 / model.norm);
  kernels_->transpose(lanes, 4 * model_->width(), factor, t_.data(), t_rows_.data());
  float* x = x_.reserve(net.inputs() * lanes);
  kernels_->contract(model.width(), model.axis, net.is_folded(), model_->width(), t_rows_.data(),
                     x);
  const std::size_t first_extra = net.inputs() - model.extra_inputs();
  for (std::size_t k = 0; k < block.count && model.extra_inputs() > 0; ++k) {
    const std::span<const double> extra =
        atoms.extras->of(static_cast<std::size_t>(atoms.plan->atom(block.first + k)));
    for (std::size_t e = 0; e < extra.size(); ++e)
      x[(first_extra + e) * lanes + k] = static_cast<float>(extra[e]);
  }
}

void FastBlock::fit(const Block& block, double* energies) {
  const FittingNet& net = model_->fitting(block.type);
  net.run(x_.data(), energies_.data(), x_gradient_.reserve(net.gradient_rows() * kernels_->lanes),
          fitting_);
  for (std::size_t k = 0; k < block.count; ++k)
    energies[block.first + k] = energies_.data()[k] + model_->model().bias[block.type];
}

// dE/d rows of every pair; T is used up.
void FastBlock::differentiate(const Block& block) {
  const Model& model = model_->model();
  const std::size_t size = 4 * model_->width();
  const auto factor = static_cast<float>(1 / model.norm);
  float* gradient = t_gradient_.reserve(size * kernels_->lanes);
  kernels_->contract_gradient(model.width(), model.axis, model_->fitting(block.type).is_folded(),
                              model_->width(), t_rows_.data(), x_gradient_.data(), gradient);
  kernels_->transpose(size, kernels_->lanes, factor, gradient, t_.data());
  for (const Section& section : sections_)
    for (std::size_t k = 0; k < block.count; ++k)
      kernels_->embed_gradient(section.starts[k], section.starts[k + 1], section.arrays,
                               model_->chunks(), t_.data() + k * size);
}

void FastBlock::add_gradients(const Block& block, ThreadSums& sums) {
  for (const Section& section : sections_) {
    kernels_->pair_gradients(section.shape, section.count(), section.arrays, sums.virial.data());
    for (std::size_t k = 0; k < block.count; ++k) {
      Padded3 on_centre{};
      for (std::size_t p = section.starts[k]; p < section.starts[k + 1]; ++p) {
        const double* g = section.arrays.d + 4 * p;
        double* on_neighbour = sums.gradients[static_cast<std::size_t>(section.places[p])].x;
        for (int c = 0; c < 4; ++c) {
          on_neighbour[c] += g[c];
          on_centre.x[c] -= g[c];
        }
      }
      for (int c = 0; c < 4; ++c) sums.gradients[block.first + k].x[c] += on_centre.x[c];
    }
  }
}

}  // namespace vitrine::dlff
