#include "sim/dynamics/velocities.h"

#include <cmath>
#include <numeric>

#include "sim/model/thermodynamics.h"

namespace vitrine::dynamics {

void rest_centre_of_mass(const std::vector<double>& masses, std::vector<Vec3>& velocities) {
  Vec3 momentum = Vec3::Zero();
  for (std::size_t i = 0; i < masses.size(); ++i) momentum += masses[i] * velocities[i];
  const Vec3 drift = momentum / std::accumulate(masses.begin(), masses.end(), 0.0);
  for (Vec3& v : velocities) v -= drift;
}

std::vector<Vec3> draw_velocities(const std::vector<double>& masses, double target,
                                  Random& random) {
  std::vector<Vec3> velocities(masses.size(), Vec3::Zero());
  if (masses.size() < 2 || target <= 0) return velocities;
  for (std::size_t i = 0; i < masses.size(); ++i)
    for (int k = 0; k < 3; ++k) velocities[i][k] = random.normal() / std::sqrt(masses[i]);
  rest_centre_of_mass(masses, velocities);
  const int degrees = 3 * static_cast<int>(masses.size()) - 3;
  const double drawn = temperature(kinetic_energy(masses, velocities), degrees);
  const double scale = std::sqrt(target / drawn);
  for (Vec3& v : velocities) v *= scale;
  return velocities;
}

}  // namespace vitrine::dynamics
