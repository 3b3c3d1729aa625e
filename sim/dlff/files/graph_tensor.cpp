#include "sim/dlff/files/graph_tensor.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

// DataType of TensorFlow, with the field that holds a list of such numbers.
struct NumberType {
  std::uint64_t code;
  const char* name;
  std::size_t bytes;
  std::uint32_t field;
  double (*value)(std::uint64_t bits);
};

double from_float(std::uint64_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}
double from_double(std::uint64_t bits) {
  return std::bit_cast<double>(bits);
}
double from_int32(std::uint64_t bits) {
  return static_cast<double>(static_cast<std::int32_t>(bits));
}
double from_int64(std::uint64_t bits) {
  return static_cast<double>(static_cast<std::int64_t>(bits));
}
double from_bool(std::uint64_t bits) {
  return bits ? 1 : 0;
}
double from_half_bits(std::uint64_t bits) {
  return from_half(static_cast<std::uint16_t>(bits));
}
double from_bfloat16_bits(std::uint64_t bits) {
  return from_bfloat16(static_cast<std::uint16_t>(bits));
}

constexpr NumberType number_types[] = {
    {1, "float32", 4, 5, from_float},       {2, "float64", 8, 6, from_double},
    {3, "int32", 4, 7, from_int32},         {9, "int64", 8, 10, from_int64},
    {10, "bool", 1, 11, from_bool},         {14, "bfloat16", 2, 13, from_bfloat16_bits},
    {19, "float16", 2, 13, from_half_bits},
};
constexpr std::uint64_t text_type = 7;

struct Proto {
  std::uint64_t type = 0;
  std::vector<std::size_t> shape;
  ByteView content;
  std::vector<WireField> lists;  ///< the fields with typed numbers
};

std::size_t read_extent(ByteView dimension, const std::string& file) {
  WireReader reader(dimension, file);
  std::size_t extent = 0;
  while (const auto field = reader.next())
    if (field->number == 1) extent = field->bits;
  return extent;
}

Proto read_proto(ByteView message, const std::string& file) {
  Proto proto;
  WireReader reader(message, file);
  while (const auto field = reader.next()) {
    if (field->number == 1) {
      proto.type = field->bits;
    } else if (field->number == 2) {
      WireReader shape(field->bytes, file);
      while (const auto part = shape.next())
        if (part->number == 2) proto.shape.push_back(read_extent(part->bytes, file));
    } else if (field->number == 4) {
      proto.content = field->bytes;
    } else if (field->number >= 5) {
      proto.lists.push_back(*field);
    }
  }
  return proto;
}

// Packed, or one field a number.
std::vector<double> read_list(const Proto& proto, const NumberType& type, std::size_t most,
                              const std::string& file) {
  std::vector<double> values;
  const bool fixed = type.code == 1 || type.code == 2;
  for (const WireField& field : proto.lists) {
    if (field.number != type.field) continue;
    if (field.kind != WireField::Kind::bytes) {
      values.push_back(type.value(field.bits));
    } else if (fixed) {
      for (std::size_t at = 0; at + type.bytes <= field.bytes.size(); at += type.bytes)
        values.push_back(type.value(little_endian(field.bytes.subspan(at, type.bytes))));
    } else {
      WireReader packed(field.bytes, file);
      while (const auto bits = packed.next_packed()) values.push_back(type.value(*bits));
    }
    if (values.size() > most) break;
  }
  return values;
}

}  // namespace

double from_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, mantissa = bits & 1023;
  const double sign = bits & 0x8000 ? -1 : 1;
  if (exponent == 31) return mantissa ? std::nan("") : sign * HUGE_VAL;
  if (exponent == 0) return sign * std::ldexp(mantissa, -24);
  return sign * std::ldexp(1024 + mantissa, exponent - 25);
}

double from_bfloat16(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

Constant decode_numbers(ByteView message, std::size_t most, const std::string& what,
                        const std::string& file) {
  const Proto proto = read_proto(message, file);
  const NumberType* type = nullptr;
  for (const NumberType& each : number_types)
    if (each.code == proto.type) type = &each;
  if (!type) throw FileError(file, fmt::format("{} holds no numbers (type {})", what, proto.type));
  Constant constant{proto.shape, {}, type->name};
  std::size_t size = 1;
  for (std::size_t extent : proto.shape) {
    if (extent > 0 && size > most / extent)
      throw FileError(file, what + " claims more numbers than its file holds");
    size *= extent;
  }
  if (proto.content.empty()) {
    constant.values = read_list(proto, *type, size, file);
    // What is left out repeats the last number.
    constant.values.resize(size, constant.values.empty() ? 0.0 : constant.values.back());
    return constant;
  }
  if (proto.content.size() != size * type->bytes)
    throw FileError(file, fmt::format("{} has {} bytes where {} are needed", what,
                                      proto.content.size(), size * type->bytes));
  constant.values.reserve(size);
  for (std::size_t k = 0; k < size; ++k)
    constant.values.push_back(
        type->value(little_endian(proto.content.subspan(k * type->bytes, type->bytes))));
  return constant;
}

std::string decode_text(ByteView message, const std::string& what, const std::string& file) {
  const Proto proto = read_proto(message, file);
  if (proto.type != text_type) throw FileError(file, what + " is no text");
  for (const WireField& field : proto.lists)
    if (field.number == 8 && field.kind == WireField::Kind::bytes) return std::string(field.text());
  return {};
}

}  // namespace vitrine::dlff
