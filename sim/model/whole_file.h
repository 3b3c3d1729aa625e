#pragma once
#include <filesystem>
#include <fstream>
#include <string_view>

namespace vitrine {

/// A file written piece by piece beside its place and renamed into it at the end: there is the old
/// file or the new one, never half of it. A symbolic link keeps pointing where it does, and what is
/// no regular file (/dev/stdout, a pipe) is written straight into. Everything throws FileError.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path file);
  ~WholeFile();  ///< without keep() nothing is left of it
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void write(std::string_view text);
  void keep();

 private:
  [[noreturn]] void fail(const std::error_code& error) const;

  std::filesystem::path file_;    ///< as it was given
  std::filesystem::path target_;  ///< where links lead
  std::filesystem::path part_;    ///< what is written: beside the target, or itself
  std::ofstream out_;
};

/// The same of contents that are there already.
void write_whole_file(const std::filesystem::path& file, std::string_view contents);

/// Makes a folder and its parents; FileError.
void make_folder(const std::filesystem::path& folder);

/// FileError unless `file` can be made in its folder: asked before long work, not after it.
void check_can_write(const std::filesystem::path& file);

}  // namespace vitrine
