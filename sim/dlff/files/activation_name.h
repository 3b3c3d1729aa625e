#pragma once
#include <optional>
#include <string>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

struct NamedActivation {
  Activation activation;
  double threshold = 0;  ///< of silut
};

/// The function that DeePMD-kit calls `name` ("tanh", "silut:3.0"); nothing when there is none.
std::optional<NamedActivation> activation_from_name(const std::string& name);
/// Its name again.
std::string activation_name(Activation activation, double threshold);

}  // namespace vitrine::dlff
