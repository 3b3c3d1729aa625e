#pragma once
#include "sim/dlff/files/frozen_graph.h"

namespace vitrine::dlff {

/// A TensorProto of numbers, as long as it holds no more than `most`. FileError saying `what` it
/// is.
Constant decode_numbers(ByteView message, std::size_t most, const std::string& what,
                        const std::string& file);
/// The first text of a TensorProto of texts.
std::string decode_text(ByteView message, const std::string& what, const std::string& file);

/// A half-precision number: sign, 5 bits of exponent, 10 of mantissa.
double from_half(std::uint16_t bits);
/// A number of TensorFlow's and PyTorch's bfloat16: the upper half of a float.
double from_bfloat16(std::uint16_t bits);

}  // namespace vitrine::dlff
