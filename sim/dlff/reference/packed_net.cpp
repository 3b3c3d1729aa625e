#include "sim/dlff/reference/packed_net.h"

#include <algorithm>

namespace vitrine::dlff {
namespace {

// Rows of an embedding net worked on at a time: its layers then stay in the nearest cache.
constexpr std::size_t embedding_rows = 64;

const double* pack_row(const std::vector<double>& row, Buffer<double>& into) {
  if (row.empty()) return nullptr;
  double* packed = into.reserve(padded<double>(row.size()));
  std::fill_n(packed, padded<double>(row.size()), 0.0);
  std::copy(row.begin(), row.end(), packed);
  return packed;
}

}  // namespace

PackedLayer::PackedLayer(const Layer& layer)
    : inputs_(layer.inputs), outputs_(layer.outputs), skip_(layer.has_skip()) {
  const std::size_t back_stride = padded<double>(inputs_);
  double* forward = weights_.reserve(inputs_ * stride());
  double* back = transposed_.reserve(outputs_ * back_stride);
  std::fill_n(forward, inputs_ * stride(), 0.0);
  std::fill_n(back, outputs_ * back_stride, 0.0);
  for (std::size_t i = 0; i < inputs_; ++i)
    for (std::size_t o = 0; o < outputs_; ++o)
      forward[i * stride() + o] = back[o * back_stride + i] = layer.weights[i * outputs_ + o];
  shape_ = {layer.activation, layer.threshold, pack_row(layer.bias, bias_),
            pack_row(layer.time_step, time_step_)};
}

void PackedLayer::add_skip(std::size_t rows, const double* x, std::size_t x_stride,
                           double* y) const {
  if (skip_) kernels().add_skip(rows, inputs_, outputs_ != inputs_, x, x_stride, y, stride());
}

void PackedLayer::forward(std::size_t rows, const double* x, std::size_t x_stride, double* y,
                          double* slope) const {
  kernels().multiply(rows, inputs_, x, x_stride, weights_.data(), stride(), y);
  kernels().activate(rows, stride(), shape_, y, slope);
  add_skip(rows, x, x_stride, y);
}

void PackedLayer::forward_with_derivative(std::size_t rows, const double* x, const double* dx,
                                          std::size_t x_stride, double* y, double* dy) const {
  kernels().multiply(rows, inputs_, dx, x_stride, weights_.data(), stride(), dy);
  forward(rows, x, x_stride, y, dy);
  add_skip(rows, dx, x_stride, dy);
}

void PackedLayer::backward(std::size_t rows, double* slope, const double* y_gradient,
                           double* x_gradient) const {
  const std::size_t x_stride = padded<double>(inputs_);
  kernels().scale(rows * stride(), y_gradient, slope);
  kernels().multiply(rows, outputs_, slope, stride(), transposed_.data(), x_stride, x_gradient);
  if (!skip_) return;
  for (std::size_t part = 0; part < outputs_; part += inputs_)
    kernels().add_skip(rows, inputs_, false, y_gradient + part, stride(), x_gradient, x_stride);
}

PackedNet::PackedNet(const Net& net) {
  for (const Layer& layer : net.layers) layers_.emplace_back(layer);
}

std::size_t PackedNet::widest_stride() const {
  std::size_t widest = padded<double>(layers_.front().inputs());
  for (const PackedLayer& layer : layers_) widest = std::max(widest, layer.stride());
  return widest;
}

void embed(const PackedNet& net, std::size_t rows, const double* s, std::size_t s_stride, double* g,
           double* dg, Buffer<double>& scratch) {
  const std::size_t piece = embedding_rows * net.widest_stride();
  double* work = scratch.reserve(4 * piece);
  const std::size_t stride = net.layers().back().stride();
  for (std::size_t first = 0; first < rows; first += embedding_rows) {
    const std::size_t count = std::min(embedding_rows, rows - first);
    double *y = work, *dy = work + piece, *x = work + 2 * piece, *dx = work + 3 * piece;
    for (std::size_t i = 0; i < count; ++i) {
      x[i * s_stride] = s[(first + i) * s_stride];
      dx[i * s_stride] = 1;
    }
    std::size_t x_stride = s_stride;
    for (std::size_t l = 0; l + 1 < net.layers().size(); ++l) {
      const PackedLayer& layer = net.layers()[l];
      layer.forward_with_derivative(count, x, dx, x_stride, y, dy);
      x_stride = layer.stride();
      std::swap(x, y);
      std::swap(dx, dy);
    }
    net.layers().back().forward_with_derivative(count, x, dx, x_stride, g + first * stride,
                                                dg + first * stride);
  }
}

void FittingPass::run(const PackedNet& net, std::size_t rows, const double* x, double* energies,
                      double* x_gradient) {
  const std::vector<PackedLayer>& layers = net.layers();
  const std::size_t piece = rows * net.widest_stride();
  double* values = values_.reserve(layers.size() * piece);
  double* slopes = slopes_.reserve(layers.size() * piece);
  std::fill_n(slopes, layers.size() * piece, 1.0);
  const double* from = x;
  std::size_t from_stride = padded<double>(layers.front().inputs());
  for (std::size_t l = 0; l < layers.size(); ++l) {
    layers[l].forward(rows, from, from_stride, values + l * piece, slopes + l * piece);
    from = values + l * piece;
    from_stride = layers[l].stride();
  }
  for (std::size_t i = 0; i < rows; ++i) energies[i] = from[i * from_stride];

  double* gradient = ahead_.reserve(piece);
  double* next = behind_.reserve(piece);
  std::fill_n(gradient, rows * from_stride, 0.0);
  for (std::size_t i = 0; i < rows; ++i) gradient[i * from_stride] = 1;
  for (std::size_t l = layers.size(); l-- > 0;) {
    double* to = l == 0 ? x_gradient : next;
    layers[l].backward(rows, slopes + l * piece, gradient, to);
    next = gradient;
    gradient = to;
  }
}

}  // namespace vitrine::dlff
