// Included once per instruction set by kernels.cpp (see activations-inl.h): the descriptor and the
// fitting net, whose vectors run over the atoms of a block.
#if defined(VITRINE_DLFF_FITTING_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VITRINE_DLFF_FITTING_KERNELS_INL
#undef VITRINE_DLFF_FITTING_KERNELS_INL
#else
#define VITRINE_DLFF_FITTING_KERNELS_INL
#endif

#include <hwy/highway.h>

#include "sim/dlff/activations-inl.h"
#include "sim/dlff/fast/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace vitrine::dlff::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Float = hn::Vec<Floats>;
constexpr std::size_t float_lanes = hn::MaxLanes(Floats());
// Two vectors of atoms against a panel of weights: the sums fill 24 of 32 registers, or 12 of 16.
constexpr std::size_t block_vectors = 2;
constexpr std::size_t block_lanes = block_vectors * float_lanes;
#if HWY_TARGET <= HWY_AVX3 || HWY_TARGET == HWY_NEON
constexpr std::size_t panel_rows = 12;
#else
constexpr std::size_t panel_rows = 6;
#endif

void multiply_panels(std::size_t outputs, std::size_t inputs, std::size_t pitch,
                     const float* HWY_RESTRICT weights, const float* HWY_RESTRICT bias,
                     const float* HWY_RESTRICT x, float* HWY_RESTRICT y) {
  const Floats d;
  for (std::size_t out = 0; out < outputs; out += panel_rows) {
    const float* HWY_RESTRICT w = weights + out * pitch;
    Float sum[panel_rows][block_vectors];
    for (std::size_t o = 0; o < panel_rows; ++o)
      for (std::size_t v = 0; v < block_vectors; ++v) sum[o][v] = hn::Set(d, bias[out + o]);
    for (std::size_t i = 0; i < inputs; ++i, w += panel_rows) {
      Float column[block_vectors];
      for (std::size_t v = 0; v < block_vectors; ++v)
        column[v] = hn::Load(d, x + i * block_lanes + v * float_lanes);
      for (std::size_t o = 0; o < panel_rows; ++o) {
        const Float weight = hn::Set(d, w[o]);
        for (std::size_t v = 0; v < block_vectors; ++v)
          sum[o][v] = hn::MulAdd(weight, column[v], sum[o][v]);
      }
    }
    for (std::size_t o = 0; o < panel_rows; ++o)
      for (std::size_t v = 0; v < block_vectors; ++v)
        hn::Store(sum[o][v], d, y + (out + o) * block_lanes + v * float_lanes);
  }
}

void multiply_back(std::size_t outputs, std::size_t inputs, std::size_t pitch,
                   const float* HWY_RESTRICT weights, const float* HWY_RESTRICT y_gradient,
                   float* HWY_RESTRICT x_gradient) {
  const Floats d;
  for (std::size_t in = 0; in < inputs; in += panel_rows) {
    Float sum[panel_rows][block_vectors];
    for (std::size_t i = 0; i < panel_rows; ++i)
      for (std::size_t v = 0; v < block_vectors; ++v) sum[i][v] = hn::Zero(d);
    for (std::size_t out = 0; out < outputs; out += panel_rows) {
      const float* HWY_RESTRICT w = weights + out * pitch + in * panel_rows;
      for (std::size_t o = 0; o < panel_rows; ++o) {
        Float column[block_vectors];
        for (std::size_t v = 0; v < block_vectors; ++v)
          column[v] = hn::Load(d, y_gradient + (out + o) * block_lanes + v * float_lanes);
        for (std::size_t i = 0; i < panel_rows; ++i) {
          const Float weight = hn::Set(d, w[i * panel_rows + o]);
          for (std::size_t v = 0; v < block_vectors; ++v)
            sum[i][v] = hn::MulAdd(weight, column[v], sum[i][v]);
        }
      }
    }
    for (std::size_t i = 0; i < panel_rows; ++i)
      for (std::size_t v = 0; v < block_vectors; ++v)
        hn::Store(sum[i][v], d, x_gradient + (in + i) * block_lanes + v * float_lanes);
  }
}

HWY_INLINE void activate_tanh_rows(std::size_t rows, const float* HWY_RESTRICT time_step,
                                   float* HWY_RESTRICT z, float* HWY_RESTRICT slope) {
  const Floats d;
  const Float one = hn::Set(d, 1.0f);
  for (std::size_t i = 0; i < rows; ++i) {
    const Float step = time_step ? hn::Set(d, time_step[i]) : one;
    for (std::size_t v = 0; v < block_lanes; v += float_lanes) {
      const std::size_t at = i * block_lanes + v;
      const Float h = tanh_of(d, hn::Load(d, z + at));
      hn::Store(hn::Mul(step, h), d, z + at);
      hn::Store(hn::Mul(step, hn::NegMulAdd(h, h, one)), d, slope + at);
    }
  }
}

