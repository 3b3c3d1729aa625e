#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "analysis/histogram.h"
#include "sim/model/vector.h"

namespace vitrine::analysis {

/// The planes of the pole figures: the pole (0 = x, ...) and the axes a, b across it, from which
/// theta = atan2(n_b, n_a) is counted.
struct PolePlane {
  const char* name;
  int a, b, pole;
};
inline constexpr std::array<PolePlane, 3> pole_planes = {
    PolePlane{"yz", 1, 2, 0}, PolePlane{"xz", 0, 2, 1}, PolePlane{"xy", 0, 1, 2}};

/// A number for each plane, and their mean.
struct PlaneValues {
  std::array<double, 3> planes = {0, 0, 0};
  double mean() const { return (planes[0] + planes[1] + planes[2]) / 3; }
};

/// Distribution of ring normals over theta, ring by ring, and what measures its roughness (the
/// ring orientation index, ROI, of Du et al., Natl Sci Rev 11 (2024) nwae023; their formula is
/// not printed, so this one is ours).
class RingOrientation {
 public:
  /// theta from 0 to 360 degrees in `bins` bins.
  RingOrientation(std::size_t rings, int bins);

  /// The normal of a ring in one more frame; n and -n count alike. A normal within 1e-6 of a pole
  /// has no theta about it and is left out of that plane.
  void add(std::size_t ring, const Vec3& normal);

  const Bins& bins() const { return bins_; }
  /// Rings that gave at least one normal.
  std::size_t rings() const;
  /// h(theta) of a plane with mean 1.
  std::vector<double> distribution(int plane) const;
  /// Standard deviation of h over its mean.
  PlaneValues roughness() const;
  /// (max - min) of h over its mean.
  PlaneValues peak_to_valley() const;
  /// Roughness that independent random rings would have: sqrt(bins / (2 rings)). The rings of one
  /// window count once, however many its frames: an upper bound where rings turn.
  double noise_floor() const;
  /// sqrt(max(0, roughness^2 - floor^2)) of each plane.
  PlaneValues corrected_roughness() const;
  /// Standard errors of the roughness and, last, of its mean over planes: bootstrap over whole
  /// rings with their time series, 100 resamples, fixed seed.
  std::array<double, 4> roughness_errors() const;

 private:
  using Counts = std::vector<double>;  // three planes of bins one after the other
  Counts sum_of_rings() const;
  PlaneValues roughness_of(const Counts& counts) const;

  Bins bins_;
  std::size_t rings_;
  std::vector<float> counts_;       // (ring, plane, bin)
  std::vector<std::uint8_t> seen_;  // whether a ring gave a normal
};

/// Polar order Q_l = sqrt < P_l(n_i . n_j) > over all pairs of normals, i = j included, for even
/// l: 1 where all are parallel, 1/sqrt(N) for N random ones.
class PolarOrder {
 public:
  void add(const Vec3& normal);
  /// l = 2, 4 or 6. 0 without normals.
  double order(int l) const;

 private:
  /// < (n_i . n_j)^degree >, from the mean products of components x^a y^b z^c, a + b + c = degree:
  /// their number does not grow with that of the normals, as the pairs do.
  double mean_power(int degree) const;

  static constexpr int largest = 6;
  // sums_[a][b][c]
  std::array<std::array<std::array<double, largest + 1>, largest + 1>, largest + 1> sums_ = {};
  double count_ = 0;
};

}  // namespace vitrine::analysis
