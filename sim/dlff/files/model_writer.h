#pragma once
#include <filesystem>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// Writes a model as DeePMD-kit reads it (version 3.0 and later): .dp, .yaml or .yml by the name
/// of the file, whole or not at all. Networks trained in float32 are stored so. InputError for
/// another name and for a model that such a file cannot say exactly (a compressed one).
void write_model(const Model& model, const std::filesystem::path& file);

}  // namespace vitrine::dlff
