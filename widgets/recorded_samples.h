#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "sim/dynamics/live_run.h"

namespace vitrine::widgets {

/// What a run record measured at its frames, and the schedule that it followed.
struct RecordedMeasurements {
  std::vector<dynamics::Sample> samples;  ///< one a frame, times ascend; NaN where not recorded
  std::optional<dynamics::Protocol> protocol;
};

/// Empty for a file that is no run record of this program. Throws FileError when its measurements
/// cannot be read.
RecordedMeasurements read_measurements(const std::filesystem::path& file);

}  // namespace vitrine::widgets
