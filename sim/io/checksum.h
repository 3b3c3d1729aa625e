#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace vitrine::io {

constexpr std::uint64_t empty_checksum = 0xcbf29ce484222325;

/// FNV-1a over the bits, eight bytes at a time, with the high half mixed in: enough to tell a torn
/// write from a whole one. A sum over parts goes on from the one before; each part but the last is
/// a multiple of eight bytes long.
inline std::uint64_t checksum(std::span<const std::byte> bytes,
                              std::uint64_t sum = empty_checksum) {
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, std::min(sizeof word, bytes.size() - at));
    sum ^= word;
    sum *= 0x100000001b3;
    sum ^= sum >> 32;
  }
  return sum;
}

}  // namespace vitrine::io
