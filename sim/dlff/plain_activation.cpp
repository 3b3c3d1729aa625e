#include "sim/dlff/plain_activation.h"

#include <cmath>

namespace vitrine::dlff {
namespace {

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

ValueAndSlope silu(double x) {
  const double s = logistic(x);
  return {x * s, s + x * s * (1 - s)};
}

// 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), the form DeePMD-kit uses.
ValueAndSlope gelu(double x) {
  constexpr double root = 0.7978845608028654, cubic = 0.044715;
  const double h = std::tanh(root * (x + cubic * x * x * x));
  return {0.5 * x * (1 + h),
          0.5 * (1 + h) + 0.5 * x * (1 - h * h) * root * (1 + 3 * cubic * x * x)};
}

// silu up to the threshold, then a tanh with the same value and slope there.
ValueAndSlope silut(double x, double threshold) {
  if (x < threshold) return silu(x);
  const ValueAndSlope edge = silu(threshold);
  const double h = std::tanh(edge.slope * (x - threshold));
  return {edge.value + h, edge.slope * (1 - h * h)};
}

}  // namespace

ValueAndSlope plain_activation(Activation activation, double threshold, double x) {
  switch (activation) {
    case Activation::linear:
      return {x, 1};
    case Activation::tanh: {
      const double h = std::tanh(x);
      return {h, 1 - h * h};
    }
    case Activation::relu:
      return {x > 0 ? x : 0, x > 0 ? 1.0 : 0.0};
    case Activation::relu6:
      return {x <= 0 ? 0 : x >= 6 ? 6 : x, x > 0 && x < 6 ? 1.0 : 0.0};
    case Activation::softplus:
      return {x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)), logistic(x)};
    case Activation::sigmoid: {
      const double s = logistic(x);
      return {s, s * (1 - s)};
    }
    case Activation::gelu:
      return gelu(x);
    case Activation::silu:
      return silu(x);
    case Activation::silut:
      return silut(x, threshold);
  }
  return {x, 1};
}

}  // namespace vitrine::dlff
