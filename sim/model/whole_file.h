#pragma once
#include <filesystem>
#include <string_view>

namespace vitrine {

/// Writes beside the file and renames: there is the old file or the new one, never half of it. A
/// symbolic link keeps pointing where it does, and what is no regular file (/dev/stdout, a pipe) is
/// written straight into. FileError.
void write_whole_file(const std::filesystem::path& file, std::string_view contents);

/// Makes a folder and its parents; FileError.
void make_folder(const std::filesystem::path& folder);

/// FileError unless `file` can be made in its folder: asked before long work, not after it.
void check_can_write(const std::filesystem::path& file);

}  // namespace vitrine
