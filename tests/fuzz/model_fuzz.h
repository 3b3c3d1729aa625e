#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "sim/dlff/model_data.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {

/// Any bytes as a model file: they are a model, or they are refused with an Error. What HDF5 and
/// yaml-cpp themselves do with damaged files is out of our hands; seeds are the models of
/// tests/data/dlff.
template <class Read>
int read_model_bytes(const std::uint8_t* data, std::size_t size, Read read) {
  try {
    const Model model = read({reinterpret_cast<const std::byte*>(data), size}, "fuzz");
    check(model, "fuzz");
  } catch (const Error&) {
    return 0;
  }
  return 0;
}

}  // namespace vitrine::dlff
