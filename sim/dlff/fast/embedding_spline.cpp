#include "sim/dlff/fast/embedding_spline.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/dlff/embedding.h"
#include "sim/dlff/engine_input.h"

namespace vitrine::dlff {
namespace {

constexpr std::size_t fewest_intervals = 64, coarse_intervals = 128;

struct Range {
  double lower, middle, upper;
};

// s falls from its value at the closest distance to that of an empty slot at the cutoff.
Range range_of_s(const Model& model, std::size_t first, std::size_t last, std::size_t neighbour) {
  Range range{INFINITY, -INFINITY, -INFINITY};
  for (std::size_t centre = first; centre < last; ++centre) {
    const std::size_t pair = 4 * (centre * model.type_count() + neighbour);
    const auto s = [&](double raw) { return (raw - model.mean[pair]) / model.spread[pair]; };
    range.lower = std::min(range.lower, s(0));
    range.middle = std::max(range.middle, s(1 / (EmbeddingSpline::usual + model.protection)));
    range.upper = std::max(range.upper, s(1 / (closest_distance + model.protection)));
  }
  return range;
}

/// Values and slopes of a net on equal intervals: at their ends and their middles.
class Samples {
 public:
  Samples(const Model& model, std::size_t centre, std::size_t neighbour, double lower, double upper,
          std::size_t intervals)
      : step_((upper - lower) / static_cast<double>(intervals)) {
    for (std::size_t k = 0; k <= 2 * intervals; ++k) {
      values_.emplace_back();
      slopes_.emplace_back();
      evaluate_embedding(model, centre, neighbour, lower + step_ / 2 * static_cast<double>(k),
                         values_.back(), slopes_.back());
    }
  }
  double value(std::size_t half, std::size_t column) const { return values_[half][column]; }
  /// By the place within an interval.
  double slope(std::size_t half, std::size_t column) const { return step_ * slopes_[half][column]; }
  std::size_t intervals() const { return values_.size() / 2; }
  std::size_t width() const { return values_.front().size(); }

