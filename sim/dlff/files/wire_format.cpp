#include "sim/dlff/files/wire_format.h"

#include "sim/model/errors.h"

namespace vitrine::dlff {

void WireReader::fail() const {
  throw FileError(*file_, "is a damaged or incomplete TensorFlow graph");
}

std::uint64_t WireReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(take(1).front());
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  fail();
}

ByteView WireReader::take(std::uint64_t size) {
  if (size > rest_.size()) fail();
  const ByteView taken = rest_.first(size);
  rest_ = rest_.subspan(size);
  return taken;
}

std::optional<WireField> WireReader::next() {
  if (rest_.empty()) return std::nullopt;
  const std::uint64_t key = varint();
  WireField field;
  field.number = static_cast<std::uint32_t>(key >> 3);
  field.kind = static_cast<WireField::Kind>(key & 7);
  if (field.number == 0 || key >> 3 >= (1u << 29)) fail();
  switch (field.kind) {
    case WireField::Kind::varint:
      field.bits = varint();
      return field;
    case WireField::Kind::fixed64:
      field.bits = little_endian(take(8));
      return field;
    case WireField::Kind::fixed32:
      field.bits = little_endian(take(4));
      return field;
    case WireField::Kind::bytes:
      field.bytes = take(varint());
      return field;
  }
  fail();
}

std::optional<std::uint64_t> WireReader::next_packed() {
  if (rest_.empty()) return std::nullopt;
  return varint();
}

std::uint64_t little_endian(ByteView bytes) {
  std::uint64_t bits = 0;
  for (std::size_t k = bytes.size(); k-- > 0;)
    bits = bits << 8 | std::to_integer<std::uint64_t>(bytes[k]);
  return bits;
}

}  // namespace vitrine::dlff
