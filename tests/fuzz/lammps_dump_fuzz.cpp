#include "tests/fuzz/reader_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return vitrine::io::read_all(data, size, vitrine::io::open_lammps_dump);
}
