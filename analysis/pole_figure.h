#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace vitrine::analysis {

/// Points per side of the grid a pole figure is given on: X, Y = -1 ... 1.
inline constexpr int pole_grid = 61;
inline double pole_grid_coordinate(int i) {
  return -1 + 2.0 * i / (pole_grid - 1);
}

/// Where a unit normal is drawn on the disc; -n lies opposite, at (-x, -y).
struct PolePoint {
  double x, y;
};
/// From its components across the pole and along it.
inline PolePoint pole_point(double n_a, double n_b, double n_p) {
  const double scale = 1 / (1 + std::abs(n_p));
  return {scale * n_a, scale * n_b};
}

/// Density of ring axes seen along a pole. An axis is a normal n and -n; both are drawn, at
/// X = n_a/(1 + |n_p|), Y = n_b/(1 + |n_p|), with n_p along the pole and n_a, n_b across it.
///
/// The density is per unit solid angle, 1 for axes in all directions alike, smoothed on the sphere
/// by the kernel exp(kappa (cos gamma - 1)) of half width `pole_half_width` at half height (von
/// Mises and Fisher's), cut where it has fallen to 0.7 %.
inline constexpr double pole_half_width = 8;  ///< degrees

class PoleFigure {
 public:
  PoleFigure() : counts_(static_cast<std::size_t>(pole_grid) * pole_grid, 0) {}

  /// The components of a unit normal; its sign does not matter.
  void add(double n_a, double n_b, double n_p);
  /// Rows of equal Y, X fastest; NaN outside the disc, 0 everywhere in it before the first normal.
  std::vector<double> density() const;

 private:
  std::vector<std::uint64_t> counts_;  // of normals next to each grid point of the disc
  std::uint64_t total_ = 0;
};

}  // namespace vitrine::analysis
