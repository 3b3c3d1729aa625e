#include "sim/model/whole_file.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "sim/model/errors.h"

namespace vitrine {
namespace {

namespace fs = std::filesystem;

/// Of the last call of the C library.
std::error_code last_error() {
  return {errno ? errno : EIO, std::generic_category()};
}

}  // namespace

WholeFile::WholeFile(fs::path file) : file_(std::move(file)) {
  std::error_code ignored;
  target_ = fs::is_symlink(file_, ignored) ? fs::weakly_canonical(file_, ignored) : file_;
  part_ = target_;
  const bool special = fs::exists(target_, ignored) && !fs::is_regular_file(target_, ignored);
  if (!special) part_ += fmt::format(".{}.part", getpid());
  errno = 0;
  out_.open(part_, std::ios::binary);
  if (!out_) fail(last_error());
}

WholeFile::~WholeFile() {
  std::error_code ignored;
  if (out_.is_open() && part_ != target_) fs::remove(part_, ignored);
}

void WholeFile::write(std::string_view text) {
  errno = 0;
  if (!out_.write(text.data(), static_cast<std::streamsize>(text.size()))) fail(last_error());
}

void WholeFile::keep() {
  errno = 0;
  out_.flush();
  if (!out_) fail(last_error());
  std::error_code error;
  if (part_ != target_) fs::rename(part_, target_, error);
  if (error) fail(error);
  out_.close();
}

void WholeFile::fail(const std::error_code& error) const {
  throw FileError(file_, "cannot be written: " + error.message());
}

void write_whole_file(const fs::path& file, std::string_view contents) {
  WholeFile out(file);
  out.write(contents);
  out.keep();
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw FileError(folder, "the folder cannot be made: " + error.message());
}

void check_can_write(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) throw FileError(file, "cannot be written: it is a folder");
  if (!fs::is_directory(folder, ignored))
    throw FileError(file, fmt::format("cannot be written: there is no folder {}", folder.string()));
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    throw FileError(file,
                    fmt::format("cannot be written: no right to write into {}", folder.string()));
}

}  // namespace vitrine
