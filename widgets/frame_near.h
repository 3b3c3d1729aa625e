#pragma once
#include "sim/model/trajectory.h"

namespace vitrine::widgets {

/// Index of the frame next to a time, ps, of a trajectory whose times ascend.
std::size_t frame_near(Trajectory& trajectory, double time);

}  // namespace vitrine::widgets
