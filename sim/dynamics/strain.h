#pragma once
#include "sim/dynamics/random.h"
#include "sim/model/vector.h"

namespace vitrine::dynamics {

/// Which of a cell's six strains follow its surroundings. Strains and their rates are symmetric
/// matrices in all three: a symmetric rate has no vorticity, so the cell deforms without turning
/// (Martyna, Tobias, Klein, J Chem Phys 101 (1994) 4177, section III.D). No position or strain is
/// measured from a reference cell.
enum class CellShape {
  isotropic,     ///< all lengths by the same factor: 1 degree of freedom
  orthorhombic,  ///< lengths along x, y and z by their own factors: 3
  flexible       ///< lengths and angles: 6
};

int degrees_of_freedom(CellShape shape);
/// What of a symmetric matrix the shape lets act: a multiple of 1, the diagonal, or all of it.
Mat3 allowed_part(CellShape shape, const Mat3& symmetric);
/// (m + m^T) / 2.
Mat3 symmetric_part(const Mat3& m);
/// Independent normal numbers of unit variance in each direction of the symmetric matrices that the
/// shape allows, orthonormal in the product tr(A B): off the diagonal the variance is 1/2.
Mat3 random_strain(CellShape shape, Random& random);

/// What exp(rate t) does to a vector in `time`: with dx/dt = rate x + v, x(t) = growth x + glide v.
struct Flow {
  Mat3 growth;  ///< exp(rate time)
  Mat3 glide;   ///< integral of exp(rate s) over s from 0 to time; the unit of time
};
/// Exact for a symmetric rate, by its eigenvalues; (rate 0: 1 and time).
Flow flow(const Mat3& symmetric_rate, double time);

}  // namespace vitrine::dynamics
