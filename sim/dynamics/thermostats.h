#pragma once
#include <vector>

#include "sim/dynamics/random.h"
#include "sim/model/vector.h"

namespace vitrine::dynamics {

// Thermostats without variables of their own beside the random numbers (for the one that has them
// see NoseHooverChain). Energies in eV, times in ps.

/// Stochastic velocity rescaling: Bussi, Donadio, Parrinello, J Chem Phys 126 (2007) 014101, eq. A7
/// with the sign of eq. A8. Canonical; disturbs the motion least.
double stochastic_rescaling_factor(double kinetic, int degrees, double kt, double time_over_period,
                                   Random& random);

/// Weak coupling: Berendsen et al., J Chem Phys 81 (1984) 3684, eq. 11. Suppresses fluctuations:
/// for relaxation only. Limited, because a system that starts at rest would be thrown by an
/// infinite factor.
double berendsen_factor(double kinetic, int degrees, double kt, double time_over_period);

/// Langevin friction and noise of the whole of `time`, the O of the splitting BAOAB (Leimkuhler,
/// Matthews, J Chem Phys 138 (2013) 174102, eq. 9 and table I), which gives positions their
/// distribution to higher order in the time step than its rivals. The noise of all atoms together
/// pushes nothing: its momentum is taken out, which is the same equation for the 3N - 3 momenta
/// relative to the centre of mass. Returns the kinetic energy gained. Masses in dalton, velocities
/// in A/ps, at rest as a whole.
double langevin_kick(const std::vector<double>& masses, std::vector<Vec3>& velocities, double kt,
                     double time_over_period, Random& random);

}  // namespace vitrine::dynamics