void activate_rows(std::size_t rows, const ActivationShape& shape, float* HWY_RESTRICT z,
                   float* HWY_RESTRICT slope) {
  if (shape.activation == Activation::tanh) {
    activate_tanh_rows(rows, shape.time_step, z, slope);
    return;
  }
  for (std::size_t k = 0; k < rows * block_lanes; ++k) {
    const double step = shape.time_step ? shape.time_step[k / block_lanes] : 1.0f;
    const ValueAndSlope h = plain_activation(shape.activation, shape.threshold, z[k]);
    z[k] = static_cast<float>(step * h.value);
    slope[k] = static_cast<float>(step * h.slope);
  }
}

void product_rows(std::size_t rows, const float* HWY_RESTRICT a, const float* HWY_RESTRICT b,
                  float* HWY_RESTRICT y) {
  const Floats d;
  for (std::size_t k = 0; k < rows * block_lanes; k += float_lanes)
    hn::Store(hn::Mul(hn::Load(d, a + k), hn::Load(d, b + k)), d, y + k);
}

void add_rows(std::size_t rows, const float* HWY_RESTRICT a, float* HWY_RESTRICT y) {
  const Floats d;
  for (std::size_t k = 0; k < rows * block_lanes; k += float_lanes)
    hn::Store(hn::Add(hn::Load(d, a + k), hn::Load(d, y + k)), d, y + k);
}

void weigh_rows(std::size_t rows, const float* HWY_RESTRICT w, float bias,
                const float* HWY_RESTRICT x, float* HWY_RESTRICT y) {
  const Floats d;
  for (std::size_t v = 0; v < block_lanes; v += float_lanes) {
    Float sum = hn::Set(d, bias);
    for (std::size_t k = 0; k < rows; ++k)
      sum = hn::MulAdd(hn::Set(d, w[k]), hn::Load(d, x + k * block_lanes + v), sum);
    hn::Store(sum, d, y + v);
  }
}

void spread_rows(std::size_t rows, const float* HWY_RESTRICT w, float* HWY_RESTRICT y) {
  const Floats d;
  for (std::size_t k = 0; k < rows; ++k)
    for (std::size_t v = 0; v < block_lanes; v += float_lanes)
      hn::Store(hn::Set(d, w[k]), d, y + k * block_lanes + v);
}

/// The four by four blocks of lanes of four rows, transposed each: rows[i] of a block becomes its
/// column i.
HWY_INLINE void transpose_fours(Float& r0, Float& r1, Float& r2, Float& r3) {
  const Floats d;
  const hn::Repartition<double, Floats> pairs;
  const auto low = [&](Float a, Float b) {
    return hn::BitCast(pairs, hn::InterleaveLower(d, a, b));
  };
  const auto high = [&](Float a, Float b) {
    return hn::BitCast(pairs, hn::InterleaveUpper(d, a, b));
  };
  const auto low01 = low(r0, r1), low23 = low(r2, r3);
  const auto high01 = high(r0, r1), high23 = high(r2, r3);
  r0 = hn::BitCast(d, hn::InterleaveLower(pairs, low01, low23));
  r1 = hn::BitCast(d, hn::InterleaveUpper(pairs, low01, low23));
  r2 = hn::BitCast(d, hn::InterleaveLower(pairs, high01, high23));
  r3 = hn::BitCast(d, hn::InterleaveUpper(pairs, high01, high23));
}

/// to[column][row] = factor from[row][column] of four rows and as many columns as a vector has
/// lanes.
HWY_INLINE void transpose_tile(Float factor, const float* HWY_RESTRICT from,
                               std::size_t from_stride, float* HWY_RESTRICT to,
                               std::size_t to_stride) {
  const Floats d;
  Float r[4];
  for (std::size_t i = 0; i < 4; ++i) r[i] = hn::Mul(factor, hn::Load(d, from + i * from_stride));
  transpose_fours(r[0], r[1], r[2], r[3]);
  HWY_ALIGN float block[float_lanes];
  const hn::CappedTag<float, 4> four;
  for (std::size_t i = 0; i < 4; ++i) {
    hn::Store(r[i], d, block);
    for (std::size_t part = 0; part < float_lanes; part += 4)
      hn::Store(hn::Load(four, block + part), four, to + (part + i) * to_stride);
  }
}

