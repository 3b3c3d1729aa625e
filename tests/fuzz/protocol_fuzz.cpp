// Any text as a protocol: it is one, or it is refused with an Error.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/dynamics/protocol.h"
#include "sim/model/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    vitrine::dynamics::parse_protocol({reinterpret_cast<const char*>(data), size}, "fuzz");
  } catch (const vitrine::Error&) {
    return 0;
  }
  return 0;
}
