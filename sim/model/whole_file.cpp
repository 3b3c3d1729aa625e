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

/// Writes into the file as it is; the reason when that fails.
std::error_code write_into(const fs::path& file, std::string_view contents) {
  errno = 0;
  std::ofstream out(file, std::ios::binary);
  out.write(contents.data(), static_cast<std::streamsize>(contents.size()));
  out.close();
  return {out ? 0 : (errno ? errno : EIO), std::generic_category()};
}

std::error_code replace(const fs::path& file, std::string_view contents) {
  fs::path part = file;
  part += fmt::format(".{}.part", getpid());
  std::error_code error = write_into(part, contents);
  if (!error) fs::rename(part, file, error);
  std::error_code ignored;
  if (error) fs::remove(part, ignored);
  return error;
}

}  // namespace

void write_whole_file(const fs::path& file, std::string_view contents) {
  std::error_code ignored;
  const fs::path target =
      fs::is_symlink(file, ignored) ? fs::weakly_canonical(file, ignored) : file;
  const bool special = fs::exists(target, ignored) && !fs::is_regular_file(target, ignored);
  const std::error_code error = special ? write_into(target, contents) : replace(target, contents);
  if (error) throw FileError(file, "cannot be written: " + error.message());
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
