#include "sim/io/hdf5_version.h"

#include "sim/io/hdf5_file_impl.h"

namespace vitrine::io {

std::string hdf5_version() {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return fmt::format("{}.{}.{}", major, minor, release);
}

}  // namespace vitrine::io
