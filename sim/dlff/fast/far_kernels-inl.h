// Included once per instruction set by kernels.cpp (see activations-inl.h): distant pairs, whose
// embedding is a series (FarSeries). Its sums over pairs have vectors that run over the terms; the
// way back, where every pair has a result of its own, vectors that run over pairs.
#if defined(VITRINE_DLFF_FAR_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VITRINE_DLFF_FAR_KERNELS_INL
#undef VITRINE_DLFF_FAR_KERNELS_INL
#else
#define VITRINE_DLFF_FAR_KERNELS_INL
#endif

#include <hwy/highway.h>

#include "sim/dlff/fast/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace vitrine::dlff::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Terms = hn::CappedTag<float, far_terms>;
using Term = hn::Vec<Terms>;
constexpr std::size_t term_lanes = hn::MaxLanes(Terms());
constexpr std::size_t term_bits = term_lanes >= 16 ? 4 : term_lanes >= 8 ? 3 : 2;
static_assert(far_terms == 16 && term_lanes >= 4);

/// phi of the terms 0 to far_terms - 1, vector after vector, of the powers of one pair.
template <std::size_t vectors>
HWY_INLINE void far_basis(const float* HWY_RESTRICT powers, const hn::Mask<Terms>* has_bit,
                          Term* phi) {
  const Terms d;
  const Term one = hn::Set(d, 1.0f);
  phi[0] = hn::IfThenElse(has_bit[0], hn::Set(d, powers[0]), one);
  for (std::size_t bit = 1; bit < term_bits; ++bit)
    phi[0] = hn::Mul(phi[0], hn::IfThenElse(has_bit[bit], hn::Set(d, powers[bit]), one));
  // A vector's number holds the bits that its lanes have in common.
  for (std::size_t bit = term_bits; bit < 4; ++bit) {
    const Term factor = hn::Set(d, powers[bit]);
    const std::size_t half = std::size_t{1} << (bit - term_bits);
    for (std::size_t v = half; v < HWY_MIN(vectors, 2 * half); ++v)
      phi[v] = hn::Mul(factor, phi[v - half]);
  }
}

template <std::size_t vectors>
HWY_INLINE void far_sums(std::size_t atoms, const std::size_t* HWY_RESTRICT starts,
                         const PairArrays& pairs, std::size_t stride, float* HWY_RESTRICT sums) {
  const Terms d;
  const hn::RebindToUnsigned<Terms> du;
  hn::Mask<Terms> has_bit[term_bits];
  for (std::size_t bit = 0; bit < term_bits; ++bit)
    has_bit[bit] = hn::RebindMask(
        d, hn::TestBit(hn::Iota(du, 0), hn::Set(du, static_cast<std::uint32_t>(1) << bit)));
  for (std::size_t k = 0; k < atoms; ++k) {
    Term sum[4][vectors];
    for (std::size_t c = 0; c < 4; ++c)
      for (std::size_t v = 0; v < vectors; ++v) sum[c][v] = hn::Zero(d);
    for (std::size_t p = starts[k]; p < starts[k + 1]; ++p) {
      Term phi[vectors];
      far_basis<vectors>(pairs.powers + 4 * p, has_bit, phi);
      for (std::size_t c = 0; c < 4; ++c) {
        const Term row = hn::Set(d, pairs.rows[4 * p + c]);
        for (std::size_t v = 0; v < vectors; ++v) sum[c][v] = hn::MulAdd(row, phi[v], sum[c][v]);
      }
    }
    for (std::size_t c = 0; c < 4; ++c)
      for (std::size_t v = 0; v < vectors; ++v)
        hn::StoreU(sum[c][v], d, sums + (4 * k + c) * stride + v * term_lanes);
  }
}

void sum_far_pairs(std::size_t atoms, const std::size_t* starts, const PairArrays& pairs,
                   std::size_t terms, std::size_t stride, float* sums) {
  constexpr std::size_t all = far_terms / term_lanes;
  if (all > 1 && terms <= far_terms / 2)
    far_sums<HWY_MAX(all / 2, std::size_t{1})>(atoms, starts, pairs, stride, sums);
  else
    far_sums<all>(atoms, starts, pairs, stride, sums);
}

using FarPairs = hn::CappedTag<float, 8>;
using FarPair = hn::Vec<FarPairs>;

/// The slopes of as many pairs as a vector has lanes.
HWY_INLINE void far_slopes(std::size_t p, const PairArrays& pairs, float per_s, std::size_t terms,
                           const float* HWY_RESTRICT gradient, std::size_t row,
                           std::size_t stride) {
  const FarPairs d;
  FarPair factor[4], change[4], r[4], value[4];
  hn::LoadInterleaved4(d, pairs.powers + 4 * p, factor[0], factor[1], factor[2], factor[3]);
  hn::LoadInterleaved4(d, pairs.rows + 4 * p, r[0], r[1], r[2], r[3]);
  change[0] = hn::Set(d, 1.0f);
  for (std::size_t bit = 1; bit < 4; ++bit)
    change[bit] = hn::Mul(hn::Mul(hn::Set(d, 4.0f), factor[bit - 1]), change[bit - 1]);
  FarPair phi[far_terms], slope[far_terms];
  phi[0] = hn::Set(d, 1.0f);
  slope[0] = hn::Zero(d);
  for (std::size_t c = 0; c < 4; ++c) value[c] = hn::Set(d, gradient[c * row]);
  FarPair along = hn::Zero(d);
  std::size_t bit = 0;
  for (std::size_t k = 1; k < terms; ++k) {
    if (k == std::size_t{2} << bit) ++bit;
    const std::size_t rest = k - (std::size_t{1} << bit);
    phi[k] = hn::Mul(factor[bit], phi[rest]);
    slope[k] = hn::MulAdd(change[bit], phi[rest], hn::Mul(factor[bit], slope[rest]));
    FarPair by_phi = hn::Zero(d);
    for (std::size_t c = 0; c < 4; ++c) {
      const FarPair g = hn::Set(d, gradient[c * row + k * stride]);
      value[c] = hn::MulAdd(g, phi[k], value[c]);
      by_phi = hn::MulAdd(g, r[c], by_phi);
    }
    along = hn::MulAdd(by_phi, slope[k], along);
  }
  value[0] = hn::MulAdd(along, hn::Set(d, per_s), value[0]);
  hn::StoreInterleaved4(value[0], value[1], value[2], value[3], d, pairs.slopes + 4 * p);
}

// A vector may reach into the pairs of the next atom, whose turn comes afterwards.
void far_pair_slopes(std::size_t atoms, const std::size_t* HWY_RESTRICT starts,
                     const PairArrays& pairs, float per_s, std::size_t terms,
                     const float* HWY_RESTRICT gradient, std::size_t row, std::size_t stride) {
  for (std::size_t k = 0; k < atoms; ++k)
    for (std::size_t p = starts[k]; p < starts[k + 1]; p += hn::MaxLanes(FarPairs()))
      far_slopes(p, pairs, per_s, terms, gradient + k, row, stride);
  for (std::size_t k = 0; k < 4 * spare_pairs; ++k) pairs.slopes[4 * starts[atoms] + k] = 0;
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
