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
  for (Section& section : sections_) {
    kernels_->near_environment(*section.shape, section.near.count(), section.near.arrays);
    kernels_->far_environment(*section.shape, section.far.count(), section.far.arrays);
  }
  end_stage(&StageTimes::environment);
  embed(block);
  describe(block, atoms);
  end_stage(&StageTimes::embedding);
  fit(block, energies);
  end_stage(&StageTimes::fitting);
  differentiate(block);
  for (const Section& section : sections_) {
    add_gradients(block, section, section.near, sums);
    add_gradients(block, section, section.far, sums);
  }
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
    const std::size_t listed = atoms.plan->neighbours(block, u);
    section.shape = &model_->environment(block.type, u);
    for (Zone* zone : {&section.near, &section.far}) reserve(*zone, listed);
    for (std::size_t k = 0; k < block.count; ++k)
      if (!gather_centre(block, u, k, atoms, sums)) return false;
    for (Zone* zone : {&section.near, &section.far}) {
      const double harmless[4] = {1, 0, 0, 0};
      for (std::size_t p = zone->count(); p < zone->count() + spare_pairs; ++p) {
        std::copy_n(harmless, 4, zone->arrays.d + 4 * p);
        std::fill_n(zone->arrays.slopes + 4 * p, 4, 0.0f);
      }
    }
  }
  return true;
}

bool FastBlock::gather_centre(const Block& block, std::size_t type, std::size_t k,
                              const PlannedAtoms& atoms, ThreadSums& sums) {
  Section& section = sections_[type];
  const Plan& plan = *atoms.plan;
  const double cutoff2 = model_->model().cutoff * model_->model().cutoff;
  const std::span<const std::int32_t> listed = plan.neighbours(block, type, k);
  const auto begin = [](Zone& zone) {
    const std::size_t first = zone.count();
    return GatheredPairs{0, zone.arrays.d + 4 * first, zone.places.data() + first};
  };
  GatheredPairs near = begin(section.near), far = begin(section.far);
  double nearest2 = cutoff2;
  kernels_->gather({listed.size(), listed.data(), atoms.positions.data(), plan.places().data(),
                    atoms.positions[block.first + k]},
                   section.shape->far2, cutoff2, near, far, nearest2);
  if (nearest2 < closest_distance * closest_distance) {
    const auto length = [&](std::size_t p) { return Vec3::Map(near.d + 4 * p).norm(); };
    std::size_t closest = 0;
    for (std::size_t p = 1; p < near.count; ++p)
      if (length(p) < length(closest)) closest = p;
    sums.close = {static_cast<std::int32_t>(block.first + k), near.places[closest],
                  length(closest)};
    return false;
  }
  section.near.starts.push_back(section.near.count() + near.count);
  section.far.starts.push_back(section.far.count() + far.count);
  return true;
}

void FastBlock::reserve(Zone& zone, std::size_t pairs) {
  const std::size_t room = pairs + spare_pairs + 1;
  zone.starts.assign(1, 0);
  zone.places.resize(std::max(zone.places.size(), room));
  zone.arrays = {zone.d.reserve(4 * room),
                 zone.rows.reserve(4 * room),
                 zone.by_r.reserve(room),
                 zone.by_q.reserve(room),
                 zone.direct.reserve(room),
                 zone.slopes.reserve(4 * room),
                 zone.interval.reserve(room),
                 zone.within.reserve(room),
                 zone.per_s.reserve(room),
                 room,
                 nullptr,
                 zone.powers.reserve(4 * room)};
}

void FastBlock::embed(const Block& block) {
  const std::size_t size = 4 * model_->width();
  std::fill_n(t_.data(), size * kernels_->lanes, 0.0f);
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    Section& section = sections_[u];
    const EmbeddingSpline& spline = model_->spline(block.type, u);
    const float* padding = model_->padding(block.type, u);
    PairArrays& near = section.near.arrays;
    near.room = section.near.count();
    near.g = section.near.g.reserve(2 * model_->width() * near.room);
    kernels_->embed(block.count, section.near.starts.data(), near, spline.coefficients(),
                    spline.grid().intervals, model_->chunks(), t_.data());
    for (std::size_t k = 0; k < block.count && padding; ++k) {
      // Beyond sel the count goes negative: energy stays smooth where surplus neighbours come.
      const float empty = static_cast<float>(model_->model().slots[u]) -
                          static_cast<float>(section.near.count(k) + section.far.count(k));
      for (std::size_t a = 0; a < size; ++a) t_.data()[k * size + a] += empty * padding[a];
    }
  }
}

void FastBlock::embed_far(const Block& block) {
  const FarExpansion& far = model_->far(block.type);
  if (far.empty()) return;
  far.reserve(far_);
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    const Zone& zone = sections_[u].far;
    if (const auto& series = far.series(u))
      kernels_->sum_far_pairs(block.count, zone.starts.data(), zone.arrays, series->terms,
                              far.stride(), far.sums(u, far_));
  }
  far.expand(far_, model_->width(), t_rows_.data());
}

// The input of the fitting net: descriptor and parameters.
void FastBlock::describe(const Block& block, const PlannedAtoms& atoms) {
  const Model& model = model_->model();
  const FittingNet& net = model_->fitting(block.type);
  const std::size_t lanes = kernels_->lanes;
  const auto factor = static_cast<float>(1 / model.norm);
  kernels_->transpose(lanes, 4 * model_->width(), factor, t_.data(), t_rows_.data());
  embed_far(block);
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
  const std::size_t size = 4 * model_->width(), lanes = kernels_->lanes;
  const auto factor = static_cast<float>(1 / model.norm);
  // One panel more: the far expansion reads whole ones.
  float* gradient = t_gradient_.reserve((size + kernels_->panel) * lanes);
  std::fill_n(gradient + size * lanes, kernels_->panel * lanes, 0.0f);
  kernels_->contract_gradient(model.width(), model.axis, model_->fitting(block.type).is_folded(),
                              model_->width(), t_rows_.data(), x_gradient_.data(), gradient);
  const FarExpansion& far = model_->far(block.type);
  if (!far.empty()) far.differentiate(model_->width(), gradient, far_);
  kernels_->transpose(size, lanes, factor, gradient, t_.data());
  for (std::size_t u = 0; u < sections_.size(); ++u) {
    const Section& section = sections_[u];
    const std::vector<std::size_t>& starts = section.near.starts;
    for (std::size_t k = 0; k < block.count; ++k)
      kernels_->embed_gradient(starts[k], starts[k + 1], section.near.arrays, model_->chunks(),
                               t_.data() + k * size);
    if (const auto& series = far.series(u))
      kernels_->far_gradient(block.count, section.far.starts.data(), section.far.arrays,
                             static_cast<float>(section.shape->far.scale), series->terms,
                             far.gradient(u, far_), far.pitch() * lanes, lanes);
  }
}

void FastBlock::add_gradients(const Block& block, const Section& section, const Zone& zone,
                              ThreadSums& sums) {
  kernels_->pair_gradients(*section.shape, zone.count(), zone.arrays, sums.virial.data());
  kernels_->scatter(block.count, zone.starts.data(), zone.arrays.d, zone.places.data(),
                    sums.gradients.data() + block.first, sums.gradients.data());
}

}  // namespace vitrine::dlff
