#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// DeePMD-kit's .yaml file: the dictionary of a model with its arrays as nested lists. FileError,
/// with the line where the text is no YAML.
Model read_yaml(std::span<const std::byte> image, const std::string& name);

}  // namespace vitrine::dlff
