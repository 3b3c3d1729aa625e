#pragma once
#include <optional>
#include <vector>

#include "sim/model/frame.h"

namespace vitrine::analysis {

/// The temperature of a row of frames: a given one, or the mean of what velocities say.
class RowTemperature {
 public:
  /// given: kelvin; 0 takes it from the velocities, with 3N - 3 degrees of freedom.
  explicit RowTemperature(double given) : given_(given) {}
  void add(const Frame& frame);
  /// Kelvin; empty where none was given and a frame had no velocities, or atoms of unknown mass.
  std::optional<double> mean() const;

 private:
  double given_;
  std::vector<double> measured_;
  bool all_measured_ = true;
};

/// Of one frame, kelvin; empty without velocities, with unknown masses, or of a single atom.
std::optional<double> frame_temperature(const Frame& frame);

}  // namespace vitrine::analysis
