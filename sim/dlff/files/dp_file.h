#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// DeePMD-kit's .dp file: an HDF5 container whose root attribute `json` holds the model as JSON,
/// with the path of a dataset in the place of each array (design/dlff.md section 3). FileError
/// when it is damaged or holds anything but an se_e2_a energy model.
Model read_dp(std::span<const std::byte> image, const std::string& name);

}  // namespace vitrine::dlff
