#pragma once
#include "sim/model/frame.h"

namespace vitrine::dynamics {

/// Hydrogen mass repartitioning (Feenstra, Hess, Berendsen, J Comput Chem 20 (1999) 786): every H
/// weighs `hydrogen_mass` dalton, what it gains is taken from the heavy atom nearest to it. Masses
/// of molecules, averages over positions and the density stay what they were; the motion slows, so
/// that longer time steps are stable. For teaching: vibrations and diffusion are no longer those of
/// the material. Done twice it is done once. InputError for an H without a heavy atom within 1.4 A,
/// or when a heavy atom would become lighter than its H.
FramePtr with_hydrogen_mass(const FramePtr& frame, double hydrogen_mass);
/// Takes it back: every atom weighs what its element does. What one run has changed is its own
/// affair, a branch of it starts without.
FramePtr with_element_masses(const FramePtr& frame);

}  // namespace vitrine::dynamics
