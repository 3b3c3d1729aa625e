#pragma once
#include <filesystem>
#include <ostream>

#include "sim/model/frame.h"

namespace vitrine::io {

/// Extended XYZ, every digit (round trip exact): Lattice, Properties, energy, virial, time, step.
void write_extended_xyz(std::ostream& out, const Frame& frame);
/// The same to a file, written beside it first and renamed: never half a file. FileError.
void write_extended_xyz(const std::filesystem::path& file, const std::vector<FramePtr>& frames);

}  // namespace vitrine::io
