#pragma once
#include <vector>

#include "analysis/histogram.h"

namespace vitrine::analysis {

/// Faber-Ziman partial structure factor of a pair distribution function (Faber and Ziman, Phil Mag
/// 11 (1965) 153; Keen, J Appl Cryst 34 (2001) 172, doi:10.1107/S0021889800019993):
///   A(Q) - 1 = 4 pi rho Int r^2 (g - 1) sin(Qr)/(Qr) W(r) dr,
/// with the Lorch window W = sin(pi r/R)/(pi r/R), R the upper end of the bins (Lorch, J Phys C 2
/// (1969) 229, doi:10.1088/0022-3719/2/2/305), or without one (W = 1).
class RadialTransform {
 public:
  /// q in 1/A, above zero.
  RadialTransform(const Bins& bins, const std::vector<double>& q, bool window);
  /// A(Q) - 1; density in atoms per A^3.
  std::vector<double> operator()(const std::vector<double>& g, double density) const;

 private:
  std::vector<double> kernel_;  // (q, bin): 4 pi r^2 sin(Qr)/(Qr) W dr
  std::size_t bins_;
};

/// D(r) = 2/pi Int Q F(Q) sin(Qr) W(Q) dQ, trapezoid rule, with Lorch's window over 0 to the last
/// Q. Q in 1/A and even steps, r in angstrom; D in F's unit per A^2.
std::vector<double> sine_transform(const std::vector<double>& q, const std::vector<double>& f,
                                   const std::vector<double>& r);

}  // namespace vitrine::analysis
