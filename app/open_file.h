#pragma once
#include <filesystem>
#include <memory>

#include "sim/model/trajectory.h"

namespace vitrine::app {

/// io::open_trajectory for the terminal: what had to be assumed about the file (types without
/// names, a cut last frame) is said on standard error.
std::unique_ptr<Trajectory> open_file(const std::filesystem::path& file);

}  // namespace vitrine::app
