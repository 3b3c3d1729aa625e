#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/dynamics/coupling.h"
#include "sim/dynamics/guard_limits.h"

namespace vitrine::dynamics {

/// One stretch of a schedule. Temperature, pressure and stress run linearly from start to end.
struct Stage {
  std::string name;            ///< "heat", shown on the timeline
  bool minimise = false;       ///< relax positions instead of moving in time
  bool minimise_cell = false;  ///< and the cell, under pressure_start
  double duration = 0;         ///< ps
  double temperature_start = 300, temperature_end = 300;  ///< K
  double pressure_start = 0, pressure_end = 0;            ///< GPa
  /// GPa, on top of the pressure: symmetric, without trace, tension positive.
  Mat3 stress_start = Mat3::Zero(), stress_end = Mat3::Zero();
  Thermostat thermostat = Thermostat::nose_hoover;
  Barostat barostat = Barostat::mtk;
  CellShape cell = CellShape::isotropic;  ///< what of the cell the barostat or minimiser moves
  /// ps, where they differ from the protocol's.
  std::optional<double> thermostat_time, barostat_time, record_interval;

  /// What the user should know about the choices made here; empty: nothing.
  std::string warning() const;
  friend bool operator==(const Stage&, const Stage&) = default;
};

/// A schedule read from a TOML file; units are in the names of the keys (see
/// resources/protocols/README.md).
struct Protocol {
  std::string title;
  std::string structure;  ///< resource or file name; empty: the caller gives atoms
  int replicate[3] = {1, 1, 1};
  double time_step = 0.0005;       ///< ps
  double thermostat_time = 0.025;  ///< ps
  double barostat_time = 0.25;     ///< ps
  double compressibility = 0.2;    ///< 1/GPa, for cell rescaling
  double record_interval = 0.05;   ///< ps between recorded frames
  bool record_velocities = true;
  double checkpoint_interval = 300;     ///< s of wall time between checkpoints
  GuardLimits limits;                   ///< beyond which the run pauses
  std::optional<double> hydrogen_mass;  ///< dalton; see with_hydrogen_mass()
  std::uint64_t seed = 1;
  std::string note;  ///< what was sped up against the published schedule
  std::vector<Stage> stages;
  std::string text;  ///< the TOML as read, with overrides applied

  double duration() const;  ///< ps, all stages
  friend bool operator==(const Protocol&, const Protocol&) = default;
};

/// Reads and checks every key and value; FileError with the line of the first mistake of the
/// settings and of each stage (a wrong key is answered with the nearest right one). `overrides`:
/// "quench.duration_ps=20", "seed=7" (stage name, key, value); "quench.rate=10" is its K/ps, or of
/// a stage whose pressure alone changes its GPa/ps. A structure's file name counts from
/// the protocol's folder.
Protocol read_protocol(const std::filesystem::path& file,
                       const std::vector<std::string>& overrides = {});
Protocol parse_protocol(std::string_view text, const std::string& name,
                        const std::vector<std::string>& overrides = {});

/// Targets at a time (ps from the start): for drawing the plan and for the engine.
struct Target {
  double temperature, pressure;  ///< K, GPa
  std::size_t stage;
  Mat3 stress;  ///< GPa, on top of the pressure
};
Target target_at(const Protocol& protocol, double time);

/// What of a protocol is left at a time (ps from the start): the stage under way from there on, and
/// those after it. A minimisation before that time is over, one at its very end is still to come;
/// at time 0 the run has begun, and what it began with is over. Its text is that of the rest.
/// InputError when nothing is left.
Protocol rest_of(const Protocol& protocol, double time);

}  // namespace vitrine::dynamics
