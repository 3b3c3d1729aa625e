// Included once per instruction set by kernels.cpp (see activations-inl.h): the embedding, whose
// vectors run over its columns.
#if defined(VITRINE_DLFF_EMBEDDING_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VITRINE_DLFF_EMBEDDING_KERNELS_INL
#undef VITRINE_DLFF_EMBEDDING_KERNELS_INL
#else
#define VITRINE_DLFF_EMBEDDING_KERNELS_INL
#endif

#include <hwy/highway.h>

#include "sim/dlff/fast/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace vitrine::dlff::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Columns = hn::CappedTag<float, chunk>;
using Column = hn::Vec<Columns>;
constexpr std::size_t column_lanes = hn::MaxLanes(Columns());
// Vectors of a chunk worked on together: with the four sums of each they fit the registers.
constexpr std::size_t column_vectors = HWY_MIN(chunk / column_lanes, std::size_t{2});

/// Value and slope of the six coefficients of an interval, by Horner's rule.
HWY_INLINE void evaluate_quintic(const float* HWY_RESTRICT c, Column u, Column& value,
                                 Column& slope) {
  const Columns d;
  Column p = hn::Load(d, c + 5 * chunk);
  value = hn::MulAdd(p, u, hn::Load(d, c + 4 * chunk));
  slope = hn::MulAdd(p, u, value);
  for (std::size_t k = 3; k > 0; --k) {
    value = hn::MulAdd(value, u, hn::Load(d, c + k * chunk));
    slope = hn::MulAdd(slope, u, value);
  }
  value = hn::MulAdd(value, u, hn::Load(d, c));
}

/// The pairs of one atom for the columns that start at `coefficients`, `g` and `t`.
HWY_INLINE void embed_columns(std::size_t first, std::size_t last, const PairArrays& pairs,
                              const float* HWY_RESTRICT coefficients, float* HWY_RESTRICT g,
                              float* HWY_RESTRICT t, std::size_t t_stride) {
  const Columns d;
  Column sum[4][column_vectors];
  for (std::size_t c = 0; c < 4; ++c)
    for (std::size_t v = 0; v < column_vectors; ++v)
      sum[c][v] = hn::Load(d, t + c * t_stride + v * column_lanes);
  for (std::size_t p = first; p < last; ++p) {
    const float* at = coefficients + static_cast<std::size_t>(pairs.interval[p]) * 6 * chunk;
    const Column u = hn::Set(d, pairs.within[p]);
    Column value[column_vectors];
    for (std::size_t v = 0; v < column_vectors; ++v) {
      Column slope;
      evaluate_quintic(at + v * column_lanes, u, value[v], slope);
      hn::Store(value[v], d, g + p * 2 * chunk + v * column_lanes);
      hn::Store(slope, d, g + p * 2 * chunk + chunk + v * column_lanes);
    }
    for (std::size_t c = 0; c < 4; ++c) {
      const Column row = hn::Set(d, pairs.rows[4 * p + c]);
      for (std::size_t v = 0; v < column_vectors; ++v)
        sum[c][v] = hn::MulAdd(row, value[v], sum[c][v]);
    }
  }
  for (std::size_t c = 0; c < 4; ++c)
    for (std::size_t v = 0; v < column_vectors; ++v)
      hn::Store(sum[c][v], d, t + c * t_stride + v * column_lanes);
}

// Columns outermost: most pairs of a block are far and fall into few intervals, whose coefficients
// for one chunk stay in the nearest cache.
void embed_pairs(std::size_t atoms, const std::size_t* starts, const PairArrays& pairs,
                 const float* HWY_RESTRICT table, std::size_t intervals, std::size_t chunks,
                 float* HWY_RESTRICT t) {
  const std::size_t width = chunks * chunk, room = pairs.room * 2 * chunk;
  for (std::size_t j = 0; j < width; j += column_vectors * column_lanes)
    for (std::size_t k = 0; k < atoms; ++k)
      embed_columns(starts[k], starts[k + 1], pairs,
                    table + j / chunk * intervals * 6 * chunk + j % chunk,
                    pairs.g + j / chunk * room + j % chunk, t + k * 4 * width + j, width);
}

template <class D, class V>
HWY_INLINE void store_block_sum(D d, V sums, float* to) {
  if constexpr (hn::MaxLanes(D()) == 4) {
    hn::StoreU(sums, d, to);
  } else {
    const hn::Half<D> half;
    store_block_sum(half, hn::Add(hn::LowerHalf(half, sums), hn::UpperHalf(half, sums)), to);
  }
}

/// to[c] = the sum of the lanes of s_c.
HWY_INLINE void store_sums(Column s0, Column s1, Column s2, Column s3, float* to) {
  const Columns d;
  const hn::Repartition<double, Columns> pairs;
  const Column a = hn::Add(hn::InterleaveLower(d, s0, s1), hn::InterleaveUpper(d, s0, s1));
  const Column b = hn::Add(hn::InterleaveLower(d, s2, s3), hn::InterleaveUpper(d, s2, s3));
  const auto a2 = hn::BitCast(pairs, a), b2 = hn::BitCast(pairs, b);
  store_block_sum(d,
                  hn::Add(hn::BitCast(d, hn::InterleaveLower(pairs, a2, b2)),
                          hn::BitCast(d, hn::InterleaveUpper(pairs, a2, b2))),
                  to);
}

void embed_gradient(std::size_t first, std::size_t last, const PairArrays& pairs,
                    std::size_t chunks, const float* HWY_RESTRICT t_gradient) {
  const Columns d;
  const std::size_t width = chunks * chunk, room = pairs.room * 2 * chunk;
  for (std::size_t p = first; p < last; ++p) {
    Column row[4], sum[4];
    for (std::size_t c = 0; c < 4; ++c) {
      row[c] = hn::Set(d, pairs.rows[4 * p + c]);
      sum[c] = hn::Zero(d);
    }
    Column along = hn::Zero(d);
    const float* HWY_RESTRICT g = pairs.g + p * 2 * chunk;
    for (std::size_t j = 0; j < width; j += column_lanes) {
      const float* at = g + j / chunk * room + j % chunk;
      const Column value = hn::Load(d, at), slope = hn::Load(d, at + chunk);
      const Column t0 = hn::Load(d, t_gradient + j);
      const Column t1 = hn::Load(d, t_gradient + width + j);
      const Column t2 = hn::Load(d, t_gradient + 2 * width + j);
      const Column t3 = hn::Load(d, t_gradient + 3 * width + j);
      sum[0] = hn::MulAdd(t0, value, sum[0]);
      sum[1] = hn::MulAdd(t1, value, sum[1]);
      sum[2] = hn::MulAdd(t2, value, sum[2]);
      sum[3] = hn::MulAdd(t3, value, sum[3]);
      const Column g_gradient = hn::MulAdd(
          row[3], t3, hn::MulAdd(row[2], t2, hn::MulAdd(row[1], t1, hn::Mul(row[0], t0))));
      along = hn::MulAdd(g_gradient, slope, along);
    }
    sum[0] = hn::MulAdd(along, hn::Set(d, pairs.per_s[p]), sum[0]);
    store_sums(sum[0], sum[1], sum[2], sum[3], pairs.slopes + 4 * p);
  }
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
