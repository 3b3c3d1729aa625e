#pragma once
#include <cstddef>
#include <span>

namespace vitrine::io {

/// Whether every text of variable length in an HDF5 file lies within the heap that holds it: the
/// library copies as many bytes as a damaged heap claims, without asking how many there are. The
/// file's own format: HDF5 File Format Specification 3.0, section III.E.
bool heaps_are_sound(std::span<const std::byte> image);

}  // namespace vitrine::io
