#include "sim/dynamics/protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>

#include "sim/dynamics/toml_table.h"
#include "sim/model/errors.h"

namespace vitrine::dynamics {
namespace {

constexpr Range temperatures{0, 5000}, pressures{-5, 50}, durations{0, 1e7, true};
constexpr std::array<std::string_view, 4> kind_names{"minimise", "hold", "ramp", "sample"};
constexpr std::array<std::string_view, 4> minimised_cell_names{"fixed", "isotropic", "orthorhombic",
                                                               "flexible"};
constexpr double most_steps = 1e10;

toml::table parse_toml(std::string_view text, const std::string& name) {
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    throw FileError(name, error.source().begin.line, std::string(error.description()));
  }
}

// "12", "true", "[1, 2, 3]" are what they look like; anything else is a text.
void set_value(toml::table& table, const std::string& key, const std::string& value) {
  toml::table parsed;
  try {
    parsed = toml::parse("value = " + value);
  } catch (const toml::parse_error&) {
    parsed.insert("value", value);
  }
  parsed.get("value")->visit([&](auto& node) { table.insert_or_assign(key, node); });
  constexpr std::array<std::string_view, 3> lengths{"duration_ps", "rate_k_per_ps",
                                                    "rate_gpa_per_ps"};
  if (std::find(lengths.begin(), lengths.end(), key) == lengths.end()) return;
  for (const std::string_view other : lengths)
    if (other != key) table.erase(other);
}

toml::table& stage_named(toml::table& root, const std::string& name, const std::string& whole) {
  std::vector<std::string> names;
  if (toml::array* stages = root["stage"].as_array()) {
    for (toml::node& node : *stages) {
      toml::table* stage = node.as_table();
      const std::string here = stage ? (*stage)["name"].value_or(std::string()) : std::string();
      if (stage && here == name) return *stage;
      names.push_back(here);
    }
  }
  const std::string near = nearest_name(name, names);
  throw InputError(fmt::format("override \"{}\": there is no stage \"{}\"{}", whole, name,
                               near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near)));
}

/// A stage's rate as one says it, without the unit: of the temperature, or of the pressure where
/// that alone changes.
std::string rate_key(const toml::table& stage) {
  const bool compresses = stage.contains("pressure_end_gpa");
  return compresses && !stage.contains("temperature_end_k") ? "rate_gpa_per_ps" : "rate_k_per_ps";
}

void apply_override(toml::table& root, const std::string& whole) {
  const std::size_t equals = whole.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == whole.size())
    throw InputError(fmt::format("override \"{}\" must read key=value or stage.key=value", whole));
  const std::string left = whole.substr(0, equals), value = whole.substr(equals + 1);
  const std::size_t dot = left.rfind('.');
  if (dot == std::string::npos) {
    set_value(root, left, value);
  } else {
    toml::table& stage = stage_named(root, left.substr(0, dot), whole);
    const std::string key = left.substr(dot + 1);
    set_value(stage, key == "rate" ? rate_key(stage) : key, value);
  }
}

void read_temperatures(TomlTable& table, Stage& stage, bool ramp, const Stage* before) {
  if (!ramp || table.has("temperature_k")) {
    stage.temperature_start = stage.temperature_end =
        table.required_number("temperature_k", temperatures);
    return;
  }
  const std::optional<double> start = table.number("temperature_start_k", temperatures);
  if (!start && !before) table.fail_missing("temperature_start_k");
  stage.temperature_start = start ? *start : before->temperature_end;
  stage.temperature_end = table.required_number("temperature_end_k", temperatures);
}

void read_pressures(TomlTable& table, Stage& stage, bool ramp, const Stage* before) {
  const std::optional<double> both = table.number("pressure_gpa", pressures);
  stage.pressure_start = stage.pressure_end = both.value_or(0);
  if (!ramp) return;
  const std::optional<double> end = table.number("pressure_end_gpa", pressures);
  if (end && !both && before) stage.pressure_start = before->pressure_end;
  stage.pressure_start =
      table.number("pressure_start_gpa", pressures).value_or(stage.pressure_start);
  stage.pressure_end = end.value_or(stage.pressure_end);
}

/// xx, yy, zz, yz, xz, xy.
std::optional<Mat3> read_tensor(TomlTable& table, std::string_view key) {
  const auto six = table.numbers(key, 6, {-pressures.high, pressures.high});
  if (!six) return std::nullopt;
  const std::vector<double>& s = *six;
  Mat3 tensor;
  tensor << s[0], s[5], s[4], s[5], s[1], s[3], s[4], s[3], s[2];
  return tensor;
}

