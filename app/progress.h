#pragma once
#include <cstddef>

#include "app/recorder.h"
#include "sim/dynamics/simulation.h"
#include "sim/model/errors.h"

namespace vitrine::app {

/// A guard paused the run.
class PausedByGuard : public Error {
 public:
  using Error::Error;
};

/// Follows a run in the terminal until it ends: step, stage, temperature, steps/s, time left.
/// Says so when its record waits for room on the disk. Ctrl+C, SIGTERM and SIGHUP stop it after the
/// current step. Throws Interrupted then, PausedByGuard when it was, and Error when the
/// run failed.
void follow_to_end(dynamics::Simulation& simulation, Recorder& recorder);

/// "frame 3 of 10" in the terminal, on one line that vanishes at the end.
class FrameCounter {
 public:
  explicit FrameCounter(std::size_t count);
  ~FrameCounter();
  FrameCounter(const FrameCounter&) = delete;
  FrameCounter& operator=(const FrameCounter&) = delete;

  void next();

 private:
  std::size_t count_, done_ = 0;
  bool terminal_;
};

}  // namespace vitrine::app
