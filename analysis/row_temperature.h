#pragma once
#include <optional>
#include <vector>

#include "sim/model/frame.h"

namespace vitrine::analysis {

/// The temperature of a row of frames: a given one, or the mean of the frames' own.
class RowTemperature {
 public:
  /// given: kelvin; 0 takes it from the frames.
  explicit RowTemperature(double given) : given_(given) {}
  void add(const Frame& frame);
  /// Kelvin; empty where none was given and a frame had none.
  std::optional<double> mean() const;

 private:
  double given_;
  std::vector<double> measured_;
  bool all_measured_ = true;
};

/// Of one frame, kelvin: what its velocities say, with 3N - 3 degrees of freedom; where it has
/// none, unknown masses or a single atom, what its file tells. Empty: neither.
std::optional<double> frame_temperature(const Frame& frame);

}  // namespace vitrine::analysis
