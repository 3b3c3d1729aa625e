#include "sim/dlff/files/activation_name.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace vitrine::dlff {
namespace {

std::optional<NamedActivation> silut_from_name(const std::string& name, std::size_t colon) {
  NamedActivation found{Activation::silut, 3};
  if (colon == name.size()) return found;
  const char* end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data() + colon + 1, end, found.threshold);
  if (error != std::errc{} || rest != end || !std::isfinite(found.threshold)) return std::nullopt;
  return found;
}

}  // namespace

std::optional<NamedActivation> activation_from_name(const std::string& name) {
  const std::size_t colon = std::min(name.find(':'), name.size());
  const std::string family = name.substr(0, colon);
  if (family == "silut" || family == "custom_silu") return silut_from_name(name, colon);
  if (name == "tanh") return NamedActivation{Activation::tanh};
  if (name == "relu") return NamedActivation{Activation::relu};
  if (name == "relu6") return NamedActivation{Activation::relu6};
  if (name == "softplus") return NamedActivation{Activation::softplus};
  if (name == "sigmoid") return NamedActivation{Activation::sigmoid};
  if (name == "gelu" || name == "gelu_tf") return NamedActivation{Activation::gelu};
  if (name == "silu") return NamedActivation{Activation::silu};
  if (name == "linear" || name == "none") return NamedActivation{Activation::linear};
  return std::nullopt;
}

std::string activation_name(Activation activation, double threshold) {
  switch (activation) {
    case Activation::tanh:
      return "tanh";
    case Activation::relu:
      return "relu";
    case Activation::relu6:
      return "relu6";
    case Activation::softplus:
      return "softplus";
    case Activation::sigmoid:
      return "sigmoid";
    case Activation::gelu:
      return "gelu";
    case Activation::silu:
      return "silu";
    case Activation::silut:
      return fmt::format("silut:{}", threshold);
    case Activation::linear:
      break;
  }
  return "none";
}

}  // namespace vitrine::dlff
