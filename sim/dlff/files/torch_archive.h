#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// DeePMD-kit's archives of PyTorch (design/dlff.md section 3): .pth, whose weights are read from
/// the pickled module, and .pt2, which carries the dictionary as JSON. Their code is never run.
Model read_torch_archive(std::span<const std::byte> image, const std::string& name);

}  // namespace vitrine::dlff
