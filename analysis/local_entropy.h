#pragma once
#include <span>
#include <vector>

#include "analysis/shared_frame.h"

namespace vitrine::analysis {

/// Two-body excess entropy of single atoms (Piaggi and Parrinello, J Chem Phys 147 (2017) 114112,
/// eq. 5 and 6), every atom being a neighbour:
///   s_i = -2 pi rho k_B Int_0^rm [g_i ln g_i - g_i + 1] r^2 dr,
///   g_i(r) = 1/(4 pi rho r^2) Sum_j exp(-(r - r_ij)^2/2 sigma^2) / sqrt(2 pi sigma^2).
/// Discretised as LAMMPS compute entropy/atom does, so that numbers can be compared: g_i on the
/// grid r = 0, sigma, 2 sigma, ... up to rm, each Gaussian on the seven grid points from three
/// before to three after the one at or below r_ij, trapezoid rule.
///
/// A single g_i is noisy, and the integrand is convex: even an ideal gas has a mean s_i below zero,
/// about -rm/(8 sqrt(pi) sigma) where the shells are well filled. Values of different sigma or rm
/// cannot be compared.
class LocalEntropy {
 public:
  /// sigma and r_max in angstrom. rho is N/V, or with a density_radius (angstrom, positive) the
  /// number of neighbours within that radius over its sphere.
  LocalEntropy(double sigma, double r_max, double density_radius = 0);

  /// Of these atoms, in units of k_B; more negative is more ordered. The cell has a volume.
  std::vector<double> of(const SharedFrame& shared, std::span<const int> atoms) const;

 private:
  double local_density(std::span<const double> squares) const;

  double sigma_, r_max_, density_radius_;
};

}  // namespace vitrine::analysis
