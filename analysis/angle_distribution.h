#pragma once
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "analysis/histogram.h"

namespace vitrine::analysis {

/// Degrees, 0 to 180.
double angle_degrees(const Vec3& a, const Vec3& b);

/// How often an angle is met, over all frames.
class AngleDistribution {
 public:
  explicit AngleDistribution(int bins) : histogram_(Bins(0, 180, bins)) {}
  void add(double angle);  ///< degrees
  /// To call after the angles of each frame.
  void end_frame();

  const Bins& bins() const { return histogram_.bins(); }
  /// NAME.mean, with the block error of the frames' means, and NAME.sd; nothing without angles.
  void add_scalars(const std::string& name, Result& result) const;
  /// Per degree, with the integral 1; zeros without angles.
  std::vector<double> density() const;

 private:
  Histogram histogram_;
  double sum_ = 0, squares_ = 0, count_ = 0;
  double frame_sum_ = 0, frame_count_ = 0;
  std::vector<double> frame_means_;
};

}  // namespace vitrine::analysis
