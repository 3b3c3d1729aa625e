#include "sim/dlff/fast/fitting_net.h"

#include <algorithm>
#include <functional>

#include "sim/dlff/fast/kernels.h"

namespace vitrine::dlff {
namespace {

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
  layers_.push_back({{layer.inputs, layer.outputs, layer.weights},
                     layer.has_skip(),
                     layer.activation,
                     layer.threshold,
                     whole_row(layer.bias),
                     whole_row(layer.time_step)});
  widest_ = std::max({widest_, layers_.back().matrix.rows, layers_.back().matrix.pitch});
}

double FittingNet::flops() const {
  double products = 0;
  for (const PackedLayer& layer : layers_)
    products += static_cast<double>(layer.matrix.inputs * layer.matrix.outputs);
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
  kernels.weigh(layers_.empty() ? inputs_ : layers_.back().matrix.outputs, last_.data(), last_bias_,
                forward(x, buffers), energies);
  backward(x_gradient, buffers);
}

const float* FittingNet::forward(const float* x, FittingBuffers& buffers) const {
  const FastKernels& kernels = fast_kernels();
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const PackedLayer& layer = layers_[l];
    const PackedMatrix& matrix = layer.matrix;
    float* y = buffers.values[l % 2].data();
    kernels.multiply(matrix.rows, matrix.inputs, matrix.pitch, matrix.weights.data(),
                     layer.bias.data(), x, y);
    kernels.activate(matrix.rows, {layer.activation, layer.threshold, layer.steps()}, y,
                     buffers.slopes.data() + l * widest_ * kernels.lanes);
    if (layer.skip)
      for (std::size_t part = 0; part < matrix.outputs; part += matrix.inputs)
        kernels.add(matrix.inputs, x, y + part * kernels.lanes);
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
    const PackedMatrix& matrix = layer.matrix;
    float* slopes = buffers.slopes.data() + l * widest_ * kernels.lanes;
    float* to =
        l == 0 ? x_gradient : buffers.gradients[y_gradient == buffers.gradients[0].data()].data();
    kernels.product(matrix.rows, y_gradient, slopes, slopes);
    kernels.multiply_back(matrix.rows, matrix.pitch, matrix.pitch, matrix.weights.data(), slopes,
                          to);
    if (layer.skip)
      for (std::size_t part = 0; part < matrix.outputs; part += matrix.inputs)
        kernels.add(matrix.inputs, y_gradient + part * kernels.lanes, to);
    y_gradient = to;
  }
}

}  // namespace vitrine::dlff
