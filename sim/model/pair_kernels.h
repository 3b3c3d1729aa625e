#pragma once
// The innermost loops of the search for neighbours, compiled for several instruction sets and
// chosen at run time (Highway). In double precision throughout.
#include <cstddef>
#include <cstdint>

namespace vitrine {

/// Points in the bins of a Cartesian grid, x fastest, one array per coordinate (angstrom). Vectors
/// may read up to `spare_points` beyond the last point.
constexpr std::size_t spare_points = 8;
struct BinnedPoints {
  const double *x, *y, *z;
  const std::int32_t* labels;
  const std::int32_t* starts;                ///< of each bin, and one more
  const int* bins;                           ///< along x, y, z
  const double *corner, *width, *per_width;  ///< the grid's; of a bin: angstrom, 1/angstrom
};

/// Bins of one axis; none: last < first.
struct BinRange {
  int first, last;
};

/// Appends labels and squared distances (A^2) of the points that stand at `first` or behind, in
/// these rows and planes of bins, within `reach` angstrom of the centre, to the arrays, behind
/// `count` that are there; gives the new count. The arrays hold room for all points and
/// `spare_points` more.
using CollectNear = std::size_t (*)(const BinnedPoints& points, BinRange rows, BinRange planes,
                                    std::size_t first, const double* centre, double reach,
                                    std::int32_t* labels, double* squares, std::size_t count);
CollectNear collect_near();

}  // namespace vitrine
