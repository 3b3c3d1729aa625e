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

void multiply_panels(std::size_t rows, std::size_t depth, const float* HWY_RESTRICT a,
                     const float* HWY_RESTRICT bias, const float* HWY_RESTRICT b,
                     float* HWY_RESTRICT c) {
  const Floats d;
  for (std::size_t row = 0; row < rows; row += panel_rows) {
    Float sum[panel_rows][block_vectors];
    for (std::size_t i = 0; i < panel_rows; ++i) {
      const float start = bias ? bias[row + i] : 0.0f;
      for (std::size_t v = 0; v < block_vectors; ++v) sum[i][v] = hn::Set(d, start);
    }
    const float* HWY_RESTRICT x = b;
    for (std::size_t k = 0; k < depth; ++k, a += panel_rows, x += block_lanes) {
      Float column[block_vectors];
      for (std::size_t v = 0; v < block_vectors; ++v) column[v] = hn::Load(d, x + v * float_lanes);
      for (std::size_t i = 0; i < panel_rows; ++i) {
        const Float weight = hn::Set(d, a[i]);
        for (std::size_t v = 0; v < block_vectors; ++v)
          sum[i][v] = hn::MulAdd(weight, column[v], sum[i][v]);
      }
    }
    for (std::size_t i = 0; i < panel_rows; ++i)
      for (std::size_t v = 0; v < block_vectors; ++v)
        hn::Store(sum[i][v], d, c + (row + i) * block_lanes + v * float_lanes);
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

void transpose(std::size_t columns, float factor, const float* HWY_RESTRICT from,
               float* HWY_RESTRICT to) {
  for (std::size_t j = 0; j < columns; ++j)
    for (std::size_t k = 0; k < block_lanes; ++k)
      to[j * block_lanes + k] = factor * from[k * columns + j];
}

void transpose_back(std::size_t columns, float factor, const float* HWY_RESTRICT from,
                    float* HWY_RESTRICT to) {
  for (std::size_t k = 0; k < block_lanes; ++k)
    for (std::size_t j = 0; j < columns; ++j)
      to[k * columns + j] = factor * from[j * block_lanes + k];
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

void contract_block_gradient(std::size_t width, std::size_t axis, bool folded, std::size_t stride,
                             const float* HWY_RESTRICT t, const float* HWY_RESTRICT x_gradient,
                             float* HWY_RESTRICT t_gradient) {
  const Floats d;
  for (std::size_t k = 0; k < 4 * stride * block_lanes; k += float_lanes)
    hn::Store(hn::Zero(d), d, t_gradient + k);
  for (std::size_t a = 0; a < width; ++a) {
    const std::size_t last = folded ? HWY_MIN(axis, a + 1) : axis;
    for (std::size_t v = 0; v < block_lanes; v += float_lanes) {
      for (std::size_t c = 0; c < 4; ++c) {
        const float* t_c = t + c * stride * block_lanes + v;
        float* gradient = t_gradient + c * stride * block_lanes + v;
        const Float t_a = hn::Load(d, t_c + a * block_lanes);
        Float sum = hn::Zero(d);
        for (std::size_t b = 0; b < last; ++b) {
          const Float x_ab = hn::Load(d, x_gradient + b * block_lanes + v);
          sum = hn::MulAdd(x_ab, hn::Load(d, t_c + b * block_lanes), sum);
          float* at = gradient + b * block_lanes;
          hn::Store(hn::MulAdd(x_ab, t_a, hn::Load(d, at)), d, at);
        }
        float* at = gradient + a * block_lanes;
        hn::Store(hn::Add(sum, hn::Load(d, at)), d, at);
      }
    }
    x_gradient += last * block_lanes;
  }
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
