// Included once per instruction set by kernels.cpp (see activations-inl.h): what is done in double
// precision, with vectors that run over pairs.
#if defined(VITRINE_DLFF_ENVIRONMENT_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VITRINE_DLFF_ENVIRONMENT_KERNELS_INL
#undef VITRINE_DLFF_ENVIRONMENT_KERNELS_INL
#else
#define VITRINE_DLFF_ENVIRONMENT_KERNELS_INL
#endif

#include <hwy/cache_control.h>
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

using Components = hn::CappedTag<double, 4>;
using Component = hn::Vec<Components>;

/// Keeps a pair if it is near or else within the cutoff. Every pair is written down in both places,
/// and the next one over it unless it counts there: no branch to mispredict.
HWY_INLINE void keep(std::size_t is_near, std::size_t is_within, std::int32_t place,
                     GatheredPairs& near, GatheredPairs& far) {
  near.places[near.count] = far.places[far.count] = place;
  near.count += is_near;
  far.count += is_within & ~is_near;
}

#if HWY_MAX_BYTES >= 32
/// The sums of squares of four vectors of four.
HWY_INLINE Component squares_of(const Component* v) {
  const Components d;
  const auto pairs_of = [&](Component a, Component b) {
    const Component a2 = hn::Mul(a, a), b2 = hn::Mul(b, b);
    return hn::Add(hn::InterleaveLower(d, a2, b2), hn::InterleaveUpper(d, a2, b2));
  };
  const Component p = pairs_of(v[0], v[1]), q = pairs_of(v[2], v[3]);
  return hn::Add(hn::ConcatLowerLower(d, q, p), hn::ConcatUpperUpper(d, q, p));
}

void gather_pairs(const ListedNeighbours& listed, double far2, double cutoff2, GatheredPairs& near,
                  GatheredPairs& far, double& nearest2) {
  const Components d;
  const std::int32_t* HWY_RESTRICT images = listed.images;
  const std::int32_t* HWY_RESTRICT places = listed.places;
  const Padded3* HWY_RESTRICT positions = listed.positions;
  const Component from = hn::Load(d, listed.centre.x);
  Component nearest = hn::Set(d, nearest2);
  GatheredPairs in = near, out = far;  // in registers
  const std::int32_t* const end = images + listed.count;
  for (; images < end; images += neighbour_group) {
    Component between[neighbour_group];
    for (std::size_t n = 0; n < neighbour_group; ++n)
      between[n] = hn::Sub(hn::Load(d, positions[images[n]].x), from);
    for (std::size_t n = 0; n < neighbour_group; ++n)
      hwy::Prefetch(&positions[images[neighbours_ahead + n]]);
    const Component r2 = squares_of(between);
    nearest = hn::Min(nearest, r2);
    std::uint8_t is_near[8], is_within[8];
    hn::StoreMaskBits(d, hn::Lt(r2, hn::Set(d, far2)), is_near);
    hn::StoreMaskBits(d, hn::Lt(r2, hn::Set(d, cutoff2)), is_within);
    const std::size_t near_bits = is_near[0], within_bits = is_within[0];
    for (std::size_t n = 0; n < neighbour_group; ++n) {
      hn::StoreU(between[n], d, in.d + 4 * in.count);
      hn::StoreU(between[n], d, out.d + 4 * out.count);
      keep(near_bits >> n & 1, within_bits >> n & 1, places[images[n]], in, out);
    }
  }
  near.count = in.count;
  far.count = out.count;
  nearest2 = hn::GetLane(hn::MinOfLanes(d, nearest));
}
#else
void gather_pairs(const ListedNeighbours& listed, double far2, double cutoff2, GatheredPairs& near,
                  GatheredPairs& far, double& nearest2) {
  for (std::size_t k = 0; k < listed.count; ++k) {
    const std::int32_t image = listed.images[k];
    double between[4] = {0, 0, 0, 0}, r2 = 0;
    for (int c = 0; c < 3; ++c) {
      between[c] = listed.positions[image].x[c] - listed.centre.x[c];
      r2 += between[c] * between[c];
    }
    for (int c = 0; c < 4; ++c) near.d[4 * near.count + c] = far.d[4 * far.count + c] = between[c];
    keep(r2 < far2, r2 < cutoff2, listed.places[image], near, far);
    nearest2 = HWY_MIN(nearest2, r2);
  }
}
#endif

