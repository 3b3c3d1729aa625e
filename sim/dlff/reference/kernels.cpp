#include "sim/dlff/reference/kernels.h"

#include <cmath>

// Vectors of unknown length (SVE, RVV) cannot stand in arrays, which register blocking needs.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/dlff/reference/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/dlff/activations-inl.h"

HWY_BEFORE_NAMESPACE();
namespace vitrine::dlff::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A tile of the product holds its sums in registers: 24 of 32, or 12 of 16.
#if HWY_TARGET <= HWY_AVX3
constexpr std::size_t tile_rows = 8;
#else
constexpr std::size_t tile_rows = 4;
#endif
constexpr std::size_t tile_vectors = 3;

template <std::size_t Rows, std::size_t Vectors>
HWY_INLINE void multiply_tile(std::size_t depth, const double* HWY_RESTRICT a, std::size_t a_stride,
                              const double* HWY_RESTRICT b, std::size_t stride,
                              double* HWY_RESTRICT c) {
  const hn::CappedTag<double, 64 / sizeof(double)> d;
  const std::size_t lanes = hn::Lanes(d);
  hn::Vec<decltype(d)> sum[Rows][Vectors];
  for (std::size_t i = 0; i < Rows; ++i)
    for (std::size_t v = 0; v < Vectors; ++v) sum[i][v] = hn::Zero(d);
  for (std::size_t k = 0; k < depth; ++k) {
    hn::Vec<decltype(d)> row[Vectors];
    for (std::size_t v = 0; v < Vectors; ++v) row[v] = hn::Load(d, b + k * stride + v * lanes);
    for (std::size_t i = 0; i < Rows; ++i) {
      const auto factor = hn::Set(d, a[i * a_stride + k]);
      for (std::size_t v = 0; v < Vectors; ++v) sum[i][v] = hn::MulAdd(factor, row[v], sum[i][v]);
    }
  }
  for (std::size_t i = 0; i < Rows; ++i)
    for (std::size_t v = 0; v < Vectors; ++v) hn::Store(sum[i][v], d, c + i * stride + v * lanes);
}

template <std::size_t Rows>
HWY_INLINE std::size_t multiply_rows(std::size_t i, std::size_t rows, std::size_t vectors,
                                     std::size_t depth, const double* a, std::size_t a_stride,
                                     const double* b, std::size_t stride, double* c) {
  for (; i + Rows <= rows; i += Rows) {
    const double* a_i = a + i * a_stride;
    double* c_i = c + i * stride;
    if (vectors == 3) {
      multiply_tile<Rows, 3>(depth, a_i, a_stride, b, stride, c_i);
    } else if (vectors == 2) {
      multiply_tile<Rows, 2>(depth, a_i, a_stride, b, stride, c_i);
    } else {
      multiply_tile<Rows, 1>(depth, a_i, a_stride, b, stride, c_i);
    }
  }
  return i;
}

void multiply_here(std::size_t rows, std::size_t depth, const double* a, std::size_t a_stride,
                   const double* b, std::size_t stride, double* c) {
  const hn::CappedTag<double, 64 / sizeof(double)> d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t j = 0; j < stride; j += tile_vectors * lanes) {
    const std::size_t vectors = HWY_MIN(tile_vectors, (stride - j) / lanes);
    std::size_t i = 0;
    i = multiply_rows<tile_rows>(i, rows, vectors, depth, a, a_stride, b + j, stride, c + j);
    i = multiply_rows<2>(i, rows, vectors, depth, a, a_stride, b + j, stride, c + j);
    multiply_rows<1>(i, rows, vectors, depth, a, a_stride, b + j, stride, c + j);
  }
}

void activate_here(std::size_t rows, std::size_t stride, const LayerShape& layer, double* z,
                   double* slope) {
  if (layer.activation == Activation::tanh) {
    activate_tanh(rows, stride, layer.bias, layer.time_step, z, slope);
    return;
  }
  for (std::size_t k = 0; k < rows * stride; ++k) {
    const std::size_t column = k % stride;
    const double step = layer.time_step ? layer.time_step[column] : 1.0;
    const ValueAndSlope h =
        plain_activation(layer.activation, layer.threshold, z[k] + layer.bias[column]);
    z[k] = step * h.value;
    slope[k] *= step * h.slope;
  }
}

void add_skip_here(std::size_t rows, std::size_t width, bool twice, const double* HWY_RESTRICT x,
                   std::size_t x_stride, double* HWY_RESTRICT y, std::size_t y_stride) {
  for (std::size_t i = 0; i < rows; ++i) {
    const double* from = x + i * x_stride;
    double* to = y + i * y_stride;
    for (std::size_t k = 0; k < width; ++k) to[k] += from[k];
    if (!twice) continue;
    for (std::size_t k = 0; k < width; ++k) to[width + k] += from[k];
  }
}

