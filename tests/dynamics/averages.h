#pragma once
// Averages of correlated series and what can be said about their errors.
#include <algorithm>
#include <cmath>
#include <vector>

namespace vitrine::test {

struct Average {
  double mean = 0, error = 0;  ///< standard error
  double inefficiency = 1;     ///< values that count as one independent
};

/// The error by blocking (Flyvbjerg, Petersen, J Chem Phys 91 (1989) 461): the largest of the
/// estimates from blocks of 1, 2, 4, ... values, as long as 32 blocks are left.
inline Average average(std::vector<double> x) {
  Average result;
  double plain = 0;
  for (const double value : x) result.mean += value / static_cast<double>(x.size());
  while (x.size() >= 32) {
    double square = 0;
    for (const double value : x) square += (value - result.mean) * (value - result.mean);
    const auto n = static_cast<double>(x.size());
    const double error = std::sqrt(square / (n * (n - 1)));
    if (plain == 0) plain = error;
    result.error = std::max(result.error, error);
    for (std::size_t i = 0; i < x.size() / 2; ++i) x[i] = 0.5 * (x[2 * i] + x[2 * i + 1]);
    x.resize(x.size() / 2);
  }
  if (plain > 0) result.inefficiency = std::pow(result.error / plain, 2);
  return result;
}

/// The variance as the average of the squared deviations.
inline Average variance(std::vector<double> x) {
  const double mean = average(x).mean;
  for (double& value : x) value = (value - mean) * (value - mean);
  return average(std::move(x));
}

struct Slope {
  double value = 0, error = 0;
};

/// The slope of ln[p2(x) / p1(x)], a straight line for two canonical distributions (Shirts, J Chem
/// Theory Comput 9 (2013) 909, eqs. 5-8), by maximum likelihood from as many values of each; its
/// error from the Fisher information of the values that count as independent.
inline Slope log_ratio_slope(const std::vector<double>& first, const std::vector<double>& second) {
  const Average one = average(first), two = average(second);
  const double centre = 0.5 * (one.mean + two.mean), scale = std::sqrt(variance(first).mean);
  double a = 0, b = (two.mean - one.mean) / scale, aa = 0, ab = 0, bb = 0;
  for (int turn = 0; turn < 50; ++turn) {  // Newton
    double ga = 0, gb = 0;
    aa = ab = bb = 0;
    for (const auto* series : {&first, &second})
      for (const double x : *series) {
        const double u = (x - centre) / scale, p = 1 / (1 + std::exp(-a - b * u));
        const double off = (series == &second ? 1 : 0) - p, weight = p * (1 - p);
        ga += off;
        gb += off * u;
        aa += weight;
        ab += weight * u;
        bb += weight * u * u;
      }
    const double determinant = aa * bb - ab * ab;
    a += (bb * ga - ab * gb) / determinant;
    b += (aa * gb - ab * ga) / determinant;
  }
  const double spread = std::sqrt(aa / (aa * bb - ab * ab));
  return {b / scale, spread / scale * std::sqrt(std::max(one.inefficiency, two.inefficiency))};
}

}  // namespace vitrine::test
