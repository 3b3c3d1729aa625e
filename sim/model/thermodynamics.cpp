#include "sim/model/thermodynamics.h"

#include <fmt/format.h>

#include <numeric>

#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine {
namespace {

void check_lengths(const std::vector<double>& masses, const std::vector<Vec3>& velocities) {
  if (masses.size() != velocities.size()) {
    throw InputError(fmt::format("kinetic energy: {} velocities for {} masses", velocities.size(),
                                 masses.size()));
  }
}

}  // namespace

double mass_density(const Frame& frame) {
  const auto& masses = frame.topology->masses;
  const double mass = std::accumulate(masses.begin(), masses.end(), 0.0);
  return mass / frame.cell.volume() * units::dalton_per_a3_in_g_per_cm3;
}

double kinetic_energy(const std::vector<double>& masses, const std::vector<Vec3>& velocities) {
  check_lengths(masses, velocities);
  double twice = 0;
  for (std::size_t i = 0; i < masses.size(); ++i) twice += masses[i] * velocities[i].squaredNorm();
  return twice / (2 * units::ev_in_dalton_a2_per_ps2);
}

double temperature(double kinetic_energy, int degrees_of_freedom) {
  if (degrees_of_freedom <= 0) {
    throw InputError(fmt::format("temperature: the degrees of freedom must be positive, got {}",
                                 degrees_of_freedom));
  }
  return 2 * kinetic_energy / (units::boltzmann * degrees_of_freedom);
}

Mat3 momentum_flux(const std::vector<double>& masses, const std::vector<Vec3>& velocities) {
  check_lengths(masses, velocities);
  Mat3 flux = Mat3::Zero();
  for (std::size_t i = 0; i < masses.size(); ++i) {
    flux += masses[i] * velocities[i] * velocities[i].transpose();
  }
  return flux / units::ev_in_dalton_a2_per_ps2;
}

Mat3 pressure_tensor(const std::vector<double>& masses, const std::vector<Vec3>& velocities,
                     const Mat3& virial, double volume) {
  if (!(volume > 0)) {
    throw InputError(fmt::format("pressure: the volume must be positive, got {}", volume));
  }
  return (momentum_flux(masses, velocities) + virial) / volume * units::ev_per_a3_in_gpa;
}

}  // namespace vitrine
