#pragma once
#include "sim/model/frame.h"

namespace vitrine {

double mass_density(const Frame& frame);  ///< g/cm^3
double kinetic_energy(const std::vector<double>& masses,
                      const std::vector<Vec3>& velocities);  ///< eV
/// T = 2 K / (k_B degrees); degrees of freedom are 3N - 3 where the centre of mass rests.
double temperature(double kinetic_energy, int degrees_of_freedom);  ///< K
/// sum m v v, eV: the kinetic part of the pressure tensor times the volume.
Mat3 momentum_flux(const std::vector<double>& masses, const std::vector<Vec3>& velocities);
/// P = (sum m v v + W) / V, the full tensor. GPa.
Mat3 pressure_tensor(const std::vector<double>& masses, const std::vector<Vec3>& velocities,
                     const Mat3& virial, double volume);

}  // namespace vitrine
