#pragma once
#include <vector>

namespace vitrine {

/// A measured curve y(x), x ascending: g(r) or the like against angstrom, S(Q) against 1/angstrom.
struct Curve {
  std::vector<double> x, y;  ///< of equal length
};

}  // namespace vitrine
