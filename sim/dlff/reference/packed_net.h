#pragma once
#include <cstddef>
#include <vector>

#include "sim/dlff/buffer.h"
#include "sim/dlff/model_data.h"
#include "sim/dlff/reference/kernels.h"

namespace vitrine::dlff {

/// A layer as the kernels take it: rows padded with zeros, and the
/// transposed weights besides for the way back.
class PackedLayer {
 public:
  explicit PackedLayer(const Layer& layer);

  std::size_t inputs() const { return inputs_; }
  std::size_t outputs() const { return outputs_; }
  std::size_t stride() const { return padded<double>(outputs_); }

  /// y[rows][stride] = layer(x[rows][x_stride]). `slope` [rows][stride] comes in as a factor and
  /// goes out multiplied by the slope of h by x w.
  void forward(std::size_t rows, const double* x, std::size_t x_stride, double* y,
               double* slope) const;
  /// The same with the derivative along one direction: dy from dx.
  void forward_with_derivative(std::size_t rows, const double* x, const double* dx,
                               std::size_t x_stride, double* y, double* dy) const;
  /// dE/dx [rows][padded(inputs)] from dE/dy [rows][stride]; `slope` is what forward() left, and
  /// is used up.
  void backward(std::size_t rows, double* slope, const double* y_gradient,
                double* x_gradient) const;

 private:
  void add_skip(std::size_t rows, const double* x, std::size_t x_stride, double* y) const;

  std::size_t inputs_, outputs_;
  bool skip_;
  Buffer<double> weights_, transposed_, bias_, time_step_;
  LayerShape shape_;
};

class PackedNet {
 public:
  explicit PackedNet(const Net& net);
  const std::vector<PackedLayer>& layers() const { return layers_; }
  std::size_t widest_stride() const;  ///< of inputs and outputs of all layers

 private:
  std::vector<PackedLayer> layers_;
};

/// The embedding net and its derivative at s: g, dg [rows][stride]. Works in pieces that stay in
/// the nearest cache; `scratch` is the caller's, for reuse.
void embed(const PackedNet& net, std::size_t rows, const double* s, std::size_t s_stride, double* g,
           double* dg, Buffer<double>& scratch);

/// The energies of a block of atoms of one type and their gradients by the descriptor.
class FittingPass {
 public:
  /// x [rows][padded(inputs)] -> energies[rows]; then x_gradient [rows][padded(inputs)].
  void run(const PackedNet& net, std::size_t rows, const double* x, double* energies,
           double* x_gradient);

 private:
  Buffer<double> values_, slopes_, ahead_, behind_;
};

}  // namespace vitrine::dlff
