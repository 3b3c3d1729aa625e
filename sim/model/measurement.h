#pragma once
#include <optional>
#include <vector>

#include "sim/model/frame.h"

namespace vitrine {

/// The steps from atom to atom along a row of them, each to the nearest periodic image of the next
/// one; angstrom. InputError for an atom that the frame does not have.
std::vector<Vec3> steps_between(const Frame& frame, const std::vector<int>& atoms);

/// What the steps of a row say: one its length (angstrom), two the angle at the atom between them
/// (degrees, 0 to 180), three the dihedral angle about the middle one (degrees, -180 to 180).
/// The dihedral's sign is IUPAC's (Pure Appl Chem 68 (1996) 2193, "torsion angle"): positive when,
/// seen along the middle step, the front one turns clockwise onto the rear one.
/// Nothing where it is not defined: a step without length, or a dihedral on a straight line.
/// InputError for another number of steps.
std::optional<double> measure(const std::vector<Vec3>& steps);

}  // namespace vitrine
