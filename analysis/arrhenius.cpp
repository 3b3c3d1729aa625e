#include "analysis/arrhenius.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

/// Refuses what has no fit; true when the points have errors.
bool check(const std::vector<RatePoint>& points) {
  std::set<double> temperatures;
  std::size_t with_error = 0;
  for (const RatePoint& p : points) {
    if (!(p.temperature > 0) || !(p.value > 0) || !(p.error >= 0))
      throw InputError(
          fmt::format("arrhenius: temperatures and values must be above zero, got {} "
                      "at {} K",
                      p.value, p.temperature));
    temperatures.insert(p.temperature);
    with_error += p.error > 0;
  }
  if (with_error != 0 && with_error != points.size())
    throw InputError(
        fmt::format("arrhenius: only {} of {} points have an error", with_error, points.size()));
  const std::size_t fewest = with_error ? 2 : 3;
  if (temperatures.size() < fewest)
    throw InputError(fmt::format("arrhenius: needs {} temperatures or more, got {}", fewest,
                                 temperatures.size()));
  return with_error > 0;
}

}  // namespace

ArrheniusFit fit_arrhenius(const std::vector<RatePoint>& points) {
  const bool weighted = check(points);
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
  const auto weight = [&](const RatePoint& p) {
    return weighted ? std::pow(p.value / p.error, 2) : 1;
  };
  for (const RatePoint& p : points) {
    const double x = 1 / (units::boltzmann * p.temperature), y = std::log(p.value);
    w += weight(p);
    wx += weight(p) * x;
    wy += weight(p) * y;
    wxx += weight(p) * x * x;
    wxy += weight(p) * x * y;
  }
  const double determinant = w * wxx - wx * wx;
  const double slope = (w * wxy - wx * wy) / determinant;
  const double start = (wxx * wy - wx * wxy) / determinant;
  double scatter = 1;
  if (!weighted) {
    double squares = 0;
    for (const RatePoint& p : points)
      squares +=
          std::pow(std::log(p.value) - start - slope / (units::boltzmann * p.temperature), 2);
    scatter = squares / (static_cast<double>(points.size()) - 2);
  }
  return {-slope, std::sqrt(scatter * w / determinant), start,
          std::sqrt(scatter * wxx / determinant)};
}

std::vector<RatePoint> points_of_run(const std::vector<double>& temperatures,
                                     const std::vector<double>& values, double width) {
  struct Sum {
    double temperature = 0, value = 0, frames = 0;
  };
  std::map<long, Sum> intervals;
  for (std::size_t n = 0; n < temperatures.size(); ++n) {
    if (!std::isfinite(temperatures[n])) continue;
    Sum& sum = intervals[std::lround(std::floor(temperatures[n] / width))];
    sum.temperature += temperatures[n];
    sum.value += values[n];
    ++sum.frames;
  }
  std::vector<RatePoint> points;
  for (const auto& [interval, sum] : intervals)
    if (sum.value > 0 && sum.temperature > 0)
      points.push_back({sum.temperature / sum.frames, sum.value / sum.frames, 0});
  constexpr double least_ratio = 1.25;
  if (points.size() < 3 || points.back().temperature < least_ratio * points.front().temperature)
    return {};
  return points;
}

}  // namespace vitrine::analysis
