#pragma once
#include <optional>
#include <vector>

namespace vitrine::analysis {

/// A Lorentzian on a constant: base + height / (1 + ((x - position) / (width/2))^2).
struct FittedPeak {
  double position, width, height, base;  ///< width: full, at half height
};

/// Least squares (Levenberg and Marquardt) over the points within `reach` of the highest one
/// between `low` and `high`. Empty where there are fewer than six of them, or the fit ends outside
/// or wider than the points reach: that is no peak.
std::optional<FittedPeak> fit_peak(const std::vector<double>& x, const std::vector<double>& y,
                                   double low, double high, double reach);

}  // namespace vitrine::analysis
