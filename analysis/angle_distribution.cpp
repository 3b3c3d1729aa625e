#include "analysis/angle_distribution.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

#include "analysis/statistics.h"
#include "sim/model/units.h"

namespace vitrine::analysis {

double angle_degrees(const Vec3& a, const Vec3& b) {
  // atan2 keeps its precision near 0 and 180 degrees, where acos of the cosine loses half of it.
  return std::atan2(a.cross(b).norm(), a.dot(b)) * 180 / units::pi;
}

void AngleDistribution::add(double angle) {
  histogram_.add(angle);
  sum_ += angle;
  squares_ += angle * angle;
  ++count_;
  frame_sum_ += angle;
  ++frame_count_;
}

void AngleDistribution::end_frame() {
  if (frame_count_ > 0) frame_means_.push_back(frame_sum_ / frame_count_);
  frame_sum_ = frame_count_ = 0;
}

void AngleDistribution::add_scalars(const std::string& name, Result& result) const {
  if (count_ == 0) return;
  const double centre = sum_ / count_;
  const double variance = squares_ / count_ - centre * centre;
  result.scalars.push_back({name + ".mean", "deg", centre, block_error(frame_means_)});
  result.scalars.push_back({name + ".sd", "deg", std::sqrt(std::max(variance, 0.0))});
}

std::vector<double> AngleDistribution::density() const {
  std::vector<double> density = histogram_.weights();
  const double area = std::max(count_, 1.0) * bins().width();
  for (double& value : density) value /= area;
  return density;
}

}  // namespace vitrine::analysis
