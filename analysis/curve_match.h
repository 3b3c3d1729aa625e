#pragma once
#include <vector>

namespace vitrine::analysis {

/// How well a computed curve is that of an experiment.
struct CurveMatch {
  double scale, offset;  ///< experiment = scale * computed + offset, by least squares
  double r_factor;     ///< sqrt(Sum (experiment - scale * computed - offset)^2 / Sum experiment^2)
  std::size_t points;  ///< of the experiment, within the window
};

/// What may be fitted; what is not keeps scale 1 and offset 0.
struct CurveFreedom {
  bool scale = true, offset = true;
};

/// Compares at the experiment's x (ascending, as the computed x) between `low` and `high`, the
/// computed curve being interpolated on straight lines. InputError: arrays of unequal length, or
/// fewer than three points of the experiment that the computed curve reaches too.
CurveMatch match_curve(const std::vector<double>& computed_x, const std::vector<double>& computed,
                       const std::vector<double>& experiment_x,
                       const std::vector<double>& experiment, double low, double high,
                       const CurveFreedom& freedom = {});

}  // namespace vitrine::analysis
