#include "analysis/mean_square.h"

#include <algorithm>

#include "analysis/statistics.h"

namespace vitrine::analysis {
namespace {

constexpr int most_lags = 200;  // longer rows are sampled at as many times

}  // namespace

double slope(const std::vector<double>& x, const std::vector<double>& y, std::size_t first) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = first; i < x.size(); ++i) {
    ++n;
    sx += x[i];
    sy += y[i];
    sxx += x[i] * x[i];
    sxy += x[i] * y[i];
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

std::vector<int> MeanSquare::lags() const {
  const int longest = std::max(1, static_cast<int>(frames_.size()) / 2);
  const int step = (longest + most_lags - 1) / most_lags;
  std::vector<int> lags;
  for (int lag = 0; lag <= longest; lag += step) lags.push_back(lag);
  return lags;
}

std::vector<double> MeanSquare::of_particle(std::size_t particle,
                                            const std::vector<int>& lags) const {
  std::vector<Vec3> path;
  for (const std::vector<Vec3>& frame : frames_) path.push_back(frame[particle]);
  std::vector<double> averages;
  for (const int lag : lags) {
    double sum = 0;
    const std::size_t origins = path.size() - lag;
    for (std::size_t s = 0; s < origins; ++s) sum += (path[s + lag] - path[s]).squaredNorm();
    averages.push_back(sum / static_cast<double>(origins));
  }
  return averages;
}

MeanSquare::Curve MeanSquare::curve() const {
  const std::vector<int> steps = lags();
  Curve curve{{steps.begin(), steps.end()}, {}, {}, 0, {}};
  // The second half of the lags, but two of them at least.
  const std::size_t first = std::min(steps.size() / 2, steps.size() - 2);
  std::vector<std::vector<double>> at_lag(steps.size());
  std::vector<double> slopes;
  for (std::size_t p = 0; p < frames_.front().size(); ++p) {
    const std::vector<double> squares = of_particle(p, steps);
    for (std::size_t l = 0; l < steps.size(); ++l) at_lag[l].push_back(squares[l]);
    slopes.push_back(slope(curve.lags, squares, first));
  }
  for (const std::vector<double>& squares : at_lag) {
    curve.values.push_back(mean(squares));
    curve.errors.push_back(independent_error(squares).value_or(0));
  }
  curve.diffusion = mean(slopes) / 6;
  if (const auto error = independent_error(slopes)) curve.diffusion_error = *error / 6;
  return curve;
}

}  // namespace vitrine::analysis
