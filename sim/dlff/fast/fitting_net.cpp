#include "sim/dlff/fast/fitting_net.h"

#include <algorithm>
#include <functional>

namespace vitrine::dlff {
namespace {

std::size_t whole_panels(std::size_t rows) {
  const std::size_t panel = fast_kernels().panel;
  return (rows + panel - 1) / panel * panel;
}

/// at(row, k) of a [rows][depth] matrix, as FastKernels::multiply takes it.
template <class At>
void pack_panels(std::size_t rows, std::size_t depth, At at, Buffer<float>& into) {
  const std::size_t panel = fast_kernels().panel;
  float* to = into.reserve(whole_panels(rows) * depth);
  for (std::size_t first = 0; first < rows; first += panel)
    for (std::size_t k = 0; k < depth; ++k)
      for (std::size_t row = first; row < first + panel; ++row)
        *to++ = row < rows ? static_cast<float>(at(row, k)) : 0.0f;
}

void pack_row(const std::vector<double>& row, std::size_t size, Buffer<float>& into) {
  float* to = into.reserve(whole_panels(size));
  std::fill_n(to, whole_panels(size), 0.0f);
  std::transform(row.begin(), row.end(), to, [](double x) { return static_cast<float>(x); });
}

// Inputs beyond the descriptor (parameters) stay as they are.
Layer fold(const Layer& layer, std::size_t width, std::size_t axis) {
  Layer folded = layer;
  folded.weights.clear();
  const auto row = [&](std::size_t input) {
    return layer.weights.begin() + static_cast<std::ptrdiff_t>(input * layer.outputs);
  };
  const auto append = [&](std::size_t input) {
    folded.weights.insert(folded.weights.end(), row(input), row(input + 1));
  };
  for (std::size_t a = 0; a < width; ++a)
    for (std::size_t b = 0; b < std::min(axis, a + 1); ++b) {
      append(a * axis + b);
      if (a >= axis || a == b) continue;
      std::transform(folded.weights.end() - static_cast<std::ptrdiff_t>(layer.outputs),
                     folded.weights.end(), row(b * axis + a),
                     folded.weights.end() - static_cast<std::ptrdiff_t>(layer.outputs),
                     std::plus<>());
    }
  for (std::size_t input = width * axis; input < layer.inputs; ++input) append(input);
  folded.inputs = folded.weights.size() / layer.outputs;
  return folded;
}

bool only_weighs(const Layer& layer) {
  return layer.activation == Activation::linear && layer.time_step.empty() && !layer.has_skip();
}

}  // namespace

FittingNet::FittingNet(const Net& net, std::size_t width, std::size_t axis)
    : folded_(!net.layers.front().has_skip()) {
  std::vector<Layer> layers = net.layers;
  if (folded_) layers.front() = fold(layers.front(), width, axis);
  inputs_ = layers.front().inputs;
  if (only_weighs(layers.back())) {
    last_.assign(layers.back().weights.begin(), layers.back().weights.end());
    last_bias_ = static_cast<float>(layers.back().bias.front());
    layers.pop_back();
  } else {
    last_ = {1.0f};
  }
  for (const Layer& layer : layers) pack(layer);
}

void FittingNet::pack(const Layer& layer) {
  PackedLayer& packed = layers_.emplace_back();
  packed.inputs = layer.inputs;
  packed.outputs = layer.outputs;
  packed.shape = {layer.activation, layer.threshold, nullptr};
  packed.skip = layer.has_skip();
  const auto weight = [&](std::size_t in, std::size_t out) {
    return layer.weights[in * layer.outputs + out];
  };
  pack_panels(
      layer.outputs, layer.inputs, [&](std::size_t out, std::size_t in) { return weight(in, out); },
      packed.forward);
  pack_panels(layer.inputs, layer.outputs, weight, packed.backward);
  pack_row(layer.bias, layer.outputs, packed.bias);
  if (!layer.time_step.empty()) {
    pack_row(layer.time_step, layer.outputs, packed.time_step);
    packed.shape.time_step = packed.time_step.data();
  }
  widest_ = std::max(widest_, whole_panels(layer.outputs));
}

std::size_t FittingNet::gradient_rows() const {
  return whole_panels(inputs_);
}

void FittingNet::run(const float* x, float* energies, float* x_gradient,
                     FittingBuffers& buffers) const {
  const FastKernels& kernels = fast_kernels();
  const std::size_t size = widest_ * kernels.lanes;
  for (std::size_t k = 0; k < 2; ++k) {
    buffers.values[k].reserve(size);
    // The gradient by a layer's input has room for whole panels of it.
    buffers.gradients[k].reserve(std::max(size, gradient_rows() * kernels.lanes));
  }
  buffers.slopes.reserve(layers_.size() * size);
  kernels.weigh(last_.size(), last_.data(), last_bias_, forward(x, buffers), energies);
  backward(x_gradient, buffers);
}

const float* FittingNet::forward(const float* x, FittingBuffers& buffers) const {
  const FastKernels& kernels = fast_kernels();
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const PackedLayer& layer = layers_[l];
    float* y = buffers.values[l % 2].data();
    kernels.multiply(whole_panels(layer.outputs), layer.inputs, layer.forward.data(),
                     layer.bias.data(), x, y);
    kernels.activate(layer.outputs, layer.shape, y,
                     buffers.slopes.data() + l * widest_ * kernels.lanes);
    if (layer.skip)
      for (std::size_t part = 0; part < layer.outputs; part += layer.inputs)
        kernels.add(layer.inputs, x, y + part * kernels.lanes);
    x = y;
  }
  return x;
}

void FittingNet::backward(float* x_gradient, FittingBuffers& buffers) const {
  const FastKernels& kernels = fast_kernels();
  float* y_gradient = layers_.empty() ? x_gradient : buffers.gradients[0].data();
  kernels.spread(last_.size(), last_.data(), y_gradient);
  for (std::size_t l = layers_.size(); l-- > 0;) {
    const PackedLayer& layer = layers_[l];
    float* slopes = buffers.slopes.data() + l * widest_ * kernels.lanes;
    float* to =
        l == 0 ? x_gradient : buffers.gradients[y_gradient == buffers.gradients[0].data()].data();
    kernels.product(layer.outputs, y_gradient, slopes, slopes);
    kernels.multiply(whole_panels(layer.inputs), layer.outputs, layer.backward.data(), nullptr,
                     slopes, to);
    if (layer.skip)
      for (std::size_t part = 0; part < layer.outputs; part += layer.inputs)
        kernels.add(layer.inputs, y_gradient + part * kernels.lanes, to);
    y_gradient = to;
  }
}

}  // namespace vitrine::dlff
