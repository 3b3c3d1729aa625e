#include "sim/io/hdf5_heap.h"

#include <cstdint>
#include <cstring>

namespace vitrine::io {
namespace {

// "GCOL", version 1 and three zeros; then the size of the whole collection.
constexpr unsigned char signature[8] = {'G', 'C', 'O', 'L', 1, 0, 0, 0};
constexpr std::size_t header = 16, object_header = 16, alignment = 8;

std::uint64_t number(std::span<const std::byte> bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t k = size; k-- > 0;)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[at + k]);
  return value;
}

// Objects follow each other: index, references, reserved, size, and the contents padded to 8 bytes.
// Index 0 is the free space, which ends the list.
bool is_sound(std::span<const std::byte> rest) {
  if (rest.size() < header) return false;
  const std::uint64_t size = number(rest, 8, 8);
  if (size < header || size > rest.size()) return false;
  for (std::size_t at = header; at + object_header <= size;) {
    const std::uint64_t contents = number(rest, at + 8, 8);
    if (number(rest, at, 2) == 0) return contents <= size - at;
    if (contents > size - at - object_header) return false;
    at += object_header + (contents + alignment - 1) / alignment * alignment;
  }
  return true;
}

}  // namespace

bool heaps_are_sound(std::span<const std::byte> image) {
  for (std::size_t at = 0; at + header <= image.size(); at += alignment)
    if (std::memcmp(image.data() + at, signature, sizeof signature) == 0 &&
        !is_sound(image.subspan(at)))
      return false;
  return true;
}

}  // namespace vitrine::io
