#pragma once
#include <filesystem>
#include <string>

#include "sim/model/curve.h"

namespace vitrine::io {

/// Reads a curve: a line a point, x and y first, with blanks, tabs, commas or semicolons between;
/// further columns (errors, say) are left alone. Lines that are empty or begin with '#', '!' or '%'
/// count nothing, nor does a heading without numbers before the first point. FileError with the
/// line: something else than numbers, x that does not rise, or fewer than two points.
Curve read_curve(const std::filesystem::path& file);
/// The same of a text in memory; `name` stands in messages.
Curve parse_curve(const std::string& text, const std::string& name);

}  // namespace vitrine::io
