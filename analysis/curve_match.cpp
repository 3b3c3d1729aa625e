#include "analysis/curve_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

/// At the x of the experiment within the window that the computed curve reaches.
struct Pairs {
  std::vector<double> x, computed, experiment;
};

double interpolated(const Curve& curve, double at) {
  const std::vector<double>& x = curve.x;
  const auto above =
      std::max<std::ptrdiff_t>(1, std::lower_bound(x.begin(), x.end(), at) - x.begin());
  const double part = (at - x[above - 1]) / (x[above] - x[above - 1]);
  return curve.y[above - 1] + part * (curve.y[above] - curve.y[above - 1]);
}

Pairs pairs_of(const Curve& computed, const Curve& experiment, const CurveWindow& window) {
  Pairs pairs;
  for (std::size_t i = 0; i < experiment.x.size() && computed.x.size() > 1; ++i) {
    const double x = experiment.x[i];
    if (x < window.low || x > window.high || x < computed.x.front() || x > computed.x.back())
      continue;
    pairs.x.push_back(x);
    pairs.computed.push_back(interpolated(computed, x));
    pairs.experiment.push_back(experiment.y[i]);
  }
  if (pairs.x.size() < 3)
    throw InputError(fmt::format("curves: {} points between {} and {} are in both, needs 3 or more",
                                 pairs.x.size(), window.low, window.high));
  return pairs;
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

CurveMatch match(const Pairs& pairs, const CurveFreedom& freedom) {
  CurveMatch match{1, 0, 0, pairs.x.size()};
  fit(pairs, freedom, match);
  double left = 0, all = 0;
  for (std::size_t i = 0; i < pairs.x.size(); ++i) {
    left += std::pow(pairs.experiment[i] - match.scale * pairs.computed[i] - match.offset, 2);
    all += pairs.experiment[i] * pairs.experiment[i];
  }
  match.r_factor = all > 0 ? std::sqrt(left / all) : 0;
  return match;
}

const Dataset& series_with(const Result& result, const std::string& column) {
  std::vector<std::string> names;
  for (const Dataset& dataset : result.datasets) {
    if (dataset.kind != Dataset::Kind::series) continue;
    for (std::size_t c = 1; c < dataset.columns.size(); ++c) {
      if (dataset.columns[c].name == column) return dataset;
      names.push_back(dataset.columns[c].name);
    }
  }
  throw InputError(fmt::format("{}: no curve is called '{}', only {}", result.id, column,
                               fmt::join(names, ", ")));
}

}  // namespace

CurveMatch match_curve(const Curve& computed, const Curve& experiment, const CurveWindow& window,
                       const CurveFreedom& freedom) {
  return match(pairs_of(computed, experiment, window), freedom);
}

void compare_with_experiment(Result& result, const std::string& column, const Curve& experiment,
                             const CurveWindow& window, const CurveFreedom& freedom) {
  const Dataset& series = series_with(result, column);
  const Column x = series.columns[0], y = series.column(column);
  const Pairs pairs = pairs_of({x.values, y.values}, experiment, window);
  const CurveMatch found = match(pairs, freedom);
  std::vector<double> computed;
  for (const double value : pairs.computed) computed.push_back(found.scale * value + found.offset);
  result.scalars.push_back({"experiment.r_factor", "1", found.r_factor});
  result.scalars.push_back({"experiment.scale", "1", found.scale});
  result.scalars.push_back({"experiment.offset", "1", found.offset});
  result.scalars.push_back({"experiment.points", "1", static_cast<double>(found.points)});
  // Scaled, both are in the unit of the experiment, which its file does not tell.
  const std::string unit = freedom.scale ? "1" : y.unit;
  result.datasets.push_back({"experiment",
                             Dataset::Kind::series,
                             {{x.name, x.unit, pairs.x},
                              {"experiment", unit, pairs.experiment},
                              {column, unit, std::move(computed)}}});
}

}  // namespace vitrine::analysis
