// Any bytes as a .dp file: they are a model, or they are refused with an Error. What HDF5 itself
// does with damaged files is out of our hands; seeds are the models of tests/data/dlff.
#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/dlff/model.h"
#include "sim/model/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    vitrine::dlff::read_model({reinterpret_cast<const std::byte*>(data), size}, "fuzz");
  } catch (const vitrine::Error&) {
    return 0;
  }
  return 0;
}
