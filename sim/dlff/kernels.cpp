#include "sim/dlff/kernels.h"

#include <cmath>

// Vectors of unknown length (SVE, RVV) cannot stand in arrays, which register blocking needs.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/dlff/kernels.cpp"
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

template <std::size_t Rows, std::size_t Vectors, class T>
HWY_INLINE void multiply_tile(std::size_t depth, const T* HWY_RESTRICT a, std::size_t a_stride,
                              const T* HWY_RESTRICT b, std::size_t stride, T* HWY_RESTRICT c) {
  const hn::CappedTag<T, 64 / sizeof(T)> d;
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

template <std::size_t Rows, class T>
HWY_INLINE std::size_t multiply_rows(std::size_t i, std::size_t rows, std::size_t vectors,
                                     std::size_t depth, const T* a, std::size_t a_stride,
                                     const T* b, std::size_t stride, T* c) {
  for (; i + Rows <= rows; i += Rows) {
    const T* a_i = a + i * a_stride;
    T* c_i = c + i * stride;
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

template <class T>
void multiply_any(std::size_t rows, std::size_t depth, const T* a, std::size_t a_stride, const T* b,
                  std::size_t stride, T* c) {
  const hn::CappedTag<T, 64 / sizeof(T)> d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t j = 0; j < stride; j += tile_vectors * lanes) {
    const std::size_t vectors = HWY_MIN(tile_vectors, (stride - j) / lanes);
    std::size_t i = 0;
    i = multiply_rows<tile_rows>(i, rows, vectors, depth, a, a_stride, b + j, stride, c + j);
    i = multiply_rows<2>(i, rows, vectors, depth, a, a_stride, b + j, stride, c + j);
    multiply_rows<1>(i, rows, vectors, depth, a, a_stride, b + j, stride, c + j);
  }
}

template <class T>
void activate_any(std::size_t rows, std::size_t stride, const LayerShape<T>& layer, T* z,
                  T* slope) {
  if (layer.activation == Activation::tanh) {
    activate_tanh(rows, stride, layer.bias, layer.time_step, z, slope);
    return;
  }
  for (std::size_t k = 0; k < rows * stride; ++k) {
    const std::size_t column = k % stride;
    const double step = layer.time_step ? layer.time_step[column] : T{1};
    const ValueAndSlope h =
        plain_activation(layer.activation, layer.threshold, z[k] + layer.bias[column]);
    z[k] = static_cast<T>(step * h.value);
    slope[k] *= static_cast<T>(step * h.slope);
  }
}

template <class T>
void add_skip_any(std::size_t rows, std::size_t width, bool twice, const T* HWY_RESTRICT x,
                  std::size_t x_stride, T* HWY_RESTRICT y, std::size_t y_stride) {
  for (std::size_t i = 0; i < rows; ++i) {
    const T* from = x + i * x_stride;
    T* to = y + i * y_stride;
    for (std::size_t k = 0; k < width; ++k) to[k] += from[k];
    if (!twice) continue;
    for (std::size_t k = 0; k < width; ++k) to[width + k] += from[k];
  }
}

template <std::size_t Vectors, class T>
HWY_INLINE void add_outer_columns(std::size_t rows, std::size_t stride, const T* HWY_RESTRICT r,
                                  const T* HWY_RESTRICT g, T* HWY_RESTRICT t) {
  const hn::CappedTag<T, 64 / sizeof(T)> d;
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

template <class T>
void add_outer_any(std::size_t rows, std::size_t stride, const T* r, const T* g, T* t) {
  const hn::CappedTag<T, 64 / sizeof(T)> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t j = 0;
  for (; j + 3 * lanes <= stride; j += 3 * lanes)
    add_outer_columns<3>(rows, stride, r, g + j, t + j);
  for (; j < stride; j += lanes) add_outer_columns<1>(rows, stride, r, g + j, t + j);
}

template <class T>
void outer_gradient_any(std::size_t rows, std::size_t stride, const T* HWY_RESTRICT r,
                        const T* HWY_RESTRICT g, const T* HWY_RESTRICT dg,
                        const T* HWY_RESTRICT t_gradient, T* HWY_RESTRICT slopes) {
  const hn::CappedTag<T, 64 / sizeof(T)> d;
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

template <class T>
void contract_any(std::size_t width, std::size_t axis, std::size_t stride, const T* HWY_RESTRICT t,
                  T* HWY_RESTRICT d) {
  for (std::size_t a = 0; a < width; ++a) {
    T* row = d + a * axis;
    for (std::size_t b = 0; b < axis; ++b) row[b] = t[a] * t[b];
    for (std::size_t c = 1; c < 4; ++c) {
      const T factor = t[c * stride + a];
      for (std::size_t b = 0; b < axis; ++b) row[b] += factor * t[c * stride + b];
    }
  }
}

template <class T>
void contract_gradient_any(std::size_t width, std::size_t axis, std::size_t stride, T factor,
                           const T* HWY_RESTRICT t, const T* HWY_RESTRICT d_gradient,
                           T* HWY_RESTRICT t_gradient) {
  for (std::size_t c = 0; c < 4; ++c) {
    const T* t_c = t + c * stride;
    T* out = t_gradient + c * stride;
    for (std::size_t a = 0; a < stride; ++a) out[a] = 0;
    for (std::size_t a = 0; a < width; ++a) {
      const T* row = d_gradient + a * axis;
      T sum = 0;
      for (std::size_t b = 0; b < axis; ++b) sum += t_c[b] * row[b];
      out[a] += sum;
      for (std::size_t b = 0; b < axis; ++b) out[b] += t_c[a] * row[b];
    }
    for (std::size_t a = 0; a < width; ++a) out[a] *= factor;
  }
}

template <class T>
void scale_any(std::size_t size, const T* HWY_RESTRICT x, T* HWY_RESTRICT y) {
  for (std::size_t i = 0; i < size; ++i) y[i] *= x[i];
}

template <class T>
Kernels<T> kernels_here() {
  return {&multiply_any<T>,       &activate_any<T>, &add_skip_any<T>,          &add_outer_any<T>,
          &outer_gradient_any<T>, &contract_any<T>, &contract_gradient_any<T>, &scale_any<T>};
}

Kernels<double> double_kernels() {
  return kernels_here<double>();
}
Kernels<float> float_kernels() {
  return kernels_here<float>();
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vitrine::dlff {

HWY_EXPORT(double_kernels);
HWY_EXPORT(float_kernels);

template <>
const Kernels<double>& kernels<double>() {
  static const Kernels<double> chosen = HWY_DYNAMIC_DISPATCH(double_kernels)();
  return chosen;
}

template <>
const Kernels<float>& kernels<float>() {
  static const Kernels<float> chosen = HWY_DYNAMIC_DISPATCH(float_kernels)();
  return chosen;
}

}  // namespace vitrine::dlff
#endif
