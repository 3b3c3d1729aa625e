#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/dynamics/guard.h"
#include "sim/dynamics/integrator.h"
#include "sim/dynamics/number_archive.h"
#include "sim/dynamics/state.h"

namespace vitrine::dynamics {

/// All that a run is at one moment between two steps: with the force field and the protocol that it
/// was run with it goes on from here to the bit. numbers_of() it, and it is a checkpoint.
struct Moment {
  State state;
  Integrator integrator;
  Guard guard;
  std::int64_t stage = 0;  ///< index; the number of stages: the run is finished
  bool has_velocities = false;
  std::optional<double> held_temperature, held_pressure;  ///< K, GPa
  double hottest = 0;                                     ///< K, of all targets so far
  /// Where the neighbour list was built last, from which follows when it will be built next.
  std::vector<Vec3> built_positions;
  Cell built_cell;
  /// The last steps that were recorded and sampled: no step is so twice.
  std::int64_t last_recorded = -1, last_sampled = -1;
  std::string plan;  ///< TOML of the protocol where it was changed since the run began, else empty
  std::string guard_reason;  ///< why the guard holds the run; empty: it does not

  template <class Archive>
  void persist(Archive& archive) {
    archive(state.step, state.positions, state.velocities);
    persist_cell(archive, state.cell);
    archive(integrator, guard, stage, has_velocities, held_temperature, held_pressure, hottest,
            built_positions);
    persist_cell(archive, built_cell);
    archive(last_recorded, last_sampled, plan, guard_reason);
  }

 private:
  template <class Archive>
  static void persist_cell(Archive& archive, Cell& cell) {
    Mat3 rows = cell.rows();
    Vec3 origin = cell.origin();
    std::array<bool, 3> periodic = cell.periodic();
    archive(rows, origin, periodic[0], periodic[1], periodic[2]);
    if constexpr (Archive::reading) cell = Cell(rows, periodic, origin);
  }
};

/// The longest plan that a checkpoint has room for, in bytes.
constexpr std::size_t longest_plan = 32768;

/// Room for any checkpoint of so many atoms: three vectors and a place in a ring for each, and what
/// moves them and whereto.
constexpr std::size_t most_numbers(std::size_t atoms) {
  return 10 * atoms + 4096 + longest_plan / 4;
}

/// Reads a checkpoint of the atoms of `topology`. InputError when it is none.
Moment read_moment(std::span<const double> checkpoint, TopologyPtr topology);

/// The atoms of that moment, as a frame that another run can start from.
Frame frame_of(const Moment& moment);

}  // namespace vitrine::dynamics
