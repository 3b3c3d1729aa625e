#pragma once
// The wire format of protocol buffers, as far as a TensorFlow graph uses it (design/dlff.md 2.4).
// Views into the bytes, bounds-checked; nothing is copied.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::dlff {

using ByteView = std::span<const std::byte>;

/// One field of a message: `number` is its key, `bits` the value of varints and fixed widths,
/// `bytes` the contents of those with a length.
struct WireField {
  enum class Kind { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };
  std::uint32_t number = 0;
  Kind kind = Kind::varint;
  std::uint64_t bits = 0;
  ByteView bytes = {};

  std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

/// The fields of a message, one after the other. FileError where the bytes are no message.
class WireReader {
 public:
  WireReader(ByteView message, const std::string& file) : rest_(message), file_(&file) {}
  std::optional<WireField> next();
  /// A varint without a key before it, as packed lists hold them; nothing at the end.
  std::optional<std::uint64_t> next_packed();

 private:
  [[noreturn]] void fail() const;
  std::uint64_t varint();
  ByteView take(std::uint64_t size);

  ByteView rest_;
  const std::string* file_;
};

/// Little-endian bits of a number.
std::uint64_t little_endian(ByteView bytes);

}  // namespace vitrine::dlff
