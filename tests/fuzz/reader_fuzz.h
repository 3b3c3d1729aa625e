#pragma once
#include <cstddef>
#include <cstdint>

#include "sim/io/formats.h"
#include "sim/model/errors.h"

namespace vitrine::io {

/// Reads every frame of the bytes. An Error is an answer; anything else is a finding.
template <class Open>
int read_all(const std::uint8_t* data, std::size_t size, Open open) {
  try {
    const auto trajectory = open(
        TextFile(std::string(reinterpret_cast<const char*>(data), size), "fuzz"), ReadOptions{});
    for (std::size_t i = 0; i < trajectory->size(); ++i) check_frame(*trajectory->read(i));
  } catch (const Error&) {
    return 0;
  }
  return 0;
}

}  // namespace vitrine::io
