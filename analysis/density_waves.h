#pragma once
#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/model/cell.h"
#include "sim/model/thread_team.h"

namespace vitrine::analysis {

/// Density waves of a periodic system, rho(k) = Sum_j exp(i k.r_j), summed for each k of the
/// reciprocal lattice of the cell up to a wave number; of k and -k only one is kept.
///
/// With fractional coordinates k.r = 2 pi (h x + k y + l z): for a row of (h, k) the sums over
/// atoms for all l are products of cosines and sines, which are powers of one complex number per
/// atom and axis (found in double precision, summed in float: about 1e-7 sqrt(atoms) of error).
class WaveVectors {
 public:
  /// A cell that repeats in all directions; q_max in 1/A. InputError where there are more than 10
  /// million.
  WaveVectors(const Cell& cell, double q_max);

  std::size_t size() const { return lengths_.size(); }
  double length(std::size_t n) const { return lengths_[n]; }  ///< 1/A

  /// rho(k) of some atoms, in the order of the wave vectors. The last digits depend on the size of
  /// the team.
  std::vector<std::complex<float>> waves(const std::vector<Vec3>& positions,
                                         ThreadTeam* team = nullptr) const;

 private:
  struct Row {
    int h, k;           // l from -most_l to most_l
    std::size_t first;  // of places_
    std::size_t tiles;  // of powers of z that are needed
    std::size_t sums;   // where its sums begin
  };
  void add_row(int h, int k);
  void lay_out_sums();
  void add_atoms(std::span<const Vec3> positions, float* sums) const;

  Cell cell_;
  Mat3 reciprocal_;  // rows: 2 pi times the inverse cell
  double q_max_;
  int most_h_, most_k_, most_l_;
  std::vector<Row> rows_;
  std::size_t sums_ = 0;              // of all rows
  std::vector<std::int32_t> places_;  // (row, l + most_l): index of the wave vector, -1: beyond
  std::vector<double> lengths_;
};

}  // namespace vitrine::analysis
