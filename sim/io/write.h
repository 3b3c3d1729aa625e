#pragma once
#include <filesystem>
#include <ostream>

#include "sim/model/frame.h"
#include "sim/model/whole_file.h"

namespace vitrine::io {

/// Extended XYZ, every digit (round trip exact): Lattice, Properties, energy, virial, time, step.
void write_extended_xyz(std::ostream& out, const Frame& frame);
/// The same to a file: never half of it (WholeFile).
void write_extended_xyz(const std::filesystem::path& file, const std::vector<FramePtr>& frames);
/// One frame more.
void write_extended_xyz(WholeFile& file, const Frame& frame);

}  // namespace vitrine::io
