// Included once per instruction set by kernels.cpp (see activations-inl.h): what is done in double
// precision, with vectors that run over pairs.
#if defined(VITRINE_DLFF_ENVIRONMENT_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VITRINE_DLFF_ENVIRONMENT_KERNELS_INL
#undef VITRINE_DLFF_ENVIRONMENT_KERNELS_INL
#else
#define VITRINE_DLFF_ENVIRONMENT_KERNELS_INL
#endif

#include <hwy/highway.h>

#include "sim/dlff/fast/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace vitrine::dlff::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::CappedTag<double, 8>;
using Double = hn::Vec<Doubles>;
using HalfFloats = hn::Rebind<float, Doubles>;
using HalfInts = hn::Rebind<std::int32_t, Doubles>;
constexpr std::size_t double_lanes = hn::MaxLanes(Doubles());

// Every pair is written down, and the next one over it unless it counts: no branch to mispredict.
#if HWY_MAX_BYTES >= 32
std::size_t gather_pairs(std::size_t listed, const PlannedNeighbour* HWY_RESTRICT neighbours,
                         const Padded3* HWY_RESTRICT positions, const Padded3* HWY_RESTRICT offsets,
                         const Padded3& centre, double cutoff2, double* HWY_RESTRICT d,
                         std::int32_t* HWY_RESTRICT atoms, double* HWY_RESTRICT nearest2) {
  const hn::CappedTag<double, 4> four;
  const auto from = hn::Load(four, centre.x);
  const auto last = hn::Eq(hn::Iota(four, 0.0), hn::Set(four, 3.0));
  auto nearest = hn::Set(four, *nearest2);
  std::size_t count = 0;
  for (std::size_t k = 0; k < listed; ++k) {
    const auto to = hn::Add(hn::Load(four, positions[neighbours[k].atom].x),
                            hn::Load(four, offsets[neighbours[k].shift].x));
    const auto between = hn::Sub(to, from);
    const auto squares = hn::Mul(between, between);
    const auto sums = hn::Add(squares, hn::Reverse2(four, squares));
    const auto r2 = hn::Add(sums, hn::Reverse4(four, sums));
    hn::StoreU(hn::IfThenElse(last, r2, between), four, d + 4 * count);
    atoms[count] = neighbours[k].atom;
    count += hn::GetLane(r2) < cutoff2;
    nearest = hn::Min(nearest, r2);
  }
  *nearest2 = hn::GetLane(nearest);
  return count;
}
#else
std::size_t gather_pairs(std::size_t listed, const PlannedNeighbour* HWY_RESTRICT neighbours,
                         const Padded3* HWY_RESTRICT positions, const Padded3* HWY_RESTRICT offsets,
                         const Padded3& centre, double cutoff2, double* HWY_RESTRICT d,
                         std::int32_t* HWY_RESTRICT atoms, double* HWY_RESTRICT nearest2) {
  std::size_t count = 0;
  for (std::size_t k = 0; k < listed; ++k) {
    double r2 = 0;
    for (int c = 0; c < 3; ++c) {
      const double between =
          positions[neighbours[k].atom].x[c] + offsets[neighbours[k].shift].x[c] - centre.x[c];
      d[4 * count + c] = between;
      r2 += between * between;
    }
    d[4 * count + 3] = r2;
    atoms[count] = neighbours[k].atom;
    count += r2 < cutoff2;
    *nearest2 = HWY_MIN(*nearest2, r2);
  }
  return count;
}
#endif

/// Interval, place within it and its scale, of s in a table.
HWY_INLINE void find_interval(const TableGrid& grid, Double s, std::size_t p,
                              const PairArrays& pairs) {
  const Doubles d;
  const auto in_fine = hn::Lt(s, hn::Set(d, grid.middle));
  const Double scale = hn::IfThenElse(in_fine, hn::Set(d, grid.fine), hn::Set(d, grid.coarse));
  const Double start = hn::IfThenElse(in_fine, hn::Set(d, grid.lower), hn::Set(d, grid.middle));
  const Double before =
      hn::IfThenElse(in_fine, hn::Zero(d), hn::Set(d, static_cast<double>(grid.fine_intervals)));
  const Double last = hn::Set(d, static_cast<double>(grid.intervals - 1));
  const Double place = hn::Max(hn::Mul(hn::Sub(s, start), scale), hn::Zero(d));
  const Double whole = hn::Min(hn::Floor(place), hn::Sub(last, before));
  hn::StoreU(hn::DemoteTo(HalfInts(), hn::Add(whole, before)), HalfInts(), pairs.interval + p);
  hn::StoreU(hn::DemoteTo(HalfFloats(), hn::Sub(place, whole)), HalfFloats(), pairs.within + p);
  hn::StoreU(hn::DemoteTo(HalfFloats(), scale), HalfFloats(), pairs.per_s + p);
}

