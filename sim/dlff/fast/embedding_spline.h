#pragma once
// Embedding nets as piecewise polynomials: G_a(s) of one number costs six coefficients a column.
#include <cstddef>

#include "sim/dlff/buffer.h"
#include "sim/dlff/fast/kernels.h"
#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// N_{t,u}(s) for every s that pairs from 0.1 A to the cutoff can have. Each interval holds the
/// quintic that has the values and slopes of the net at its ends and its middle: continuous with
/// its slope, error h^6 / 720 max |N^(6)| / 432. Intervals are made as fine as it takes for the
/// values and slopes of pairs beyond 0.6 A to be right to `tolerance` of the largest, or until
/// there are `most_intervals`; closer pairs, which no dynamics should meet, have coarser ones.
class EmbeddingSpline {
 public:
  static constexpr double tolerance = 1e-6;
  static constexpr std::size_t most_intervals = 8192;

  /// Of neighbours of type `neighbour` around atoms of the types first to last - 1, which share
  /// the net.
  EmbeddingSpline(const Model& model, std::size_t first_centre, std::size_t last_centre,
                  std::size_t neighbour);

  const TableGrid& grid() const { return grid_; }
  /// [chunks][intervals][6][chunk]
  const float* coefficients() const { return coefficients_.data(); }

 private:
  Buffer<float> coefficients_;
  TableGrid grid_;
};

}  // namespace vitrine::dlff