void check_shape(const TomlTable& table, std::string_view key, const Stage& stage) {
  if (stage.barostat == Barostat::none) table.fail(key, "needs a barostat");
  for (const Mat3& stress : {stage.stress_start, stage.stress_end}) {
    if ((stress - allowed_part(stage.cell, stress)).isZero(1e-12)) continue;
    if (stage.cell == CellShape::isotropic)
      table.fail(key, "is not hydrostatic: it needs cell = \"orthorhombic\" or \"flexible\"");
    table.fail(key, "has shear: it needs cell = \"flexible\"");
  }
}

Mat3 without_trace(const Mat3& tensor) {
  return tensor - tensor.trace() / 3 * Mat3::Identity();
}

/// The whole stress in place of the pressure. False: none is given.
bool read_stress(TomlTable& table, Stage& stage, bool ramp, const Stage* before) {
  const std::optional<Mat3> both = read_tensor(table, "stress_gpa");
  const std::optional<Mat3> start = ramp ? read_tensor(table, "stress_start_gpa") : std::nullopt;
  const std::optional<Mat3> end = ramp ? read_tensor(table, "stress_end_gpa") : std::nullopt;
  if (!both && !start && !end) return false;
  const std::string_view key = both ? "stress_gpa" : end ? "stress_end_gpa" : "stress_start_gpa";
  for (const char* other : {"pressure_gpa", "pressure_start_gpa", "pressure_end_gpa"})
    if (table.has(other)) table.fail(key, fmt::format("and {} exclude each other", other));
  if (both && (start || end))
    table.fail("stress_gpa", "and stress_start_gpa or stress_end_gpa exclude each other");
  if (!both && !end) table.fail(key, "needs stress_end_gpa");
  const Mat3 earlier =
      before ? Mat3(before->stress_end - before->pressure_end * Mat3::Identity()) : Mat3::Zero();
  const Mat3 first = both ? *both : start.value_or(earlier), last = both ? *both : *end;
  stage.pressure_start = -first.trace() / 3;
  stage.pressure_end = -last.trace() / 3;
  stage.stress_start = without_trace(first);
  stage.stress_end = without_trace(last);
  check_shape(table, key, stage);
  return true;
}

void set_duration(const TomlTable& table, std::string_view key, double change, double rate,
                  Stage& stage) {
  if (stage.duration > 0) table.fail(key, "and rate_k_per_ps exclude each other");
  stage.duration = std::abs(change) / rate;
  if (stage.duration <= 0) table.fail(key, "needs a start and an end that differ");
}

void read_duration(TomlTable& table, Stage& stage, bool ramp) {
  const bool by_temperature = ramp && table.has("rate_k_per_ps");
  const bool by_pressure = ramp && table.has("rate_gpa_per_ps");
  if (!by_temperature && !by_pressure) {
    stage.duration = table.required_number("duration_ps", durations);
    return;
  }
  if (table.has("duration_ps"))
    table.fail(by_temperature ? "rate_k_per_ps" : "rate_gpa_per_ps",
               "and duration_ps exclude each other");
  constexpr Range rates{0, 1e6, true};
  if (by_temperature)
    set_duration(table, "rate_k_per_ps", stage.temperature_end - stage.temperature_start,
                 table.required_number("rate_k_per_ps", rates), stage);
  if (by_pressure)
    set_duration(table, "rate_gpa_per_ps", stage.pressure_end - stage.pressure_start,
                 table.required_number("rate_gpa_per_ps", rates), stage);
}

void read_coupling(TomlTable& table, Stage& stage, const Protocol& protocol) {
  if (const auto value = table.choice("thermostat", thermostat_names))
    stage.thermostat = static_cast<Thermostat>(*value);
  if (const auto value = table.choice("barostat", barostat_names))
    stage.barostat = static_cast<Barostat>(*value);
  if (const auto value = table.choice("cell", cell_shape_names))
    stage.cell = static_cast<CellShape>(*value);
  const double step = protocol.time_step;
  stage.thermostat_time = table.number("thermostat_time_ps", {step, 1000});
  stage.barostat_time = table.number("barostat_time_ps", {step, 1000});
  stage.record_interval = table.number("record_interval_ps", {step, 1e6});
}

