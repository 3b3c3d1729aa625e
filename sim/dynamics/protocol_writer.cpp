#include "sim/dynamics/protocol_writer.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <iterator>
#include <sstream>

namespace vitrine::dynamics {
namespace {

/// Builds the text, one key to a line; numbers in as many digits as bring them back.
class Writer {
 public:
  void stage() { fmt::format_to(std::back_inserter(text_), "\n[[stage]]\n"); }
  void put(std::string_view key, double value) { line(key, fmt::format("{}", value)); }
  void put(std::string_view key, const std::optional<double>& value) {
    if (value) put(key, *value);
  }
  void count(std::string_view key, std::uint64_t value) { line(key, fmt::format("{}", value)); }
  void words(std::string_view key, std::string_view value) {
    std::ostringstream quoted;  // TOML's own quotes and escapes
    quoted << toml::value<std::string>(std::string(value));
    line(key, quoted.str());
  }
  void line(std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(text_), "{} = {}\n", key, value);
  }
  std::string text() const { return fmt::to_string(text_); }

 private:
  fmt::memory_buffer text_;
};

void write_limits(Writer& out, const GuardLimits& limits) {
  out.put("force_limit_ev_per_a", limits.force);
  out.put("distance_limit_a", limits.distance);
  out.put("drift_limit_ev_per_atom", limits.drift);
  out.put("broken_rings_limit", limits.broken_rings);
  out.put("committee_limit_ev_per_a", limits.disagreement);
  out.count("guard_interval_steps", static_cast<std::uint64_t>(limits.interval));
  out.count("committee_interval_steps", static_cast<std::uint64_t>(limits.committee_interval));
}

void write_settings(Writer& out, const Protocol& protocol) {
  if (!protocol.title.empty()) out.words("title", protocol.title);
  if (!protocol.structure.empty()) out.words("structure", protocol.structure);
  const auto& n = protocol.replicate;
  out.line("replicate", fmt::format("[{}, {}, {}]", n[0], n[1], n[2]));
  out.put("time_step_fs", protocol.time_step * 1000);
  out.put("thermostat_time_ps", protocol.thermostat_time);
  out.put("barostat_time_ps", protocol.barostat_time);
  out.put("compressibility_per_gpa", protocol.compressibility);
  out.put("hydrogen_mass_da", protocol.hydrogen_mass);
  out.put("record_interval_ps", protocol.record_interval);
  out.line("record_velocities", protocol.record_velocities ? "true" : "false");
  out.put("checkpoint_interval_min", protocol.checkpoint_interval / 60);
  write_limits(out, protocol.limits);
  out.count("seed", protocol.seed);
  if (!protocol.note.empty()) out.words("note", protocol.note);
}

/// xx, yy, zz, yz, xz, xy of the whole stress.
std::string six(double pressure, const Mat3& stress) {
  const Mat3 s = stress - pressure * Mat3::Identity();
  return fmt::format("[{}, {}, {}, {}, {}, {}]", s(0, 0), s(1, 1), s(2, 2), s(1, 2), s(0, 2),
                     s(0, 1));
}

void write_load(Writer& out, const Stage& stage, bool ramp) {
  const bool hydrostatic = stage.stress_start.isZero(0) && stage.stress_end.isZero(0);
  if (!hydrostatic && ramp) {
    out.line("stress_start_gpa", six(stage.pressure_start, stage.stress_start));
    out.line("stress_end_gpa", six(stage.pressure_end, stage.stress_end));
  } else if (!hydrostatic) {
    out.line("stress_gpa", six(stage.pressure_start, stage.stress_start));
  } else if (stage.pressure_start == stage.pressure_end) {
    out.put("pressure_gpa", stage.pressure_start);
  } else {
    out.put("pressure_start_gpa", stage.pressure_start);
    out.put("pressure_end_gpa", stage.pressure_end);
  }
}

void write_minimisation(Writer& out, const Stage& stage) {
  out.words("kind", "minimise");
  if (!stage.minimise_cell) return;
  out.words("cell", cell_shape_names[static_cast<std::size_t>(stage.cell)]);
  out.put("pressure_gpa", stage.pressure_start);
}

void write_motion(Writer& out, const Stage& stage) {
  const bool ramp = stage.temperature_start != stage.temperature_end ||
                    stage.pressure_start != stage.pressure_end ||
                    stage.stress_start != stage.stress_end;
  out.words("kind", ramp ? "ramp" : "hold");
  out.put("duration_ps", stage.duration);
  if (ramp && stage.temperature_start != stage.temperature_end) {
    out.put("temperature_start_k", stage.temperature_start);
    out.put("temperature_end_k", stage.temperature_end);
  } else {
    out.put("temperature_k", stage.temperature_start);
  }
  out.words("thermostat", thermostat_names[static_cast<std::size_t>(stage.thermostat)]);
  out.words("barostat", barostat_names[static_cast<std::size_t>(stage.barostat)]);
  out.words("cell", cell_shape_names[static_cast<std::size_t>(stage.cell)]);
  write_load(out, stage, ramp);
  out.put("thermostat_time_ps", stage.thermostat_time);
  out.put("barostat_time_ps", stage.barostat_time);
  out.put("record_interval_ps", stage.record_interval);
}

}  // namespace

std::string protocol_text(const Protocol& protocol) {
  Writer out;
  write_settings(out, protocol);
  for (const Stage& stage : protocol.stages) {
    out.stage();
    out.words("name", stage.name);
    stage.minimise ? write_minimisation(out, stage) : write_motion(out, stage);
  }
  return out.text();
}

}  // namespace vitrine::dynamics
