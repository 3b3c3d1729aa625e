#include <algorithm>
#include <cstdint>

#include "sim/io/imd_stream.h"
#include "sim/model/errors.h"

using namespace vitrine;

// The bytes a server sends to somebody who waits for three atoms.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const FramePtr like = [] {
    auto frame = std::make_shared<Frame>();
    frame->topology = make_topology({element::Zn, element::N, element::C});
    frame->positions.assign(3, Vec3::Zero());
    return frame;
  }();
  const std::uint8_t* const end = data + size;
  try {
    io::ImdStream stream(
        [&](std::byte* to, std::size_t count) {
          if (data == end) return false;
          if (static_cast<std::size_t>(end - data) < count) throw Error("the connection broke");
          std::copy_n(reinterpret_cast<const std::byte*>(data), count, to);
          data += count;
          return true;
        },
        like);
    while (stream.next()) {
    }
  } catch (const Error&) {
  }
  return 0;
}
