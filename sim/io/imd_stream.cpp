#include "sim/io/imd_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::io {
namespace {

constexpr std::size_t energy_block = 40, time_block = 24, box_block = 36, session_block = 7;

std::uint32_t swapped(std::uint32_t x) {
  return x >> 24 | (x >> 8 & 0xff00) | (x << 8 & 0xff0000) | x << 24;
}

std::uint32_t big_endian(std::uint32_t x) {
  return std::endian::native == std::endian::big ? x : swapped(x);
}

std::int32_t from_network(const std::byte* bytes) {
  std::uint32_t x;
  std::memcpy(&x, bytes, sizeof x);
  return static_cast<std::int32_t>(big_endian(x));
}

}  // namespace

std::array<std::byte, 8> imd_message(ImdKind kind, std::int32_t value) {
  const std::uint32_t words[2] = {big_endian(static_cast<std::uint32_t>(kind)),
                                  big_endian(static_cast<std::uint32_t>(value))};
  std::array<std::byte, 8> message;
  std::memcpy(message.data(), words, message.size());
  return message;
}

ImdStream::ImdStream(Source source, FramePtr like)
    : source_(std::move(source)), like_(std::move(like)) {
  read_greeting();
}

void ImdStream::read_greeting() {
  Header header{};
  if (!read_header(header)) throw Error("imd: the server closed the connection without a greeting");
  if (header.kind != static_cast<std::int32_t>(ImdKind::handshake))
    throw Error(
        fmt::format("imd: expected a greeting (message 4), got message {}: this is no IMD server",
                    header.kind));
  // The one number in the byte order of the server's machine, which is thereby told.
  auto version = static_cast<std::uint32_t>(header.length);
  version = big_endian(version);
  swapped_ = version > 0xffff;
  version_ = static_cast<int>(swapped_ ? swapped(version) : version);
  if (version_ != 2 && version_ != 3)
    throw Error(fmt::format("imd: the server speaks version {}, expected 2 or 3", version_));
  sends_[coordinates] = true;
  if (version_ == 3) read_session();
}

void ImdStream::read_session() {
  Header header{};
  if (!read_header(header) || header.kind != static_cast<std::int32_t>(ImdKind::session_info) ||
      header.length != static_cast<std::int32_t>(session_block))
    throw Error(fmt::format("imd: expected 7 bytes of session (message 10), got message {} of {}",
                            header.kind, header.length));
  read_bytes(session_block);
  const auto is_set = [&](std::size_t k) { return body_[k] != std::byte{0}; };
  sends_ = {is_set(0), is_set(1), is_set(2), is_set(3), is_set(5), is_set(6)};
  wrapped_ = is_set(4);
  if (!sends_[coordinates]) throw Error("imd: the server sends no coordinates");
}

FramePtr ImdStream::next() {
  auto frame = std::make_shared<Frame>();
  frame->topology = like_->topology;
  frame->cell = like_->cell;
  frame->step = frames_;
  frame->time = static_cast<double>(frames_);  // until the stream tells
  for (Header header{};;) {
    if (!read_header(header)) {
      // Version 2 may have sent energies without coordinates.
      if (frame->positions.empty() && !frame->velocities) return nullptr;
      throw Error("imd: the stream ended in the middle of a frame");
    }
    if (header.kind == static_cast<std::int32_t>(ImdKind::disconnect)) return nullptr;
    read_part(header, *frame);
    if (completes(header)) break;
  }
  ++frames_;
  check_frame(*frame);
  return frame;
}

// In version 3 the parts come in the order of `Part`, in version 2 coordinates end a frame.
bool ImdStream::completes(const Header& header) const {
  const auto last = sends_[forces]       ? ImdKind::forces
                    : sends_[velocities] ? ImdKind::velocities
                                         : ImdKind::coordinates;
  return header.kind == static_cast<std::int32_t>(last);
}

void ImdStream::read_part(const Header& header, Frame& frame) {
  const auto expect = [&](Part part, std::int32_t length) {
    if (version_ == 3 && !sends_[part])
      throw Error(fmt::format("imd: message {} was not announced", header.kind));
    if (header.length != length)
      throw Error(fmt::format("imd: message {} has length {}, expected {}", header.kind,
                              header.length, length));
  };
  switch (static_cast<ImdKind>(header.kind)) {
    case ImdKind::time:
      expect(time, 1);
      return read_time(frame);
    case ImdKind::energies:
      expect(energies, 1);
      return read_energies(frame);
    case ImdKind::box:
      expect(box, 1);
      return read_box(frame);
    case ImdKind::coordinates:
      frame.positions = read_vectors(header.length, 1);
      return;
    case ImdKind::velocities:
      frame.velocities = read_vectors(header.length, 1);
      return;
    case ImdKind::forces:
      frame.forces = read_vectors(header.length, units::kj_per_mol_in_ev);
      return;
    default:
      throw Error(fmt::format("imd: message {} has no place in a frame", header.kind));
  }
}

void ImdStream::read_time(Frame& frame) {
  read_bytes(time_block);
  frame.time = number<double>(8);
  frame.step = number<std::int64_t>(16);
}

void ImdStream::read_energies(Frame& frame) {
  read_bytes(energy_block);
  if (version_ == 2) {
    frame.step = number<std::int32_t>(0);
    return;
  }
  if (const float kelvin = number<float>(4); std::isfinite(kelvin)) frame.temperature = kelvin;
  frame.potential_energy = number<float>(12) * units::kj_per_mol_in_ev;
}

void ImdStream::read_box(Frame& frame) {
  read_bytes(box_block);
  Mat3 rows;
  for (int k = 0; k < 9; ++k) rows(k / 3, k % 3) = number<float>(4 * static_cast<std::size_t>(k));
  frame.cell = Cell(rows, {true, true, true}, like_->cell.origin());
}

std::vector<Vec3> ImdStream::read_vectors(std::int32_t atoms, double factor) {
  const std::size_t expected = like_->size();
  if (atoms < 0 || static_cast<std::size_t>(atoms) != expected)
    throw Error(
        fmt::format("imd: the simulation sends {} atoms, the structure has {}", atoms, expected));
  read_bytes(12 * expected);
  std::vector<Vec3> vectors(expected);
  for (std::size_t k = 0; k < 3 * expected; ++k)
    vectors[k / 3][static_cast<Eigen::Index>(k % 3)] = factor * number<float>(4 * k);
  return vectors;
}

bool ImdStream::read_header(Header& header) {
  std::byte bytes[8];
  if (!source_(bytes, sizeof bytes)) return false;
  header = {from_network(bytes), from_network(bytes + 4)};
  return true;
}

void ImdStream::read_bytes(std::size_t count) {
  body_.resize(count);
  if (!source_(body_.data(), count)) throw Error("imd: the stream ended in the middle of a frame");
}

template <class T>
T ImdStream::number(std::size_t offset) const {
  std::array<std::byte, sizeof(T)> bytes;
  std::copy_n(body_.begin() + static_cast<std::ptrdiff_t>(offset), sizeof(T), bytes.begin());
  if (swapped_) std::reverse(bytes.begin(), bytes.end());
  return std::bit_cast<T>(bytes);
}

}  // namespace vitrine::io