template <std::size_t Vectors>
HWY_INLINE void add_outer_columns(std::size_t rows, std::size_t stride,
                                  const double* HWY_RESTRICT r, const double* HWY_RESTRICT g,
                                  double* HWY_RESTRICT t) {
  const hn::CappedTag<double, 64 / sizeof(double)> d;
  const std::size_t lanes = hn::Lanes(d);
  hn::Vec<decltype(d)> sum[4][Vectors];
  for (std::size_t c = 0; c < 4; ++c)
    for (std::size_t v = 0; v < Vectors; ++v) sum[c][v] = hn::Load(d, t + c * stride + v * lanes);
  for (std::size_t i = 0; i < rows; ++i) {
    hn::Vec<decltype(d)> row[Vectors];
    for (std::size_t v = 0; v < Vectors; ++v) row[v] = hn::Load(d, g + i * stride + v * lanes);
    for (std::size_t c = 0; c < 4; ++c) {
      const auto factor = hn::Set(d, r[4 * i + c]);
      for (std::size_t v = 0; v < Vectors; ++v) sum[c][v] = hn::MulAdd(factor, row[v], sum[c][v]);
    }
  }
  for (std::size_t c = 0; c < 4; ++c)
    for (std::size_t v = 0; v < Vectors; ++v) hn::Store(sum[c][v], d, t + c * stride + v * lanes);
}

void add_outer_here(std::size_t rows, std::size_t stride, const double* r, const double* g,
                    double* t) {
  const hn::CappedTag<double, 64 / sizeof(double)> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t j = 0;
  for (; j + 3 * lanes <= stride; j += 3 * lanes)
    add_outer_columns<3>(rows, stride, r, g + j, t + j);
  for (; j < stride; j += lanes) add_outer_columns<1>(rows, stride, r, g + j, t + j);
}

void outer_gradient_here(std::size_t rows, std::size_t stride, const double* HWY_RESTRICT r,
                         const double* HWY_RESTRICT g, const double* HWY_RESTRICT dg,
                         const double* HWY_RESTRICT t_gradient, double* HWY_RESTRICT slopes) {
  const hn::CappedTag<double, 64 / sizeof(double)> d;
  const std::size_t lanes = hn::Lanes(d);
  using V = hn::Vec<decltype(d)>;
  for (std::size_t i = 0; i < rows; ++i) {
    const V r0 = hn::Set(d, r[4 * i]), r1 = hn::Set(d, r[4 * i + 1]);
    const V r2 = hn::Set(d, r[4 * i + 2]), r3 = hn::Set(d, r[4 * i + 3]);
    V s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0, by_net = s0;
    for (std::size_t j = 0; j < stride; j += lanes) {
      const V value = hn::Load(d, g + i * stride + j);
      const V t0 = hn::Load(d, t_gradient + j), t1 = hn::Load(d, t_gradient + stride + j);
      const V t2 = hn::Load(d, t_gradient + 2 * stride + j);
      const V t3 = hn::Load(d, t_gradient + 3 * stride + j);
      s0 = hn::MulAdd(t0, value, s0);
      s1 = hn::MulAdd(t1, value, s1);
      s2 = hn::MulAdd(t2, value, s2);
      s3 = hn::MulAdd(t3, value, s3);
      const V g_gradient =
          hn::MulAdd(r3, t3, hn::MulAdd(r2, t2, hn::MulAdd(r1, t1, hn::Mul(r0, t0))));
      by_net = hn::MulAdd(g_gradient, hn::Load(d, dg + i * stride + j), by_net);
    }
    slopes[4 * i] = hn::GetLane(hn::SumOfLanes(d, hn::Add(s0, by_net)));
    slopes[4 * i + 1] = hn::GetLane(hn::SumOfLanes(d, s1));
    slopes[4 * i + 2] = hn::GetLane(hn::SumOfLanes(d, s2));
    slopes[4 * i + 3] = hn::GetLane(hn::SumOfLanes(d, s3));
  }
}

void contract_here(std::size_t width, std::size_t axis, std::size_t stride,
                   const double* HWY_RESTRICT t, double* HWY_RESTRICT d) {
  for (std::size_t a = 0; a < width; ++a) {
    double* row = d + a * axis;
    for (std::size_t b = 0; b < axis; ++b) row[b] = t[a] * t[b];
    for (std::size_t c = 1; c < 4; ++c) {
      const double factor = t[c * stride + a];
      for (std::size_t b = 0; b < axis; ++b) row[b] += factor * t[c * stride + b];
    }
  }
}

void contract_gradient_here(std::size_t width, std::size_t axis, std::size_t stride, double factor,
                            const double* HWY_RESTRICT t, const double* HWY_RESTRICT d_gradient,
                            double* HWY_RESTRICT t_gradient) {
  for (std::size_t c = 0; c < 4; ++c) {
    const double* t_c = t + c * stride;
    double* out = t_gradient + c * stride;
    for (std::size_t a = 0; a < stride; ++a) out[a] = 0;
    for (std::size_t a = 0; a < width; ++a) {
      const double* row = d_gradient + a * axis;
      double sum = 0;
      for (std::size_t b = 0; b < axis; ++b) sum += t_c[b] * row[b];
      out[a] += sum;
      for (std::size_t b = 0; b < axis; ++b) out[b] += t_c[a] * row[b];
    }
    for (std::size_t a = 0; a < width; ++a) out[a] *= factor;
  }
}

void scale_here(std::size_t size, const double* HWY_RESTRICT x, double* HWY_RESTRICT y) {
  for (std::size_t i = 0; i < size; ++i) y[i] *= x[i];
}

Kernels kernels_here() {
  return {&multiply_here,       &activate_here, &add_skip_here,          &add_outer_here,
          &outer_gradient_here, &contract_here, &contract_gradient_here, &scale_here};
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vitrine::dlff {

HWY_EXPORT(kernels_here);

const Kernels& kernels() {
  static const Kernels chosen = HWY_DYNAMIC_DISPATCH(kernels_here)();
  return chosen;
}

}  // namespace vitrine::dlff
#endif
