#include "sim/io/hdf5_heap.h"

#include <cstdint>
#include <string_view>

namespace vitrine::io {
namespace {

// "GCOL" and version 1; three unused bytes and the size of the whole collection follow. It may
// begin anywhere, and among a model's weights these five bytes come up once in 10^12.
constexpr unsigned char signature[5] = {'G', 'C', 'O', 'L', 1};
constexpr std::size_t header = 16, object_header = 16, alignment = 8;

std::uint64_t number(std::span<const std::byte> bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t k = size; k-- > 0;)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[at + k]);
  return value;
}

// Objects follow each other: index, references, reserved, size, and the contents padded to 8 bytes.
// Index 0 is free space, whose size counts its own header; one of size 0 would never be passed.
bool is_sound(std::span<const std::byte> rest) {
  if (rest.size() < header) return false;
  const std::uint64_t size = number(rest, 8, 8);
  if (size < header || size > rest.size()) return false;
  for (std::size_t at = header; at + object_header <= size;) {
    const bool is_free = number(rest, at, 2) == 0;
    const std::uint64_t contents = number(rest, at + 8, 8);
    if (contents > size - at) return false;
    const std::uint64_t step =
        is_free ? contents : object_header + (contents + alignment - 1) / alignment * alignment;
    if (step < object_header || step > size - at) return false;
    at += step;
  }
  return true;
}

}  // namespace

bool heaps_are_sound(std::span<const std::byte> image) {
  const std::string_view text(reinterpret_cast<const char*>(image.data()), image.size());
  const std::string_view mark(reinterpret_cast<const char*>(signature), sizeof signature);
  for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + 1))
    if (!is_sound(image.subspan(at))) return false;
  return true;
}

}  // namespace vitrine::io
