#pragma once
#include <cstdint>
#include <vector>

#include "sim/model/cell.h"
#include "sim/model/topology.h"

namespace vitrine::dynamics {

/// The running copy: what one run changes in place while it moves.
struct State {
  TopologyPtr topology;
  Cell cell;
  std::vector<Vec3> positions;   ///< angstrom, unwrapped (natoms)
  std::vector<Vec3> velocities;  ///< A/ps (natoms)
  std::int64_t step = 0;

  std::size_t size() const { return positions.size(); }
};

/// 3N - 3: the centre of mass rests and stays at rest. At least 1.
int degrees_of_freedom(const State& state);
double kinetic_energy(const State& state);             ///< eV
double instantaneous_temperature(const State& state);  ///< K
/// (sum m v^2 + tr W) / (3 V), GPa. InputError without a cell.
double instantaneous_pressure(const State& state, const Mat3& virial);
double mass_density(const State& state);  ///< g/cm^3

}  // namespace vitrine::dynamics
