#include "sim/io/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/model/elements.h"

namespace vitrine::io {
namespace {

using Buffer = fmt::memory_buffer;

/// fmt writes the shortest digits that read back as the same double, in any locale.
void put_number(Buffer& out, double value) {
  fmt::format_to(std::back_inserter(out), " {}", value);
}

template <class Values>
void put_list(Buffer& out, const char* key, const Values& values, int count) {
  fmt::format_to(std::back_inserter(out), " {}=\"", key);
  for (int i = 0; i < count; ++i) {
    fmt::format_to(std::back_inserter(out), "{}{}", i ? " " : "", values(i));
  }
  out.push_back('"');
}

void put_vector(Buffer& out, const Vec3& vector) {
  for (int k = 0; k < 3; ++k) put_number(out, vector[k]);
}

/// What a reader could not tell from the species alone.
struct Extras {
  bool masses, ids;
};
Extras extras_of(const Topology& topology) {
  Extras extras{false, false};
  for (std::size_t i = 0; i < topology.size(); ++i) {
    extras.masses |= topology.masses[i] != element_data(topology.elements[i]).mass;
    extras.ids |= topology.ids[i] != static_cast<std::int64_t>(i + 1);
  }
  return extras;
}

/// A column's name as the Properties list can hold it.
std::string property_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) { return c <= ' ' || c == ':' || c == '"' || c == '='; }, '_');
  return name;
}

void put_comment(Buffer& out, const Frame& frame, const Extras& extras) {
  const auto put = [&]<class... A>(fmt::format_string<A...> text, A&&... arguments) {
    fmt::format_to(std::back_inserter(out), text, std::forward<A>(arguments)...);
  };
  put("step={} time={}", frame.step, frame.time);
  if (frame.cell.exists()) {
    const Cell& cell = frame.cell;
    put_list(
        out, "Lattice", [&](int i) { return cell.rows()(i / 3, i % 3); }, 9);
    put_list(
        out, "pbc", [&](int i) { return cell.periodic()[static_cast<std::size_t>(i)] ? 'T' : 'F'; },
        3);
    if (!cell.origin().isZero(0))
      put_list(
          out, "Origin", [&](int i) { return cell.origin()[i]; }, 3);
  }
  if (frame.potential_energy) put(" energy={}", *frame.potential_energy);
  if (frame.temperature) put(" temperature={}", *frame.temperature);
  if (frame.virial)
    put_list(
        out, "virial", [&](int i) { return (*frame.virial)(i / 3, i % 3); }, 9);
  put(" Properties=species:S:1:pos:R:3");
  if (extras.ids) put(":id:I:1");
  if (extras.masses) put(":mass:R:1");
  if (frame.velocities) put(":vel:R:3");
  if (frame.forces) put(":forces:R:3");
  for (const auto& [name, values] : frame.columns) put(":{}:R:1", property_name(name));
  out.push_back('\n');
}

void put_frame(Buffer& out, const Frame& frame) {
  check_frame(frame);
  const Topology& topology = *frame.topology;
  const Extras extras = extras_of(topology);
  fmt::format_to(std::back_inserter(out), "{}\n", frame.size());
  put_comment(out, frame, extras);
  for (std::size_t i = 0; i < frame.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "{}", element_data(topology.elements[i]).symbol);
    put_vector(out, frame.positions[i]);
    if (extras.ids) fmt::format_to(std::back_inserter(out), " {}", topology.ids[i]);
    if (extras.masses) put_number(out, topology.masses[i]);
    if (frame.velocities) put_vector(out, (*frame.velocities)[i]);
    if (frame.forces) put_vector(out, (*frame.forces)[i]);
    for (const auto& column : frame.columns) put_number(out, column.second[i]);
    out.push_back('\n');
  }
}

}  // namespace

void write_extended_xyz(std::ostream& out, const Frame& frame) {
  Buffer buffer;
  put_frame(buffer, frame);
  out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
}

void write_extended_xyz(WholeFile& file, const Frame& frame) {
  Buffer buffer;
  put_frame(buffer, frame);
  file.write({buffer.data(), buffer.size()});
}

void write_extended_xyz(const std::filesystem::path& file, const std::vector<FramePtr>& frames) {
  WholeFile out(file);
  for (const FramePtr& frame : frames) write_extended_xyz(out, *frame);
  out.keep();
}

}  // namespace vitrine::io
