#include "analysis/row_temperature.h"

#include <algorithm>

#include "analysis/statistics.h"
#include "sim/model/thermodynamics.h"

namespace vitrine::analysis {

std::optional<double> frame_temperature(const Frame& frame) {
  const std::vector<double>& masses = frame.topology->masses;
  if (!frame.velocities || masses.size() < 2 ||
      std::find(masses.begin(), masses.end(), 0.0) != masses.end())
    return frame.temperature;
  return temperature(kinetic_energy(masses, *frame.velocities),
                     3 * static_cast<int>(masses.size()) - 3);
}

void RowTemperature::add(const Frame& frame) {
  if (given_ > 0) return;
  const std::optional<double> measured = frame_temperature(frame);
  if (measured) measured_.push_back(*measured);
  all_measured_ = all_measured_ && measured;
}

std::optional<double> RowTemperature::mean() const {
  if (given_ > 0) return given_;
  if (!all_measured_ || measured_.empty()) return std::nullopt;
  return analysis::mean(measured_);
}

}  // namespace vitrine::analysis
