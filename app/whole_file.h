#pragma once
#include <filesystem>
#include <string_view>

namespace vitrine::app {

/// Writes beside the file and renames: there is the old file or the new one, never half of it.
/// FileError.
void write_whole_file(const std::filesystem::path& file, std::string_view text);
/// Makes a folder and its parents; FileError.
void make_folder(const std::filesystem::path& folder);

}  // namespace vitrine::app
