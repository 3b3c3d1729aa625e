#pragma once
// The loops of LocalEntropy, compiled for several instruction sets and chosen at run time
// (Highway).
#include <cstddef>

namespace vitrine::analysis {

constexpr int entropy_reach = 3;          ///< grid points a Gaussian covers to either side
constexpr std::size_t entropy_spare = 8;  ///< numbers that arrays have room for beyond their last

/// sigma in angstrom; grid points r = 0, sigma, ... (points - 1) sigma.
struct EntropyGrid {
  double sigma;
  int points;
  double r_max;
};

struct EntropyKernels {
  /// Adds the Gaussians, of height 1, of neighbours within r_max to `sums`: entropy_reach points
  /// before r = 0, the grid, and as many behind it.
  void (*smear)(const double* squares, std::size_t size, const EntropyGrid& grid, double* sums);
  /// Int [g ln g - g + 1] r^2 dr with g = norm sums/r^2, by the trapezoid rule.
  double (*integral)(const double* sums, const EntropyGrid& grid, double norm);
};
const EntropyKernels& entropy_kernels();

}  // namespace vitrine::analysis
