#pragma once
#include <cstddef>
#include <vector>

#include "sim/dlff/buffer.h"

namespace vitrine::dlff {

/// `rows` in whole panels of the kernels.
std::size_t whole_panels(std::size_t rows);

/// A matrix as FastKernels::multiply and multiply_back take it; the surplus of its panels is zero.
struct PackedMatrix {
  std::size_t inputs, outputs;
  std::size_t pitch, rows;  ///< the same in whole panels
  Buffer<float> weights;

  /// weights[inputs][outputs], row-major.
  PackedMatrix(std::size_t inputs, std::size_t outputs, const std::vector<double>& weights);
};

}  // namespace vitrine::dlff
