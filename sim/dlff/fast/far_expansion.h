#pragma once
// The series of all neighbour types around one centre type, as one matrix product.
#include <cstddef>
#include <optional>
#include <vector>

#include "sim/dlff/fast/far_series.h"
#include "sim/dlff/fast/packed_matrix.h"

namespace vitrine::dlff {

/// What a block of atoms needs for its distant pairs; one per thread.
struct FarBuffers {
  Buffer<float> sums;       ///< by atom: [lanes][4][stride]
  Buffer<float> sum_rows;   ///< by feature: [4][stride][lanes]
  Buffer<float> t;          ///< [rows][lanes]
  Buffer<float> gradients;  ///< [4][pitch][lanes]
};

/// T of distant pairs from their sums, and the way back.
class FarExpansion {
 public:
  /// series[neighbour type]; T is `factor` times the sum over pairs.
  FarExpansion(std::vector<std::optional<FarSeries>> series, std::size_t width, double factor);

  const std::optional<FarSeries>& series(std::size_t neighbour) const { return series_[neighbour]; }
  bool empty() const { return matrix_.inputs == 0; }

  /// Where sum_far_pairs puts the sums of pairs with these neighbours. To be filled in the order of
  /// the types: what stands beyond the terms of one is the place of the next.
  float* sums(std::size_t neighbour, FarBuffers& buffers) const {
    return buffers.sums.data() + offsets_[neighbour];
  }
  std::size_t stride() const { return stride_; }
  void reserve(FarBuffers& buffers) const;

  /// t[4][t_stride][lanes] += what the sums give.
  void expand(FarBuffers& buffers, std::size_t t_stride, float* t) const;
  /// From dE/dt, whose rows are read in whole panels, the gradients of the sums.
  void differentiate(std::size_t t_stride, const float* t_gradient, FarBuffers& buffers) const;
  /// The gradient of the first term of these neighbours: [4][pitch()][lanes].
  const float* gradient(std::size_t neighbour, const FarBuffers& buffers) const;
  std::size_t pitch() const { return matrix_.pitch; }

 private:
  std::vector<std::optional<FarSeries>> series_;
  std::vector<std::size_t> offsets_;  ///< of each neighbour type's terms
  PackedMatrix matrix_;               ///< terms to columns
  std::vector<float> no_bias_;
  std::size_t stride_;
};

}  // namespace vitrine::dlff
