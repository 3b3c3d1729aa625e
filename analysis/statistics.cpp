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

std::optional<double> independent_error(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  return standard_deviation(values) / std::sqrt(static_cast<double>(values.size() - 1));
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

void BlockedCurve::add(std::span<const double> values) {
  for (std::size_t p = 0; p < open_.size(); ++p) open_[p] += values[p];
  if (++open_frames_ < block_frames_) return;
  blocks_.push_back(open_);
  std::fill(open_.begin(), open_.end(), 0.0);
  open_frames_ = 0;
  if (blocks_.size() == most_blocks) join_neighbours();
}

void BlockedCurve::join_neighbours() {
  for (std::size_t b = 0; b < most_blocks / 2; ++b) {
    std::vector<double> joined = std::move(blocks_[2 * b]);
    for (std::size_t p = 0; p < joined.size(); ++p) joined[p] += blocks_[2 * b + 1][p];
    blocks_[b] = std::move(joined);
  }
  blocks_.resize(most_blocks / 2);
  block_frames_ *= 2;
}

std::vector<double> BlockedCurve::sum(std::size_t first, std::size_t count) const {
  std::vector<double> total(count);
  for (std::size_t p = 0; p < count; ++p) total[p] = open_[first + p];
  for (const std::vector<double>& block : blocks_)
    for (std::size_t p = 0; p < count; ++p) total[p] += block[first + p];
  return total;
}

std::vector<double> BlockedCurve::mean() const {
  std::vector<double> average = sum(0, points());
  const double count = static_cast<double>(std::max<std::size_t>(frames(), 1));
  for (double& value : average) value /= count;
  return average;
}

std::vector<double> BlockedCurve::mean_without(std::size_t b, std::size_t first,
                                               std::size_t count) const {
  std::vector<double> average = sum(first, count);
  const double others = static_cast<double>(frames() - block_frames_);
  for (std::size_t p = 0; p < count; ++p)
    average[p] = (average[p] - blocks_[b][first + p]) / others;
  return average;
}

std::optional<std::vector<double>> BlockedCurve::errors(std::size_t first,
                                                        std::size_t count) const {
  if (blocks_.size() < fewest_blocks) return std::nullopt;
  const double blocks = static_cast<double>(blocks_.size());
  const double frames = static_cast<double>(block_frames_);
  std::vector<double> centres(count, 0.0), squares(count, 0.0);
  for (const std::vector<double>& block : blocks_)
    for (std::size_t p = 0; p < count; ++p) centres[p] += block[first + p] / frames;
  for (double& centre : centres) centre /= blocks;
  for (const std::vector<double>& block : blocks_)
    for (std::size_t p = 0; p < count; ++p) {
      const double away = block[first + p] / frames - centres[p];
      squares[p] += away * away;
    }
  for (double& square : squares) square = std::sqrt(square / blocks) / std::sqrt(blocks - 1);
  return squares;
}

}  // namespace vitrine::analysis
