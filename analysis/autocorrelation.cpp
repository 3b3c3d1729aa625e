#include "analysis/autocorrelation.h"

#include <Eigen/Core>

#include <algorithm>

namespace vitrine::analysis {

Autocorrelation::Autocorrelation(std::size_t lags, std::vector<std::size_t> ends)
    : most_lags_(lags),
      ends_(std::move(ends)),
      sums_(ends_.size(), std::vector<double>(lags, 0.0)),
      origins_(lags, 0.0) {}

void Autocorrelation::add(std::vector<float> row) {
  rows_.push_front(std::move(row));
  if (rows_.size() > most_lags_) rows_.pop_back();
  using Map = Eigen::Map<const Eigen::VectorXf>;
  for (std::size_t lag = 0; lag < rows_.size(); ++lag) {
    std::size_t begin = 0;
    for (std::size_t part = 0; part < ends_.size(); ++part) {
      const auto size = static_cast<Eigen::Index>(ends_[part] - begin);
      const Map now(rows_[0].data() + begin, size), then(rows_[lag].data() + begin, size);
      sums_[part][lag] += static_cast<double>(now.dot(then));
      begin = ends_[part];
    }
    ++origins_[lag];
  }
}

std::size_t Autocorrelation::lags() const {
  return static_cast<std::size_t>(
      std::count_if(origins_.begin(), origins_.end(), [](double n) { return n > 0; }));
}

std::vector<double> Autocorrelation::curve(std::size_t part) const {
  std::vector<double> average(sums_[part].begin(), sums_[part].begin() + lags());
  for (std::size_t lag = 0; lag < average.size(); ++lag) average[lag] /= origins_[lag];
  return average;
}

}  // namespace vitrine::analysis