void read_minimisation(TomlTable& table, Stage& stage) {
  const auto cell = table.choice("cell", minimised_cell_names);
  stage.minimise_cell = cell.value_or(0) > 0;
  if (!stage.minimise_cell) return;
  stage.cell = static_cast<CellShape>(*cell - 1);
  stage.pressure_start = stage.pressure_end = table.number("pressure_gpa", pressures).value_or(0);
}

void read_motion(TomlTable& table, Stage& stage, std::size_t kind, const Protocol& protocol) {
  const bool ramp = kind_names[kind] == "ramp", sample = kind_names[kind] == "sample";
  const auto& stages = protocol.stages;
  const auto moving =
      std::find_if(stages.rbegin(), stages.rend(), [](const Stage& s) { return !s.minimise; });
  const Stage* before = moving == stages.rend() ? nullptr : &*moving;
  read_coupling(table, stage, protocol);
  read_temperatures(table, stage, ramp, before);
  if (!read_stress(table, stage, ramp, before)) read_pressures(table, stage, ramp, before);
  read_duration(table, stage, ramp);
  if (!sample) return;
  if (!stage.record_interval) table.fail_missing("record_interval_ps");
  if (stage.thermostat == Thermostat::berendsen)
    table.fail("thermostat", "\"berendsen\" is for relaxation only, it samples no ensemble");
}

std::string stage_name(const toml::table& node, const std::string& file, std::size_t index,
                       const std::vector<Stage>& earlier) {
  TomlTable table(node, file, fmt::format("stage {}", index + 1));
  const std::optional<std::string> name = table.text("name");
  if (!name || name->empty()) table.fail_missing("name");
  if (name->find_first_of(".=") != std::string::npos)
    table.fail("name", fmt::format("must not hold '.' or '=', got \"{}\"", *name));
  for (const Stage& other : earlier)
    if (other.name == *name) table.fail("name", fmt::format("\"{}\" is used twice", *name));
  return *name;
}

Stage read_stage(const toml::table& node, const std::string& file, const Protocol& protocol) {
  Stage stage;
  stage.name = stage_name(node, file, protocol.stages.size(), protocol.stages);
  TomlTable table(node, file, fmt::format("stage \"{}\"", stage.name));
  table.has("name");
  const auto kind = table.choice("kind", kind_names);
  if (!kind) table.fail_missing("kind", ": minimise, hold, ramp or sample");
  stage.minimise = *kind == 0;
  if (stage.minimise) {
    read_minimisation(table, stage);
  } else {
    read_motion(table, stage, *kind, protocol);
  }
  table.refuse_unknown();
  return stage;
}

void read_limits(TomlTable& table, GuardLimits& limits) {
  const auto number = [&](const char* key, Range range, double& value) {
    value = table.number(key, range).value_or(value);
  };
  const auto steps = [&](const char* key, int& value) {
    value = static_cast<int>(table.integer(key, 1, 1'000'000).value_or(value));
  };
  number("force_limit_ev_per_a", {0, 1e6, true}, limits.force);
  number("distance_limit_a", {0, 2}, limits.distance);
  number("drift_limit_ev_per_atom", {0, 1e6, true}, limits.drift);
  number("broken_rings_limit", {0, 1}, limits.broken_rings);
  number("committee_limit_ev_per_a", {0, 1e6, true}, limits.disagreement);
  steps("guard_interval_steps", limits.interval);
  steps("committee_interval_steps", limits.committee_interval);
}

void read_settings(TomlTable& table, Protocol& protocol) {
  protocol.title = table.text("title").value_or("");
  protocol.structure = table.text("structure").value_or("");
  protocol.note = table.text("note").value_or("");
  if (const auto copies = table.integers("replicate", 3, 1, 100))
    std::copy(copies->begin(), copies->end(), protocol.replicate);
  if (const auto value = table.number("time_step_fs", {0, 2, true}))
    protocol.time_step = *value / 1000;
  const double step = protocol.time_step;
  if (const auto value = table.number("thermostat_time_ps", {step, 1000}))
    protocol.thermostat_time = *value;
  if (const auto value = table.number("barostat_time_ps", {step, 1000}))
    protocol.barostat_time = *value;
  if (const auto value = table.number("compressibility_per_gpa", {0, 1000, true}))
    protocol.compressibility = *value;
  protocol.hydrogen_mass = table.number("hydrogen_mass_da", {1, 6});
  if (const auto value = table.number("record_interval_ps", {step, 1e6}))
    protocol.record_interval = *value;
  if (const auto value = table.truth("record_velocities")) protocol.record_velocities = *value;
  if (const auto value = table.number("checkpoint_interval_min", {0, 1e4, true}))
    protocol.checkpoint_interval = *value * 60;
  read_limits(table, protocol.limits);
  if (const auto value = table.integer("seed", 0, INT64_MAX))
    protocol.seed = static_cast<std::uint64_t>(*value);
}

