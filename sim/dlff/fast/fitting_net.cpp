#include "sim/dlff/fast/fitting_net.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace vitrine::dlff {
namespace {

std::size_t whole_panels(std::size_t rows) {
  const std::size_t panel = fast_kernels().panel;
  return (rows + panel - 1) / panel * panel;
}

std::vector<float> whole_row(const std::vector<double>& row) {
  std::vector<float> whole(whole_panels(row.size()), 0.0f);
  std::transform(row.begin(), row.end(), whole.begin(),
                 [](double x) { return static_cast<float>(x); });
  return whole;
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
  std::vector<double> last{1.0};
  if (only_weighs(layers.back())) {
    last = layers.back().weights;
    last_bias_ = static_cast<float>(layers.back().bias.front());
    layers.pop_back();
  }
  last_ = whole_row(last);
  for (const Layer& layer : layers) pack(layer);
}

void FittingNet::pack(const Layer& layer) {
  const std::size_t panel = fast_kernels().panel;
  PackedLayer packed;
  packed.inputs = layer.inputs;
  packed.outputs = layer.outputs;
  packed.rows = whole_panels(layer.outputs);
  packed.pitch = whole_panels(layer.inputs);
  packed.skip = layer.has_skip();
  packed.bias = whole_row(layer.bias);
  packed.time_step = whole_row(layer.time_step);
  packed.activation = layer.activation;
  packed.threshold = layer.threshold;
  float* weights = packed.weights.reserve(packed.rows * packed.pitch);
  std::fill_n(weights, packed.rows * packed.pitch, 0.0f);
  for (std::size_t in = 0; in < layer.inputs; ++in)
    for (std::size_t out = 0; out < layer.outputs; ++out)
      weights[out / panel * panel * packed.pitch + in * panel + out % panel] =
          static_cast<float>(layer.weights[in * layer.outputs + out]);
  widest_ = std::max({widest_, packed.rows, packed.pitch});
  layers_.push_back(std::move(packed));
}

double FittingNet::flops() const {
  double products = 0;
  for (const PackedLayer& layer : layers_)
    products += static_cast<double>(layer.inputs * layer.outputs);
  return 4 * products;
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
    buffers.gradients[k].reserve(size);
  }
  buffers.slopes.reserve(layers_.size() * size);
  kernels.weigh(layers_.empty() ? inputs_ : layers_.back().outputs, last_.data(), last_bias_,
                forward(x, buffers), energies);
  backward(x_gradient, buffers);
}

const float* FittingNet::forward(const float* x, FittingBuffers& buffers) const {
  const FastKernels& kernels = fast_kernels();
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const PackedLayer& layer = layers_[l];
    float* y = buffers.values[l % 2].data();
    kernels.multiply(layer.rows, layer.inputs, layer.pitch, layer.weights.data(), layer.bias.data(),
                     x, y);
    kernels.activate(layer.rows, {layer.activation, layer.threshold, layer.steps()}, y,
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
    kernels.product(layer.rows, y_gradient, slopes, slopes);
    kernels.multiply_back(layer.rows, layer.pitch, layer.pitch, layer.weights.data(), slopes, to);
    if (layer.skip)
      for (std::size_t part = 0; part < layer.outputs; part += layer.inputs)
        kernels.add(layer.inputs, y_gradient + part * kernels.lanes, to);
    y_gradient = to;
  }
}

}  // namespace vitrine::dlff