/// Interval, place within it and its scale, of s in a table.
HWY_INLINE void place_in_zone(const TableGrid& grid, Double s, std::size_t p,
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

/// The polynomials of s in a series.
HWY_INLINE void place_in_zone(const FarZone& zone, Double s, std::size_t p,
                              const PairArrays& pairs) {
  const Doubles d;
  const HalfFloats f;
  const Double one = hn::Set(d, 1.0);
  const auto double_degree = [&](Double t) { return hn::MulSub(hn::Add(t, t), t, one); };
  const Double x = hn::MulSub(hn::Sub(s, hn::Set(d, zone.lower)), hn::Set(d, zone.scale), one);
  const Double t2 = double_degree(x), t4 = double_degree(t2), t8 = double_degree(t4);
  hn::StoreInterleaved4(hn::DemoteTo(f, x), hn::DemoteTo(f, t2), hn::DemoteTo(f, t4),
                        hn::DemoteTo(f, t8), f, pairs.powers + 4 * p);
}

template <class Zone>
HWY_INLINE void environment(const EnvironmentShape& shape, const Zone& zone, std::size_t count,
                            const PairArrays& pairs) {
  const Doubles d;
  const HalfFloats f;
  const Double one = hn::Set(d, 1.0);
  const Double inverse_width = hn::Set(d, 1 / shape.switch_width);
  for (std::size_t p = 0; p < count; p += double_lanes) {
    Double x, y, z, none;
    hn::LoadInterleaved4(d, pairs.d + 4 * p, x, y, z, none);
    const Double r = hn::Sqrt(hn::MulAdd(x, x, hn::MulAdd(y, y, hn::Mul(z, z)))),
                 by_length = hn::Div(one, r);
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
    place_in_zone(zone, s, p, pairs);
  }
}

void near_environment(const EnvironmentShape& shape, std::size_t count, const PairArrays& pairs) {
  environment(shape, shape.grid, count, pairs);
}

void far_environment(const EnvironmentShape& shape, std::size_t count, const PairArrays& pairs) {
  environment(shape, shape.far, count, pairs);
}

void pair_gradients(const EnvironmentShape& shape, std::size_t count, const PairArrays& pairs,
                    double* HWY_RESTRICT virial) {
  const Doubles d;
  const HalfFloats f;
  Double sums[9];
  for (Double& sum : sums) sum = hn::Zero(d);
  for (std::size_t p = 0; p < count; p += double_lanes) {
    Double x[3], none, g[3];
    hn::LoadInterleaved4(d, pairs.d + 4 * p, x[0], x[1], x[2], none);
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

void scatter_gradients(std::size_t atoms, const std::size_t* HWY_RESTRICT starts,
                       const double* HWY_RESTRICT gradient, const std::int32_t* HWY_RESTRICT places,
                       Padded3* centres, Padded3* gradients) {
  const Components d;
  constexpr std::size_t lanes = hn::MaxLanes(Components());
  for (std::size_t k = 0; k < atoms; ++k)
    for (std::size_t c = 0; c < 4; c += lanes) {
      Component on_centre = hn::Zero(d);
      for (std::size_t p = starts[k]; p < starts[k + 1]; ++p) {
        const Component g = hn::Load(d, gradient + 4 * p + c);
        double* on_neighbour = gradients[places[p]].x + c;
        hn::Store(hn::Add(hn::Load(d, on_neighbour), g), d, on_neighbour);
        on_centre = hn::Add(on_centre, g);
      }
      double* to = centres[k].x + c;
      hn::Store(hn::Sub(hn::Load(d, to), on_centre), d, to);
    }
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