void transpose(std::size_t rows, std::size_t columns, float factor, const float* from, float* to) {
  const Float by = hn::Set(Floats(), factor);
  for (std::size_t j = 0; j < columns; j += float_lanes)
    for (std::size_t i = 0; i < rows; i += 4)
      transpose_tile(by, from + i * columns + j, columns, to + j * rows + i, rows);
}

void contract_block(std::size_t width, std::size_t axis, bool folded, std::size_t stride,
                    const float* HWY_RESTRICT t, float* HWY_RESTRICT x) {
  const Floats d;
  for (std::size_t a = 0; a < width; ++a) {
    const std::size_t last = folded ? HWY_MIN(axis, a + 1) : axis;
    for (std::size_t v = 0; v < block_lanes; v += float_lanes) {
      Float t_a[4];
      for (std::size_t c = 0; c < 4; ++c)
        t_a[c] = hn::Load(d, t + (c * stride + a) * block_lanes + v);
      for (std::size_t b = 0; b < last; ++b) {
        Float sum = hn::Mul(t_a[0], hn::Load(d, t + b * block_lanes + v));
        for (std::size_t c = 1; c < 4; ++c)
          sum = hn::MulAdd(t_a[c], hn::Load(d, t + (c * stride + b) * block_lanes + v), sum);
        hn::Store(sum, d, x + b * block_lanes + v);
      }
    }
    x += last * block_lanes;
  }
}

constexpr std::size_t axis_tile = 4;

/// What x_gradient of the columns a and b_0 to b_0 + count adds to those columns' gradients. The
/// sums of the columns b wait in registers for the end.
template <std::size_t count>
HWY_INLINE void contract_row_gradient(const float* HWY_RESTRICT x_gradient, Float t_a,
                                      const Float* t_b, Float* on_b, float* HWY_RESTRICT on_a) {
  const Floats d;
  Float sum = hn::Load(d, on_a);
  for (std::size_t b = 0; b < count; ++b) {
    const Float x = hn::Load(d, x_gradient + b * block_lanes);
    sum = hn::MulAdd(x, t_b[b], sum);
    on_b[b] = hn::MulAdd(x, t_a, on_b[b]);
  }
  hn::Store(sum, d, on_a);
}

/// One component and one vector of atoms.
HWY_INLINE void contract_component_gradient(std::size_t width, std::size_t axis, bool folded,
                                            const float* HWY_RESTRICT t,
                                            const float* HWY_RESTRICT x_gradient,
                                            float* HWY_RESTRICT t_gradient) {
  const Floats d;
  for (std::size_t first = 0; first < axis; first += axis_tile) {
    const std::size_t tile = HWY_MIN(axis_tile, axis - first);
    Float t_b[axis_tile], on_b[axis_tile];
    for (std::size_t b = 0; b < axis_tile; ++b) {
      t_b[b] = hn::Load(d, t + (first + HWY_MIN(b, tile - 1)) * block_lanes);
      on_b[b] = hn::Zero(d);
    }
    const float* x = x_gradient + first * block_lanes;
    for (std::size_t a = 0; a < width; ++a) {
      const std::size_t columns = folded ? HWY_MIN(axis, a + 1) : axis;
      const std::size_t here = columns <= first ? 0 : HWY_MIN(tile, columns - first);
      const Float t_a = hn::Load(d, t + a * block_lanes);
      float* on_a = t_gradient + a * block_lanes;
      if (here == 4) contract_row_gradient<4>(x, t_a, t_b, on_b, on_a);
      if (here == 3) contract_row_gradient<3>(x, t_a, t_b, on_b, on_a);
      if (here == 2) contract_row_gradient<2>(x, t_a, t_b, on_b, on_a);
      if (here == 1) contract_row_gradient<1>(x, t_a, t_b, on_b, on_a);
      x += columns * block_lanes;
    }
    for (std::size_t b = 0; b < tile; ++b) {
      float* to = t_gradient + (first + b) * block_lanes;
      hn::Store(hn::Add(hn::Load(d, to), on_b[b]), d, to);
    }
  }
}

void contract_block_gradient(std::size_t width, std::size_t axis, bool folded, std::size_t stride,
                             const float* HWY_RESTRICT t, const float* HWY_RESTRICT x_gradient,
                             float* HWY_RESTRICT t_gradient) {
  std::fill_n(t_gradient, 4 * stride * block_lanes, 0.0f);
  for (std::size_t c = 0; c < 4; ++c)
    for (std::size_t v = 0; v < block_lanes; v += float_lanes) {
      const std::size_t at = c * stride * block_lanes + v;
      contract_component_gradient(width, axis, folded, t + at, x_gradient + v, t_gradient + at);
    }
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
