#pragma once
#include <random>
#include <vector>

#include "sim/model/cell.h"

namespace vitrine::test {

/// Points spread evenly over a cell (and, where asked, over its neighbours up to `spread` cells
/// away, as the unwrapped positions of a long run are).
inline std::vector<Vec3> random_positions(const Cell& cell, int count, std::mt19937& random,
                                          int spread = 0) {
  std::uniform_real_distribution<double> uniform(0, 1);
  std::uniform_int_distribution<int> whole(-spread, spread);
  std::vector<Vec3> positions;
  for (int i = 0; i < count; ++i) {
    Vec3 f(uniform(random), uniform(random), uniform(random));
    for (int k = 0; k < 3; ++k) {
      if (cell.periodic()[k]) f[k] += whole(random);
    }
    positions.push_back(cell.cartesian(f));
  }
  return positions;
}

inline Mat3 rows_of(double ax, double bx, double by, double cx, double cy, double cz) {
  Mat3 rows;
  rows << ax, 0, 0, bx, by, 0, cx, cy, cz;
  return rows;
}

}  // namespace vitrine::test
