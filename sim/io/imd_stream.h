#pragma once
// What a simulation sends over IMD, the protocol of interactive molecular dynamics: version 2, as
// VMD, NAMD, GROMACS and LAMMPS (fix imd) have spoken it since Stone, Gullingsrud, Schulten, Proc
// Symp Interactive 3D Graphics (2001) 191, and version 3 (https://imdclient.readthedocs.io), which
// adds cell, time, velocities and forces.
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/model/frame.h"

namespace vitrine::io {

/// The kinds of messages; every one begins with its kind and a length, big-endian.
enum class ImdKind : std::int32_t {
  disconnect,
  energies,
  coordinates,
  go,
  handshake,
  kill,
  md_communication,
  pause,
  transmission_rate,
  io_error,
  session_info,  ///< from here on version 3
  resume,
  time,
  box,
  velocities,
  forces,
  wait,
};

/// A message without a body.
std::array<std::byte, 8> imd_message(ImdKind kind, std::int32_t value = 0);

/// The frames in a stream of bytes. Units: angstrom, A/ps, kJ/mol and kJ/(mol A) there (version 2
/// names none for energies, which are left out).
class ImdStream {
 public:
  /// Fills `count` bytes; false when the other side has ended before the first of them. May throw.
  using Source = std::function<bool(std::byte* to, std::size_t count)>;

  /// Reads the greeting. The stream names neither elements nor, in version 2, a cell: both are
  /// those of `like`. Error saying what came instead when it is no IMD server of version 2 or 3.
  ImdStream(Source source, FramePtr like);

  int version() const { return version_; }
  /// Coordinates come wrapped into the cell.
  bool is_wrapped() const { return wrapped_; }
  bool has_cell() const { return sends_[box]; }
  /// Where it does not, as in version 2, frames are counted in the place of ps.
  bool has_time() const { return sends_[time]; }

  /// The next whole frame; nullptr when the simulation has ended. Error when the stream ends in the
  /// middle of a frame, is of other atoms, or is no IMD.
  FramePtr next();

 private:
  enum Part : std::size_t { time, energies, box, coordinates, velocities, forces, parts };

  struct Header {
    std::int32_t kind, length;
  };
  bool read_header(Header& header);
  void read_greeting();
  void read_session();
  void read_part(const Header& header, Frame& frame);
  void read_time(Frame& frame);
  void read_energies(Frame& frame);
  void read_box(Frame& frame);
  std::vector<Vec3> read_vectors(std::int32_t atoms, double factor);
  void read_bytes(std::size_t count);
  template <class T>
  T number(std::size_t offset) const;
  bool completes(const Header& header) const;

  Source source_;
  FramePtr like_;
  int version_ = 2;
  bool swapped_ = false, wrapped_ = false;
  std::array<bool, parts> sends_{};
  std::int64_t frames_ = 0;
  std::vector<std::byte> body_;
};

}  // namespace vitrine::io
