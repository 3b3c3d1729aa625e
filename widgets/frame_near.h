#pragma once
#include <vector>

#include "sim/dynamics/live_run.h"
#include "sim/model/trajectory.h"

namespace vitrine::widgets {

/// Index of the frame next to a time, ps, of a trajectory whose times ascend.
std::size_t frame_near(Trajectory& trajectory, double time);
/// Index of the sample next to a time; samples are not empty and ascend in time.
std::size_t sample_near(const std::vector<dynamics::Sample>& samples, double time);

}  // namespace vitrine::widgets
