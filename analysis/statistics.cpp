#include "analysis/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine::analysis {

double mean(const std::vector<double>& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standard_deviation(const std::vector<double>& values) {
  if (values.empty()) return 0;
  const double centre = mean(values);
  double squares = 0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

std::optional<double> block_error(std::vector<double> series) {
  constexpr std::size_t fewest_blocks = 4;
  if (series.size() < fewest_blocks) return std::nullopt;
  double largest = 0;
  while (series.size() >= fewest_blocks) {
    const double blocks = static_cast<double>(series.size());
    largest = std::max(largest, standard_deviation(series) / std::sqrt(blocks - 1));
    for (std::size_t b = 0; b < series.size() / 2; ++b)
      series[b] = (series[2 * b] + series[2 * b + 1]) / 2;
    series.resize(series.size() / 2);
  }
  return largest;
}

}  // namespace vitrine::analysis
