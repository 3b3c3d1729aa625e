#pragma once
// The inner loops, for double and float, compiled for several instruction sets and chosen at run
// time (Highway).
// Matrices are row-major; a row is padded to a cache line (buffer.h: padded), which is its stride,
// and buffers are aligned to one. What stands in the padding of a result is finite and unused.
#include <cstddef>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// What a layer does to x w: phi and its factor.
template <class T>
struct LayerShape {
  Activation activation;
  double threshold;
  const T* bias;       ///< [stride]
  const T* time_step;  ///< [stride] or null
};

template <class T>
struct Kernels {
  /// c[rows][stride] = a[rows][depth] b[depth][stride], where a's rows are a_stride long.
  void (*multiply)(std::size_t rows, std::size_t depth, const T* a, std::size_t a_stride,
                   const T* b, std::size_t stride, T* c);

  /// z := step phi(z + b) and slope := slope step phi'(z + b), for [rows][stride].
  void (*activate)(std::size_t rows, std::size_t stride, const LayerShape<T>& layer, T* z,
                   T* slope);

  /// y[rows][2 * width or width] += x, once or twice side by side.
  void (*add_skip)(std::size_t rows, std::size_t width, bool twice, const T* x,
                   std::size_t x_stride, T* y, std::size_t y_stride);

  /// t[4][stride] += sum over the rows of r[rows][4] (x) g[rows][stride].
  void (*add_outer)(std::size_t rows, std::size_t stride, const T* r, const T* g, T* t);

  /// Of t = sum r (x) g(r_0) by each row's r, given dE/dt and dg = dg/dr_0: slopes[rows][4].
  void (*outer_gradient)(std::size_t rows, std::size_t stride, const T* r, const T* g, const T* dg,
                         const T* t_gradient, T* slopes);

  /// d[a * axis + b] = sum_c t[c][a] t[c][b], a < width, b < axis; t is [4][stride].
  void (*contract)(std::size_t width, std::size_t axis, std::size_t stride, const T* t, T* d);

  /// dE/dt[4][stride] of it, times `factor`; zero in the padding.
  void (*contract_gradient)(std::size_t width, std::size_t axis, std::size_t stride, T factor,
                            const T* t, const T* d_gradient, T* t_gradient);

  /// y[i] *= x[i]
  void (*scale)(std::size_t size, const T* x, T* y);
};

/// Those of the best instruction set of this machine; T is double or float.
template <class T>
const Kernels<T>& kernels();
template <>
const Kernels<double>& kernels<double>();
template <>
const Kernels<float>& kernels<float>();

}  // namespace vitrine::dlff
