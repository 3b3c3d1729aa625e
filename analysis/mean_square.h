#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sim/model/vector.h"

namespace vitrine::analysis {

/// Mean-square displacement of some particles against time, over all time origins, and the
/// diffusion coefficient from its slope:
///   MSD(t) = < |r(s + t) - r(s)|^2 >,  D = slope / 6   (Einstein; Allen and Tildesley, Computer
/// Simulation of Liquids, 2nd ed. (2017), section 2.7). Times reach to half of the row; the slope
/// is that of a straight line through the second half of them, where cages are left behind. Errors
/// are those of the mean over particles, which are taken as independent of each other.
class MeanSquare {
 public:
  /// Positions (angstrom) of the same particles in one more frame.
  void add(std::vector<Vec3> positions) { frames_.push_back(std::move(positions)); }

  struct Curve {
    std::vector<double> lags;               ///< frames
    std::vector<double> values, errors;     ///< A^2
    double diffusion;                       ///< A^2 per frame
    std::optional<double> diffusion_error;  ///< the same; empty for one particle
  };
  /// Of two frames or more, and one particle or more.
  Curve curve() const;

 private:
  std::vector<int> lags() const;
  /// Average over time origins of each lag, for one particle.
  std::vector<double> of_particle(std::size_t particle, const std::vector<int>& lags) const;

  std::vector<std::vector<Vec3>> frames_;
};

/// Slope of the straight line that fits best, sum of squares; x not all alike.
double slope(const std::vector<double>& x, const std::vector<double>& y, std::size_t first);

}  // namespace vitrine::analysis
