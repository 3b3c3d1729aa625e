#pragma once
#include <cstddef>
#include <span>

namespace vitrine::io {

/// Whether the texts of variable length in an HDF5 file lie within the heaps that hold them, and
/// something refers to them. The library copies and sets aside as many bytes as a damaged file
/// claims, without asking how many there are. The image begins with HDF5's signature. HDF5 File
/// Format Specification 3.0, section III.E.
bool heaps_are_sound(std::span<const std::byte> image);

}  // namespace vitrine::io
