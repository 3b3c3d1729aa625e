#include "app/whole_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "sim/model/errors.h"

namespace vitrine::app {

void write_whole_file(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path part = file;
  part += ".part";
  errno = 0;
  std::ofstream out(part, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  std::error_code error(out ? 0 : (errno ? errno : EIO), std::generic_category());
  if (!error) std::filesystem::rename(part, file, error);
  if (!error) return;
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  throw FileError(file, "cannot be written: " + error.message());
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw FileError(folder, "the folder cannot be made: " + error.message());
}

}  // namespace vitrine::app
