#include "sim/dlff/files/torch_archive.h"
#include "tests/fuzz/model_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return vitrine::dlff::read_model_bytes(data, size, vitrine::dlff::read_torch_archive);
}
