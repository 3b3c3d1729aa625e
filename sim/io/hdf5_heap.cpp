#include "sim/io/hdf5_heap.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vitrine::io {
namespace {

// "GCOL" and version 1; three unused bytes and the size of the whole collection follow. It may
// begin anywhere, and among a model's weights these five bytes come up once in 10^12.
constexpr unsigned char signature[5] = {'G', 'C', 'O', 'L', 1};
constexpr std::size_t header = 16, object_header = 16, alignment = 8;
constexpr std::size_t most_objects = 16;  // that are followed; a model has one

std::uint64_t number(std::span<const std::byte> bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t k = size; k-- > 0;)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[at + k]);
  return value;
}

struct HeapObject {
  std::uint64_t heap;  ///< where its collection begins
  std::uint64_t index, size;
};

// Objects follow each other: index, references, reserved, size, and the contents padded to 8 bytes.
// Index 0 is free space, whose size counts its own header; one of size 0 would never be passed.
bool read_objects(std::span<const std::byte> image, std::size_t heap,
                  std::vector<HeapObject>& objects) {
  const auto rest = image.subspan(heap);
  if (rest.size() < header) return false;
  const std::uint64_t size = number(rest, 8, 8);
  if (size < header || size > rest.size()) return false;
  for (std::size_t at = header; at + object_header <= size;) {
    const std::uint64_t index = number(rest, at, 2), contents = number(rest, at + 8, 8);
    if (contents > size - at) return false;
    const std::uint64_t step =
        index == 0 ? contents : object_header + (contents + alignment - 1) / alignment * alignment;
    if (step < object_header || step > size - at) return false;
    if (index > 0 && objects.size() < most_objects) objects.push_back({heap, index, contents});
    at += step;
  }
  return true;
}

// What refers to an object is its length, the address of the heap and the index. The library sets
// aside as much memory as the length says before it looks. How many references fit; nothing when
// one does not.
std::optional<std::size_t> fitting_references(std::string_view text,
                                              std::span<const std::byte> image,
                                              const HeapObject& object) {
  char mark[12];
  for (std::size_t k = 0; k < 8; ++k) mark[k] = static_cast<char>(object.heap >> (8 * k) & 255);
  for (std::size_t k = 0; k < 4; ++k)
    mark[8 + k] = static_cast<char>(object.index >> (8 * k) & 255);
  const std::string_view reference(mark, sizeof mark);
  std::size_t found = 0;
  for (std::size_t at = text.find(reference); at != text.npos; at = text.find(reference, at + 1)) {
    if (at < 4 || number(image, at - 4, 4) > object.size) return std::nullopt;
    ++found;
  }
  return found;
}

}  // namespace

bool heaps_are_sound(std::span<const std::byte> image) {
  const std::string_view text(reinterpret_cast<const char*>(image.data()), image.size());
  const std::string_view mark(reinterpret_cast<const char*>(signature), sizeof signature);
  std::vector<HeapObject> objects;
  for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + 1))
    if (!read_objects(image, at, objects)) return false;
  std::size_t references = 0;
  for (const HeapObject& object : objects) {
    const auto found = fitting_references(text, image, object);
    if (!found) return false;
    references += *found;
  }
  return objects.empty() || references > 0;
}

}  // namespace vitrine::io
