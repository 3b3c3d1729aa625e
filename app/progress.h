#pragma once
#include <functional>

#include "sim/dynamics/simulation.h"

namespace vitrine::app {

/// Follows a run in the terminal until it ends: step, stage, temperature, steps/s, time left.
/// Ctrl+C stops it after the current step. Throws Error when the run failed or a guard paused it.
void follow_to_end(dynamics::Simulation& simulation);

}  // namespace vitrine::app