 private:
  double step_;
  std::vector<std::vector<double>> values_, slopes_;
};

// The polynomial of u with given values and slopes at 0, 1/2 and 1.
Quintic quintic(const Samples& samples, std::size_t interval, std::size_t column) {
  static const Eigen::Matrix<double, 6, 6> inverse = [] {
    Eigen::Matrix<double, 6, 6> conditions;
    for (int k = 0; k < 6; ++k)
      for (int point = 0; point < 3; ++point) {
        conditions(2 * point, k) = std::pow(point / 2.0, k);
        conditions(2 * point + 1, k) = k == 0 ? 0 : k * std::pow(point / 2.0, k - 1);
      }
    return Eigen::Matrix<double, 6, 6>(conditions.inverse());
  }();
  Quintic given;
  for (std::size_t point = 0; point < 3; ++point) {
    given[2 * point] = samples.value(2 * interval + point, column);
    given[2 * point + 1] = samples.slope(2 * interval + point, column);
  }
  return inverse * given;
}

// Is what the coarser samples say of the points between them what the finer ones found there?
bool are_enough(const Samples& coarse, const Samples& fine) {
  double value_error = 0, slope_error = 0, largest_value = 0, largest_slope = 0;
  for (std::size_t interval = 0; interval < coarse.intervals(); ++interval)
    for (std::size_t column = 0; column < coarse.width(); ++column) {
      const Quintic c = quintic(coarse, interval, column);
      for (std::size_t quarter : {1u, 3u}) {
        const double u = static_cast<double>(quarter) / 4;
        double value = c[5], slope = 0;
        for (int k = 4; k >= 0; --k) {
          slope = slope * u + value;
          value = value * u + c[k];
        }
        const double right = fine.value(4 * interval + quarter, column);
        const double right_slope = 2 * fine.slope(4 * interval + quarter, column);
        value_error = std::max(value_error, std::abs(value - right));
        slope_error = std::max(slope_error, std::abs(slope - right_slope));
        largest_value = std::max(largest_value, std::abs(right));
        largest_slope = std::max(largest_slope, std::abs(right_slope));
      }
    }
  return value_error <= EmbeddingSpline::tolerance * largest_value &&
         slope_error <= EmbeddingSpline::tolerance * largest_slope;
}

Samples fine_samples(const Model& model, std::size_t centre, std::size_t neighbour,
                     const Range& range) {
  const auto sample = [&](std::size_t intervals) {
    return Samples(model, centre, neighbour, range.lower, range.middle, intervals);
  };
  Samples samples = sample(fewest_intervals);
  while (samples.intervals() < EmbeddingSpline::most_intervals) {
    Samples finer = sample(2 * samples.intervals());
    if (are_enough(samples, finer)) break;
    samples = std::move(finer);
  }
  return samples;
}

}  // namespace

EmbeddingSpline::EmbeddingSpline(const Model& model, std::size_t first_centre,
                                 std::size_t last_centre, std::size_t neighbour,
                                 std::optional<double> lower) {
  if (model.compressed())
    take(model.embedding_table(first_centre, neighbour));
  else
    sample(model, first_centre, last_centre, neighbour, lower);
}

void EmbeddingSpline::sample(const Model& model, std::size_t first_centre, std::size_t last_centre,
                             std::size_t neighbour, std::optional<double> lower) {
  Range range = range_of_s(model, first_centre, last_centre, neighbour);
  if (lower) range.lower = *lower;
  const Samples fine = fine_samples(model, first_centre, neighbour, range);
  const Samples coarse(model, first_centre, neighbour, range.middle, range.upper, coarse_intervals);
  grid_.lower = range.lower;
  grid_.middle = range.middle;
  grid_.fine_intervals = fine.intervals();
  grid_.intervals = fine.intervals() + coarse.intervals();
  grid_.fine = static_cast<double>(fine.intervals()) / (range.middle - range.lower);
  grid_.coarse = static_cast<double>(coarse.intervals()) / (range.upper - range.middle);
  make_room(fine.width());
  for (std::size_t interval = 0; interval < grid_.intervals; ++interval)
    for (std::size_t column = 0; column < fine.width(); ++column)
      set(interval, column,
          interval < fine.intervals() ? quintic(fine, interval, column)
                                      : quintic(coarse, interval - fine.intervals(), column));
}

// One interval more than the table has pieces: the straight line beyond them.
void EmbeddingSpline::take(const EmbeddingTable& table) {
  grid_.lower = table.lower;
  grid_.middle = table.upper;
  grid_.fine = 1 / table.fine_stride;
  grid_.coarse = 1 / table.coarse_stride;
  grid_.fine_intervals = table.fine_pieces();
  grid_.intervals = table.pieces() + 1;
  make_room(table.width);
  for (std::size_t column = 0; column < table.width; ++column) {
    Quintic c = Quintic::Zero();
    double stride = table.coarse_stride;
    for (std::size_t piece = 0; piece < table.pieces(); ++piece) {
      stride = piece < table.fine_pieces() ? table.fine_stride : table.coarse_stride;
      c = Quintic::Map(table.coefficients.data() + (piece * table.width + column) * 6);
      for (int k = 1; k < 6; ++k) c[k] *= std::pow(stride, k);
      set(piece, column, c);
    }
    Quintic line = Quintic::Zero();
    line[0] = c.sum();
    for (int k = 1; k < 6; ++k) line[1] += k * c[k] * table.coarse_stride / stride;
    set(table.pieces(), column, line);
  }
}

void EmbeddingSpline::make_room(std::size_t width) {
  const std::size_t size = (width + chunk - 1) / chunk * grid_.intervals * 6 * chunk;
  std::fill_n(coefficients_.reserve(size), size, 0.0f);
}

void EmbeddingSpline::set(std::size_t interval, std::size_t column, const Quintic& quintic) {
  float* to = coefficients_.data() + (column / chunk * grid_.intervals + interval) * 6 * chunk +
              column % chunk;
  for (std::size_t k = 0; k < 6; ++k)
    to[k * chunk] = static_cast<float>(quintic[static_cast<Eigen::Index>(k)]);
}

}  // namespace vitrine::dlff