void environment(const EnvironmentShape& shape, std::size_t count, const PairArrays& pairs) {
  const Doubles d;
  const HalfFloats f;
  const Double one = hn::Set(d, 1.0);
  const Double inverse_width = hn::Set(d, 1 / shape.switch_width);
  for (std::size_t p = 0; p < count; p += double_lanes) {
    Double x, y, z, r2;
    hn::LoadInterleaved4(d, pairs.d + 4 * p, x, y, z, r2);
    const Double r = hn::Sqrt(r2), by_length = hn::Div(one, r);
    const Double inverse =
        shape.protection == 0 ? by_length : hn::Div(one, hn::Add(r, hn::Set(d, shape.protection)));
    // Below the start u is 0: the switch is 1 and flat.
    const Double u =
        hn::Max(hn::Mul(hn::Sub(r, hn::Set(d, shape.switch_start)), inverse_width), hn::Zero(d));
    const Double u2 = hn::Mul(u, u);
    const Double poly =
        hn::MulAdd(u, hn::MulAdd(u, hn::Set(d, -6.0), hn::Set(d, 15.0)), hn::Set(d, -10.0));
    const Double value = hn::MulAdd(hn::Mul(u2, u), poly, one);
    const Double rise = hn::MulAdd(u, hn::Set(d, -12.0), hn::Set(d, 15.0));
    const Double slope =
        hn::Mul(hn::Mul(u2, hn::MulAdd(hn::Set(d, 3.0), poly, hn::Mul(u, rise))), inverse_width);

    const Double direct = hn::Mul(value, hn::Mul(inverse, inverse));
    const Double by_r = hn::Mul(hn::NegMulAdd(value, inverse, slope), hn::Mul(inverse, by_length));
    const Double by_q = hn::Mul(hn::NegMulAdd(hn::Add(value, value), inverse, slope),
                                hn::Mul(hn::Mul(inverse, inverse), by_length));
    hn::StoreU(hn::Mul(by_r, hn::Set(d, shape.inverse_spread[0])), d, pairs.by_r + p);
    hn::StoreU(by_q, d, pairs.by_q + p);
    hn::StoreU(direct, d, pairs.direct + p);

    const auto normalise = [&](Double row, int c) {
      return hn::Mul(hn::Sub(row, hn::Set(d, shape.mean[c])), hn::Set(d, shape.inverse_spread[c]));
    };
    const Double s = normalise(hn::Mul(value, inverse), 0);
    hn::StoreInterleaved4(hn::DemoteTo(f, s), hn::DemoteTo(f, normalise(hn::Mul(direct, x), 1)),
                          hn::DemoteTo(f, normalise(hn::Mul(direct, y), 2)),
                          hn::DemoteTo(f, normalise(hn::Mul(direct, z), 3)), f, pairs.rows + 4 * p);
    find_interval(shape.grid, s, p, pairs);
  }
}

void pair_gradients(const EnvironmentShape& shape, std::size_t count, const PairArrays& pairs,
                    double* HWY_RESTRICT virial) {
  const Doubles d;
  const HalfFloats f;
  Double sums[9];
  for (Double& sum : sums) sum = hn::Zero(d);
  for (std::size_t p = 0; p < count; p += double_lanes) {
    Double x[3], r2, g[3];
    hn::LoadInterleaved4(d, pairs.d + 4 * p, x[0], x[1], x[2], r2);
    hn::Vec<HalfFloats> slope[4];
    hn::LoadInterleaved4(f, pairs.slopes + 4 * p, slope[0], slope[1], slope[2], slope[3]);
    Double by_vector[3];
    for (int k = 0; k < 3; ++k)
      by_vector[k] =
          hn::Mul(hn::PromoteTo(d, slope[k + 1]), hn::Set(d, shape.inverse_spread[k + 1]));
    const Double q =
        hn::MulAdd(by_vector[2], x[2], hn::MulAdd(by_vector[1], x[1], hn::Mul(by_vector[0], x[0])));
    const Double along = hn::MulAdd(hn::PromoteTo(d, slope[0]), hn::Load(d, pairs.by_r + p),
                                    hn::Mul(q, hn::Load(d, pairs.by_q + p)));
    const Double direct = hn::Load(d, pairs.direct + p);
    for (int k = 0; k < 3; ++k) g[k] = hn::MulAdd(along, x[k], hn::Mul(direct, by_vector[k]));
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b) sums[3 * a + b] = hn::NegMulAdd(g[a], x[b], sums[3 * a + b]);
    hn::StoreInterleaved4(g[0], g[1], g[2], hn::Zero(d), d, pairs.d + 4 * p);
  }
  for (int k = 0; k < 9; ++k) virial[k] += hn::GetLane(hn::SumOfLanes(d, sums[k]));
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
