#pragma once
// The innermost loop of the pair stream, compiled for several instruction sets and chosen at run
// time (Highway).
#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine {

/// Points one behind the other, one array per coordinate (angstrom). Vectors may read up to
/// `spare_points` beyond the last point.
struct PointArrays {
  const double *x, *y, *z;
  const std::int32_t* labels;
};
constexpr std::size_t spare_points = 8;

/// Points from `first` up to, not including, `last`.
struct PointRun {
  std::size_t first, last;
};

/// Appends labels and squared distances (A^2) of the points of these runs that lie within
/// sqrt(reach2) of the centre to the arrays, behind `count` that are there; gives the new count.
/// In double precision throughout. The arrays hold room for all points and `spare_points` more.
using CollectNear = std::size_t (*)(const PointArrays& points, std::span<const PointRun> runs,
                                    const double* centre, double reach2, std::int32_t* labels,
                                    double* squares, std::size_t count);
CollectNear collect_near();

}  // namespace vitrine
