#include "sim/dlff/environment.h"

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

bool gather_pairs(const Model& model, std::span<const std::int32_t> atoms,
                  const Surroundings& surroundings, std::vector<PairList>& lists,
                  ClosePair& close) {
  const std::vector<Vec3>& positions = *surroundings.positions;
  const double cutoff2 = model.cutoff * model.cutoff;
  lists.resize(model.type_count());
  for (PairList& list : lists) {
    list.pairs.clear();
    list.starts.assign(1, 0);
  }
  for (std::int32_t i : atoms) {
    const auto centre = static_cast<std::size_t>(i);
    for (const Neighbour& n : surroundings.neighbours->of(centre)) {
      const auto other = static_cast<std::size_t>(n.index);
      Vec3 d = positions[other] - positions[centre];
      if (n.shift[0] | n.shift[1] | n.shift[2])
        d += surroundings.cell->offset(n.shift[0], n.shift[1], n.shift[2]);
      const double r2 = d.squaredNorm();
      if (r2 >= cutoff2) continue;
      if (r2 < closest_distance * closest_distance) {
        close = {i, n.index, std::sqrt(r2)};
        return false;
      }
      const auto type = static_cast<std::size_t>((*surroundings.types)[other]);
      lists[type].pairs.push_back({n.index, d, 0, 0, 0});
    }
    for (PairList& list : lists) list.starts.push_back(list.pairs.size());
  }
  return true;
}

void normalise(const Model& model, const double* mean, const double* spread, Pair& pair,
               double* row) {
  const double r = pair.d.norm();
  const Switch sw = switching(r, model);
  const double inverse = 1 / (r + model.protection);
  pair.direct = sw.value * inverse * inverse;
  pair.by_r = (sw.slope - sw.value * inverse) * inverse / r;
  pair.by_q = (sw.slope - 2 * sw.value * inverse) * inverse * inverse / r;
  row[0] = (sw.value * inverse - mean[0]) / spread[0];
  for (int k = 0; k < 3; ++k) row[k + 1] = (pair.direct * pair.d[k] - mean[k + 1]) / spread[k + 1];
}

}  // namespace vitrine::dlff
