#pragma once
#include <vector>

#include "sim/dynamics/random.h"
#include "sim/model/vector.h"

namespace vitrine::dynamics {

/// Takes out the velocity of the centre of mass. Masses in dalton, velocities in A/ps.
void rest_centre_of_mass(const std::vector<double>& masses, std::vector<Vec3>& velocities);

/// Maxwell-Boltzmann velocities with the centre of mass at rest, scaled to exactly `temperature`
/// kelvin with 3N - 3 degrees of freedom. All zero for a single atom or 0 K. A/ps.
std::vector<Vec3> draw_velocities(const std::vector<double>& masses, double temperature,
                                  Random& random);

}  // namespace vitrine::dynamics
