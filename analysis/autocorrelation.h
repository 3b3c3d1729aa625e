#pragma once
#include <deque>
#include <span>
#include <vector>

namespace vitrine::analysis {

/// Sums over time origins of a product of what one frame holds with what earlier frames held: as
/// frames arrive, without keeping more of them than there are lags. A frame is a flat row of floats
/// in parts with sums of their own.
class Autocorrelation {
 public:
  /// Lags of 0, 1, ... lags - 1 frames, lags >= 1. Parts are given by where they end in the row.
  Autocorrelation(std::size_t lags, std::vector<std::size_t> ends);

  void add(std::vector<float> row);
  /// Lags that were met.
  std::size_t lags() const;
  /// < a(s) . a(s + lag) > of a part, over origins: the sum of products of the whole part.
  std::vector<double> curve(std::size_t part) const;

 private:
  std::size_t most_lags_;
  std::vector<std::size_t> ends_;
  std::deque<std::vector<float>> rows_;    // newest first
  std::vector<std::vector<double>> sums_;  // (part, lag)
  std::vector<double> origins_;            // of each lag
};

}  // namespace vitrine::analysis