/// What is wrong with a protocol, the first mistake of the settings and of each stage.
class Mistakes {
 public:
  explicit Mistakes(std::string file) : file_(std::move(file)) {}
  /// Whether there was none.
  template <class Read>
  bool collect(const Read& read) {
    try {
      read();
      return true;
    } catch (const FileError& mistake) {
      if (found_.empty()) line_ = mistake.line();
      found_.emplace_back(mistake.what());
      return false;
    }
  }
  bool none() const { return found_.empty(); }
  /// FileError of the first, with the others on lines below it.
  void report() const {
    if (none()) return;
    const std::string place = FileError(file_, line_, "").what();
    throw FileError(file_, line_, fmt::format("{}", fmt::join(found_, "\n")).substr(place.size()));
  }

 private:
  std::string file_;
  std::size_t line_ = 0;
  std::vector<std::string> found_;
};

void read_stages(const toml::table& root, TomlTable& table, const std::string& file,
                 Protocol& protocol, Mistakes& mistakes) {
  if (!table.has("stage")) table.fail_missing("stage", ": a protocol needs a [[stage]]");
  const toml::array* stages = root.get("stage")->as_array();
  if (!stages || stages->empty() || !stages->is_homogeneous<toml::table>())
    table.fail("stage", "must be a list of tables: write [[stage]]");
  for (const toml::node& node : *stages) {
    const bool good = mistakes.collect([&] {
      const Stage stage = read_stage(*node.as_table(), file, protocol);
      if (!stage.minimise && stage.duration < protocol.time_step)
        throw FileError(file, node.source().begin.line,
                        fmt::format("stage \"{}\" is shorter than one time step", stage.name));
      protocol.stages.push_back(stage);
    });
    if (!good) protocol.stages.emplace_back();  // the next one still has one before it
  }
  if (protocol.duration() / protocol.time_step > most_steps)
    throw FileError(file, stages->source().begin.line,
                    fmt::format("the stages take {:.3g} steps, the most is {:g}",
                                protocol.duration() / protocol.time_step, most_steps));
}

std::string as_text(const toml::table& root) {
  std::ostringstream out;
  out << root << '\n';
  return out.str();
}

}  // namespace

std::string Stage::warning() const {
  if (minimise) return {};
  std::string warnings;
  if (thermostat == Thermostat::berendsen)
    warnings = fmt::format(
        "stage \"{}\" has the Berendsen thermostat: for relaxation only, its fluctuations are "
        "those "
        "of no ensemble",
        name);
  if (barostat == Barostat::none && (pressure_start != 0 || pressure_end != 0))
    warnings += fmt::format("{}stage \"{}\" has no barostat: its pressure is not demanded",
                            warnings.empty() ? "" : "; ", name);
  return warnings;
}

Protocol parse_protocol(std::string_view text, const std::string& name,
                        const std::vector<std::string>& overrides) {
  toml::table root = parse_toml(text, name);
  for (const std::string& change : overrides) apply_override(root, change);
  Protocol protocol;
  TomlTable table(root, name, "");
  Mistakes mistakes(name);
  mistakes.collect([&] { read_settings(table, protocol); });
  mistakes.collect([&] { read_stages(root, table, name, protocol, mistakes); });
  if (mistakes.none()) table.refuse_unknown();
  mistakes.report();
  protocol.text = overrides.empty() ? std::string(text) : as_text(root);
  return protocol;
}

Protocol read_protocol(const std::filesystem::path& file,
                       const std::vector<std::string>& overrides) {
  if (std::filesystem::is_directory(file)) throw FileError(file, "is a folder, not a protocol");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) throw FileError(file, "cannot be read or is empty");
  Protocol protocol = parse_protocol(text.str(), file.string(), overrides);
  const std::filesystem::path beside = file.parent_path() / protocol.structure;
  const bool names_file = protocol.structure.find_first_of("./") != std::string::npos;
  if (names_file && std::filesystem::exists(beside)) protocol.structure = beside.string();
  return protocol;
}

}  // namespace vitrine::dynamics
