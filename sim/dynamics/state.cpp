#include "sim/dynamics/state.h"

#include <algorithm>
#include <numeric>

#include "sim/model/thermodynamics.h"
#include "sim/model/units.h"

namespace vitrine::dynamics {

int degrees_of_freedom(const State& state) {
  return std::max(1, 3 * static_cast<int>(state.size()) - 3);
}

double kinetic_energy(const State& state) {
  return vitrine::kinetic_energy(state.topology->masses, state.velocities);
}

double instantaneous_temperature(const State& state) {
  return temperature(kinetic_energy(state), degrees_of_freedom(state));
}

double instantaneous_pressure(const State& state, const Mat3& virial) {
  return (2 * kinetic_energy(state) + virial.trace()) / (3 * state.cell.volume()) *
         units::ev_per_a3_in_gpa;
}

double mass_density(const State& state) {
  const std::vector<double>& masses = state.topology->masses;
  return std::accumulate(masses.begin(), masses.end(), 0.0) / state.cell.volume() *
         units::dalton_per_a3_in_g_per_cm3;
}

}  // namespace vitrine::dynamics
