#include "sim/dlff/embedding.h"

#include "sim/dlff/plain_activation.h"

namespace vitrine::dlff {
namespace {

struct Values {
  std::vector<double> value, slope;
};

Values through(const Layer& layer, const Values& x) {
  Values y{std::vector<double>(layer.outputs), std::vector<double>(layer.outputs)};
  for (std::size_t o = 0; o < layer.outputs; ++o) {
    double z = layer.bias[o], dz = 0;
    for (std::size_t i = 0; i < layer.inputs; ++i) {
      z += x.value[i] * layer.weights[i * layer.outputs + o];
      dz += x.slope[i] * layer.weights[i * layer.outputs + o];
    }
    const ValueAndSlope h = plain_activation(layer.activation, layer.threshold, z);
    const double step = layer.time_step.empty() ? 1 : layer.time_step[o];
    y.value[o] = step * h.value;
    y.slope[o] = step * h.slope * dz;
    if (!layer.has_skip()) continue;
    y.value[o] += x.value[o % layer.inputs];
    y.slope[o] += x.slope[o % layer.inputs];
  }
  return y;
}

}  // namespace

void evaluate_embedding(const Model& model, std::size_t centre, std::size_t neighbour, double s,
                        std::vector<double>& value, std::vector<double>& slope) {
  Values y{{s}, {1}};
  for (const Layer& layer : model.embedding(centre, neighbour).layers) y = through(layer, y);
  value = std::move(y.value);
  slope = std::move(y.slope);
}

}  // namespace vitrine::dlff
