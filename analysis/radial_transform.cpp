#include "analysis/radial_transform.h"

#include <cmath>

#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

double sinc(double x) {
  return x == 0 ? 1 : std::sin(x) / x;
}

}  // namespace

RadialTransform::RadialTransform(const Bins& bins, const std::vector<double>& q, bool window)
    : bins_(bins.count()) {
  const double end = bins.low_edge(bins.count());
  std::vector<double> shells;
  for (const double r : bins.centres()) {
    const double lorch = window ? sinc(units::pi * r / end) : 1;
    shells.push_back(4 * units::pi * r * r * lorch * bins.width());
  }
  kernel_.reserve(q.size() * bins_);
  for (const double wave : q)
    for (int bin = 0; bin < bins.count(); ++bin)
      kernel_.push_back(shells[bin] * sinc(wave * bins.centre(bin)));
}

std::vector<double> RadialTransform::operator()(const std::vector<double>& g,
                                                double density) const {
  std::vector<double> values;
  for (std::size_t first = 0; first < kernel_.size(); first += bins_) {
    double sum = 0;
    for (std::size_t bin = 0; bin < bins_; ++bin) sum += kernel_[first + bin] * (g[bin] - 1);
    values.push_back(density * sum);
  }
  return values;
}

std::vector<double> sine_transform(const std::vector<double>& q, const std::vector<double>& f,
                                   const std::vector<double>& r) {
  const double step = (q.back() - q.front()) / static_cast<double>(q.size() - 1);
  std::vector<double> values, weights;
  for (std::size_t i = 0; i < q.size(); ++i) {
    const double part = i == 0 || i + 1 == q.size() ? 0.5 : 1;
    weights.push_back(part * q[i] * f[i] * sinc(units::pi * q[i] / q.back()));
  }
  for (const double distance : r) {
    double sum = 0;
    for (std::size_t i = 0; i < q.size(); ++i) sum += weights[i] * std::sin(q[i] * distance);
    values.push_back(2 / units::pi * step * sum);
  }
  return values;
}

}  // namespace vitrine::analysis
