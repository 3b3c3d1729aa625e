#pragma once
// The inner loops, compiled for several instruction sets and chosen at run time (Highway).
// Matrices are row-major; a row is padded to a cache line (buffer.h: padded), which is its stride,
// and buffers are aligned to one. What stands in the padding of a result is finite and unused.
#include <cstddef>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// What a layer does to x w: phi and its factor.
struct LayerShape {
  Activation activation;
  double threshold;
  const double* bias;       ///< [stride]
  const double* time_step;  ///< [stride] or null
};

struct Kernels {
  /// c[rows][stride] = a[rows][depth] b[depth][stride], where a's rows are a_stride long.
  void (*multiply)(std::size_t rows, std::size_t depth, const double* a, std::size_t a_stride,
                   const double* b, std::size_t stride, double* c);

  /// z := step phi(z + b) and slope := slope step phi'(z + b), for [rows][stride].
  void (*activate)(std::size_t rows, std::size_t stride, const LayerShape& layer, double* z,
                   double* slope);

  /// y[rows][2 * width or width] += x, once or twice side by side.
  void (*add_skip)(std::size_t rows, std::size_t width, bool twice, const double* x,
                   std::size_t x_stride, double* y, std::size_t y_stride);

  /// t[4][stride] += sum over the rows of r[rows][4] (x) g[rows][stride].
  void (*add_outer)(std::size_t rows, std::size_t stride, const double* r, const double* g,
                    double* t);

  /// Of t = sum r (x) g(r_0) by each row's r, given dE/dt and dg = dg/dr_0: slopes[rows][4].
  void (*outer_gradient)(std::size_t rows, std::size_t stride, const double* r, const double* g,
                         const double* dg, const double* t_gradient, double* slopes);

  /// d[a * axis + b] = sum_c t[c][a] t[c][b], a < width, b < axis; t is [4][stride].
  void (*contract)(std::size_t width, std::size_t axis, std::size_t stride, const double* t,
                   double* d);

  /// dE/dt[4][stride] of it, times `factor`; zero in the padding.
  void (*contract_gradient)(std::size_t width, std::size_t axis, std::size_t stride, double factor,
                            const double* t, const double* d_gradient, double* t_gradient);

  /// y[i] *= x[i]
  void (*scale)(std::size_t size, const double* x, double* y);
};

/// Those of the best instruction set of this machine.
const Kernels& kernels();

}  // namespace vitrine::dlff
