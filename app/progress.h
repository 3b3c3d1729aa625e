#pragma once
#include "sim/dynamics/simulation.h"
#include "sim/model/errors.h"

namespace vitrine::app {

/// Somebody stopped the run before its end.
class Interrupted : public Error {
 public:
  using Error::Error;
};

/// Follows a run in the terminal until it ends: step, stage, temperature, steps/s, time left.
/// Ctrl+C, SIGTERM and SIGHUP stop it after the current step. Throws Interrupted then, and Error
/// when the run failed or a guard paused it.
void follow_to_end(dynamics::Simulation& simulation);

}  // namespace vitrine::app
