#include "analysis/curve_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

struct Pairs {
  std::vector<double> computed, experiment;
};

double interpolated(const std::vector<double>& x, const std::vector<double>& y, double at) {
  const auto above =
      std::max<std::ptrdiff_t>(1, std::lower_bound(x.begin(), x.end(), at) - x.begin());
  const double part = (at - x[above - 1]) / (x[above] - x[above - 1]);
  return y[above - 1] + part * (y[above] - y[above - 1]);
}

/// Least squares of experiment = scale * computed + offset.
void fit(const Pairs& pairs, const CurveFreedom& freedom, CurveMatch& match) {
  const double n = static_cast<double>(pairs.computed.size());
  double c = 0, e = 0, cc = 0, ce = 0;
  for (std::size_t i = 0; i < pairs.computed.size(); ++i) {
    c += pairs.computed[i];
    e += pairs.experiment[i];
    cc += pairs.computed[i] * pairs.computed[i];
    ce += pairs.computed[i] * pairs.experiment[i];
  }
  if (freedom.scale && freedom.offset) {
    const double determinant = n * cc - c * c;
    if (determinant > 1e-12 * n * cc) match.scale = (n * ce - c * e) / determinant;
  } else if (freedom.scale && cc > 0) {
    match.scale = ce / cc;
  }
  if (freedom.offset) match.offset = (e - match.scale * c) / n;
}

}  // namespace

CurveMatch match_curve(const std::vector<double>& computed_x, const std::vector<double>& computed,
                       const std::vector<double>& experiment_x,
                       const std::vector<double>& experiment, double low, double high,
                       const CurveFreedom& freedom) {
  if (computed_x.size() != computed.size() || experiment_x.size() != experiment.size())
    throw InputError(fmt::format("curves: {} x for {} computed values, {} for {} measured ones",
                                 computed_x.size(), computed.size(), experiment_x.size(),
                                 experiment.size()));
  Pairs pairs;
  for (std::size_t i = 0; i < experiment_x.size() && computed_x.size() > 1; ++i) {
    const double x = experiment_x[i];
    if (x < low || x > high || x < computed_x.front() || x > computed_x.back()) continue;
    pairs.computed.push_back(interpolated(computed_x, computed, x));
    pairs.experiment.push_back(experiment[i]);
  }
  if (pairs.computed.size() < 3)
    throw InputError(fmt::format("curves: {} points between {} and {} are in both, needs 3 or more",
                                 pairs.computed.size(), low, high));
  CurveMatch match{1, 0, 0, pairs.computed.size()};
  fit(pairs, freedom, match);
  double left = 0, all = 0;
  for (std::size_t i = 0; i < pairs.computed.size(); ++i) {
    left += std::pow(pairs.experiment[i] - match.scale * pairs.computed[i] - match.offset, 2);
    all += pairs.experiment[i] * pairs.experiment[i];
  }
  match.r_factor = all > 0 ? std::sqrt(left / all) : 0;
  return match;
}

}  // namespace vitrine::analysis
