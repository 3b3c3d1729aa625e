#pragma once
// A fitting net laid out for blocks of atoms, and its way there and back.
#include <cstddef>
#include <vector>

#include "sim/dlff/buffer.h"
#include "sim/dlff/fast/packed_matrix.h"
#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// What a block of atoms needs while it passes a fitting net; one per thread.
struct FittingBuffers {
  Buffer<float> values[2], slopes, gradients[2];
};

/// The fitting net of one type in float. Rows of matrices are features, columns the atoms of a
/// block (FastKernels::lanes).
class FittingNet {
 public:
  /// The descriptor D[a][b] is symmetric where both indices are below `axis`: unless a skip needs
  /// it whole, weights of (a, b) and (b, a) are added and b > a left out.
  FittingNet(const Net& net, std::size_t width, std::size_t axis);

  bool is_folded() const { return folded_; }
  std::size_t inputs() const { return inputs_; }
  /// Of the products there and back, for one atom.
  double flops() const;
  /// Rows that x_gradient must have room for.
  std::size_t gradient_rows() const;

  /// x[inputs][lanes] -> energies[lanes], x_gradient[inputs][lanes] = dE/dx.
  void run(const float* x, float* energies, float* x_gradient, FittingBuffers& buffers) const;

 private:
  struct PackedLayer {
    PackedMatrix matrix;
    bool skip;
    Activation activation;
    double threshold;
    std::vector<float> bias, time_step;  ///< [rows]; no time step: empty
    const float* steps() const { return time_step.empty() ? nullptr : time_step.data(); }
  };
  void pack(const Layer& layer);
  const float* forward(const float* x, FittingBuffers& buffers) const;
  void backward(float* x_gradient, FittingBuffers& buffers) const;

  std::vector<PackedLayer> layers_;  ///< all but the one that only weighs
  std::vector<float> last_;          ///< its weights, in whole panels
  float last_bias_ = 0;
  std::size_t widest_ = 0;  ///< rows of the widest input or output, in whole panels
  std::size_t inputs_ = 0;
  bool folded_;
};

}  // namespace vitrine::dlff
