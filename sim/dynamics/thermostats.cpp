#include "sim/dynamics/thermostats.h"

#include <algorithm>
#include <cmath>

#include "sim/dynamics/velocities.h"
#include "sim/model/thermodynamics.h"
#include "sim/model/units.h"

namespace vitrine::dynamics {

double stochastic_rescaling_factor(double kinetic, int degrees, double kt, double time_over_period,
                                   Random& random) {
  if (kinetic <= 0) return 1;
  const double c = std::exp(-time_over_period);
  const double share = 0.5 * kt / kinetic * (1 - c);  // mean kinetic energy per degree, relative
  const double r = random.normal();
  const double rest = random.chi_square(degrees - 1);
  const double square = c + share * (r * r + rest) + 2 * r * std::sqrt(c * share);
  const double factor = std::sqrt(std::max(0.0, square));
  return r + std::sqrt(c / std::max(share, 1e-300)) < 0 ? -factor : factor;
}

double berendsen_factor(double kinetic, int degrees, double kt, double time_over_period) {
  if (kinetic <= 0) return 1;
  const double change = time_over_period * (0.5 * degrees * kt / kinetic - 1);
  return std::sqrt(std::clamp(1 + change, 0.64, 1.5625));
}

double langevin_kick(const std::vector<double>& masses, std::vector<Vec3>& velocities, double kt,
                     double time_over_period, Random& random) {
  const double before = kinetic_energy(masses, velocities);
  const double keep = std::exp(-time_over_period);
  const double noise = std::sqrt((1 - keep * keep) * kt * units::ev_in_dalton_a2_per_ps2);
  for (std::size_t i = 0; i < masses.size(); ++i) {
    const double size = noise / std::sqrt(masses[i]);
    for (double& v : velocities[i]) v = keep * v + size * random.normal();
  }
  rest_centre_of_mass(masses, velocities);
  return kinetic_energy(masses, velocities) - before;
}

}  // namespace vitrine::dynamics
