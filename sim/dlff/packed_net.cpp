#include "sim/dlff/packed_net.h"

#include <algorithm>

namespace vitrine::dlff {
namespace {

// Rows of an embedding net worked on at a time: its layers then stay in the nearest cache.
constexpr std::size_t embedding_rows = 64;

template <class T>
const T* pack_row(const std::vector<double>& row, Buffer<T>& into) {
  if (row.empty()) return nullptr;
  T* packed = into.reserve(padded<T>(row.size()));
  std::fill_n(packed, padded<T>(row.size()), T{0});
  std::transform(row.begin(), row.end(), packed, [](double x) { return static_cast<T>(x); });
  return packed;
}

}  // namespace

template <class T>
PackedLayer<T>::PackedLayer(const Layer& layer)
    : inputs_(layer.inputs), outputs_(layer.outputs), skip_(layer.has_skip()) {
  const std::size_t back_stride = padded<T>(inputs_);
  T* forward = weights_.reserve(inputs_ * stride());
  T* back = transposed_.reserve(outputs_ * back_stride);
  std::fill_n(forward, inputs_ * stride(), T{0});
  std::fill_n(back, outputs_ * back_stride, T{0});
  for (std::size_t i = 0; i < inputs_; ++i)
    for (std::size_t o = 0; o < outputs_; ++o)
      forward[i * stride() + o] = back[o * back_stride + i] =
          static_cast<T>(layer.weights[i * outputs_ + o]);
  shape_ = {layer.activation, layer.threshold, pack_row(layer.bias, bias_),
            pack_row(layer.time_step, time_step_)};
}

template <class T>
void PackedLayer<T>::add_skip(std::size_t rows, const T* x, std::size_t x_stride, T* y) const {
  if (skip_) kernels<T>().add_skip(rows, inputs_, outputs_ != inputs_, x, x_stride, y, stride());
}

template <class T>
void PackedLayer<T>::forward(std::size_t rows, const T* x, std::size_t x_stride, T* y,
                             T* slope) const {
  kernels<T>().multiply(rows, inputs_, x, x_stride, weights_.data(), stride(), y);
  kernels<T>().activate(rows, stride(), shape_, y, slope);
  add_skip(rows, x, x_stride, y);
}

template <class T>
void PackedLayer<T>::forward_with_derivative(std::size_t rows, const T* x, const T* dx,
                                             std::size_t x_stride, T* y, T* dy) const {
  kernels<T>().multiply(rows, inputs_, dx, x_stride, weights_.data(), stride(), dy);
  forward(rows, x, x_stride, y, dy);
  add_skip(rows, dx, x_stride, dy);
}

template <class T>
void PackedLayer<T>::backward(std::size_t rows, T* slope, const T* y_gradient,
                              T* x_gradient) const {
  const std::size_t x_stride = padded<T>(inputs_);
  kernels<T>().scale(rows * stride(), y_gradient, slope);
  kernels<T>().multiply(rows, outputs_, slope, stride(), transposed_.data(), x_stride, x_gradient);
  if (!skip_) return;
  for (std::size_t part = 0; part < outputs_; part += inputs_)
    kernels<T>().add_skip(rows, inputs_, false, y_gradient + part, stride(), x_gradient, x_stride);
}

template <class T>
PackedNet<T>::PackedNet(const Net& net) {
  for (const Layer& layer : net.layers) layers_.emplace_back(layer);
}

template <class T>
std::size_t PackedNet<T>::widest_stride() const {
  std::size_t widest = padded<T>(layers_.front().inputs());
  for (const PackedLayer<T>& layer : layers_) widest = std::max(widest, layer.stride());
  return widest;
}

template <class T>
void embed(const PackedNet<T>& net, std::size_t rows, const T* s, std::size_t s_stride, T* g, T* dg,
           Buffer<T>& scratch) {
  const std::size_t piece = embedding_rows * net.widest_stride();
  T* work = scratch.reserve(4 * piece);
  const std::size_t stride = net.layers().back().stride();
  for (std::size_t first = 0; first < rows; first += embedding_rows) {
    const std::size_t count = std::min(embedding_rows, rows - first);
    T *y = work, *dy = work + piece, *x = work + 2 * piece, *dx = work + 3 * piece;
    for (std::size_t i = 0; i < count; ++i) {
      x[i * s_stride] = s[(first + i) * s_stride];
      dx[i * s_stride] = 1;
    }
    std::size_t x_stride = s_stride;
    for (std::size_t l = 0; l + 1 < net.layers().size(); ++l) {
      const PackedLayer<T>& layer = net.layers()[l];
      layer.forward_with_derivative(count, x, dx, x_stride, y, dy);
      x_stride = layer.stride();
      std::swap(x, y);
      std::swap(dx, dy);
    }
    net.layers().back().forward_with_derivative(count, x, dx, x_stride, g + first * stride,
                                                dg + first * stride);
  }
}

template <class T>
void FittingPass<T>::run(const PackedNet<T>& net, std::size_t rows, const T* x, T* energies,
                         T* x_gradient) {
  const std::vector<PackedLayer<T>>& layers = net.layers();
  const std::size_t piece = rows * net.widest_stride();
  T* values = values_.reserve(layers.size() * piece);
  T* slopes = slopes_.reserve(layers.size() * piece);
  std::fill_n(slopes, layers.size() * piece, T{1});
  const T* from = x;
  std::size_t from_stride = padded<T>(layers.front().inputs());
  for (std::size_t l = 0; l < layers.size(); ++l) {
    layers[l].forward(rows, from, from_stride, values + l * piece, slopes + l * piece);
    from = values + l * piece;
    from_stride = layers[l].stride();
  }
  for (std::size_t i = 0; i < rows; ++i) energies[i] = from[i * from_stride];

  T* gradient = ahead_.reserve(piece);
  T* next = behind_.reserve(piece);
  std::fill_n(gradient, rows * from_stride, T{0});
  for (std::size_t i = 0; i < rows; ++i) gradient[i * from_stride] = 1;
  for (std::size_t l = layers.size(); l-- > 0;) {
    T* to = l == 0 ? x_gradient : next;
    layers[l].backward(rows, slopes + l * piece, gradient, to);
    next = gradient;
    gradient = to;
  }
}

template class PackedNet<double>;
template class PackedNet<float>;
template class FittingPass<double>;
template class FittingPass<float>;
template void embed(const PackedNet<double>&, std::size_t, const double*, std::size_t, double*,
                    double*, Buffer<double>&);
template void embed(const PackedNet<float>&, std::size_t, const float*, std::size_t, float*, float*,
                    Buffer<float>&);

}  // namespace vitrine::dlff
