#pragma once
#include <limits>
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "sim/model/curve.h"

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

/// Where curves are compared: r or Q from `low` to `high`, both included.
struct CurveWindow {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// Compares at the experiment's x within the window, the computed curve (x ascending) being
/// interpolated on straight lines. InputError: fewer than three points of the experiment that the
/// computed curve reaches too.
CurveMatch match_curve(const Curve& computed, const Curve& experiment,
                       const CurveWindow& window = {}, const CurveFreedom& freedom = {});

/// Lays an experiment over a series of a result: adds the scalars experiment.scale, .offset,
/// .r_factor and .points, and a series "experiment" of the measured points within the window and
/// scale * computed + offset beside them. `column` names one that a series of the result has, such
/// as "neutron" or "D.xray" of the analysis `scattering`. InputError as above, or where no series
/// has such a column.
void compare_with_experiment(Result& result, const std::string& column, const Curve& experiment,
                             const CurveWindow& window = {}, const CurveFreedom& freedom = {});

}  // namespace vitrine::analysis
