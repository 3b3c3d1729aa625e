#pragma once
// Embedding nets as piecewise polynomials: G_a(s) of one number costs six coefficients a column.
#include <Eigen/Core>
#include <cstddef>
#include <optional>

#include "sim/dlff/buffer.h"
#include "sim/dlff/fast/kernels.h"
#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// Coefficients of the powers 0 to 5 of the place in an interval, 0 to 1.
using Quintic = Eigen::Matrix<double, 6, 1>;

/// N_{t,u}(s) for every s that pairs from 0.1 A to the cutoff can have. Each interval holds the
/// quintic that has the values and slopes of the net at its ends and its middle: continuous with
/// its slope, error h^6 / 720 max |N^(6)| / 432. Intervals are made as fine as it takes for the
/// values and slopes of pairs beyond 0.6 A to be right to `tolerance` of the largest, or until
/// there are `most_intervals`; closer pairs, which no dynamics should meet, have coarser ones. The
/// table of a compressed model is taken as it is.
class EmbeddingSpline {
 public:
  static constexpr double tolerance = 1e-6;
  static constexpr std::size_t most_intervals = 8192;
  static constexpr double usual = 0.6;  ///< angstrom: nearer is no molecule

  /// Of neighbours of type `neighbour` around atoms of the types first to last - 1, which share
  /// the net; from `lower` (of s) on where a series does for the pairs beyond.
  EmbeddingSpline(const Model& model, std::size_t first_centre, std::size_t last_centre,
                  std::size_t neighbour, std::optional<double> lower);

  const TableGrid& grid() const { return grid_; }
  /// [chunks][intervals][6][chunk]
  const float* coefficients() const { return coefficients_.data(); }

 private:
  void sample(const Model& model, std::size_t first_centre, std::size_t last_centre,
              std::size_t neighbour, std::optional<double> lower);
  void take(const EmbeddingTable& table);
  void make_room(std::size_t width);
  void set(std::size_t interval, std::size_t column, const Quintic& quintic);

  Buffer<float> coefficients_;
  TableGrid grid_;
};

}  // namespace vitrine::dlff
