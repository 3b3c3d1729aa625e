#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// DeePMD-kit's frozen graph of TensorFlow (design/dlff.md section 2), model versions 1.0 and 1.1
/// (DeePMD-kit 1.0 and later), compressed or not. FileError when it is damaged or holds anything
/// but an se_e2_a energy model.
Model read_pb(std::span<const std::byte> image, const std::string& name);

}  // namespace vitrine::dlff
