#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace vitrine::analysis {

// Errors of averages over frames are one standard error, by blocks of consecutive frames, because
// frames close to each other resemble each other: block_error() for one number a frame,
// BlockedCurve for curves and for what is read off them.

double mean(const std::vector<double>& values);  ///< 0 for none
/// Root mean square deviation from the mean, over n (not n - 1): the width of a distribution.
double standard_deviation(const std::vector<double>& values);
/// Standard error of the mean of independent values; empty for fewer than two.
std::optional<double> independent_error(const std::vector<double>& values);

/// Standard error of the mean of a correlated series, by blocking (Flyvbjerg and Petersen, J Chem
/// Phys 91 (1989) 461, eq. 26): neighbours are averaged pairwise as long as at least four blocks
/// remain, and the largest estimate counts. Empty below four values: too few to say.
std::optional<double> block_error(std::vector<double> series);

/// The average of a curve over frames, with the errors of its points and of any number computed
/// from it (a peak position, an integral). Frames are gathered in blocks, 8 to 16 of them once
/// there are as many frames: when the 16th is full, neighbours are joined. The error is that of
/// the jackknife over blocks, sqrt((n-1)/n Sum (theta_b - mean)^2) with theta_b computed without
/// block b (Miller, Biometrika 61 (1974) 1, doi:10.1093/biomet/61.1.1). Blocks shorter than the
/// correlation time give too small an error; empty below four blocks.
class BlockedCurve {
 public:
  explicit BlockedCurve(std::size_t points = 0) : open_(points, 0.0) {}

  /// One more frame; as many values as there are points.
  void add(std::span<const double> values);
  std::size_t points() const { return open_.size(); }
  std::size_t frames() const { return blocks_.size() * block_frames_ + open_frames_; }
  std::vector<double> mean() const;  ///< zeros before the first frame
  /// Of every point, or of `count` of them.
  std::optional<std::vector<double>> errors() const { return errors(0, points()); }
  std::optional<std::vector<double>> errors(std::size_t first, std::size_t count) const;
  /// Of the number that `compute` makes of the average curve. Empty, too, where some block's
  /// absence leaves nothing to compute (an empty optional).
  template <class F>
  std::optional<double> error_of(F&& compute) const {
    return error_of(0, points(), compute);
  }
  /// Of what it makes of `count` points of the curve.
  template <class F>
  std::optional<double> error_of(std::size_t first, std::size_t count, F&& compute) const;

 private:
  static constexpr std::size_t fewest_blocks = 4, most_blocks = 16;
  std::vector<double> sum(std::size_t first, std::size_t count) const;
  /// The average without block b.
  std::vector<double> mean_without(std::size_t b, std::size_t first, std::size_t count) const;
  void join_neighbours();

  std::vector<std::vector<double>> blocks_;  // sums over the frames of full blocks
  std::vector<double> open_;                 // sum over those of the last block so far
  std::size_t block_frames_ = 1, open_frames_ = 0;
};

template <class F>
std::optional<double> BlockedCurve::error_of(std::size_t first, std::size_t count,
                                             F&& compute) const {
  if (blocks_.size() < fewest_blocks) return std::nullopt;
  std::vector<double> values;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const std::optional<double> value = compute(mean_without(b, first, count));
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return standard_deviation(values) * std::sqrt(static_cast<double>(blocks_.size() - 1));
}

}  // namespace vitrine::analysis
