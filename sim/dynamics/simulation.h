#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "sim/dlff/force_field.h"
#include "sim/dynamics/live_run.h"

namespace vitrine::dynamics {

/// A run of our own: one thread that steps and publishes. Commands are values in a queue, taken
/// between steps.
class Simulation final : public LiveRun {
 public:
  struct Setup {
    FramePtr start;
    std::unique_ptr<dlff::ForceField> force_field;
    Protocol protocol;
    /// Called on the simulation's thread with every recorded frame and its sample; it may wait
    /// (that is how a recorder slows the run down instead of losing frames; close its queue
    /// before the Simulation goes). Frames carry velocities, energy and virial, no forces. An
    /// exception from it ends the run as failed. May be empty.
    std::function<void(FramePtr, const Sample&)> record;
    /// Further force fields for the guard; may be empty.
    std::vector<std::unique_ptr<dlff::ForceField>> committee = {};
    /// A checkpoint of an earlier run of this protocol to go on from (`start` then gives the atoms
    /// alone); empty: the run begins.
    std::vector<double> checkpoint = {};
    /// Frames that the earlier run recorded up to that checkpoint: history() begins with them.
    std::vector<FramePtr> past = {};
    /// Called on the simulation's thread with a checkpoint: at the start, at the end of each stage,
    /// every `protocol.checkpoint_interval`, when the guard trips, and when the run ends. Frames
    /// recorded before belong to it. May be empty.
    std::function<void(std::vector<double>)> keep_checkpoint = {};
    bool start_paused = false;
    /// A wall-clock interval between frames published to view and analyses, seconds.
    double publish_interval = 0.03;
    /// Steps between samples; 0: every 10, more in very long runs so that the log stays small.
    std::int64_t sample_interval = 0;
    /// Memory for history(), bytes.
    std::size_t history_limit = std::size_t{1} << 30;
  };
  /// InputError when start, force field or protocol cannot make a run.
  explicit Simulation(Setup setup);
  /// Stops and joins; at most one step of delay.
  ~Simulation() override;

  void pause() override;
  void resume() override;
  void pass_guard() override;
  void step_once() override;
  void stop() override;  ///< after the current step
  /// Leaves the schedule: held from now on. InputError if absurd.
  void set_temperature(double kelvin) override;
  void set_pressure(double gpa) override;
  void follow_schedule() override;
  /// An Error when it is no sound protocol. One that comes too late, when nothing of it is left,
  /// or while the structure is minimised, changes nothing.
  void change_plan(const Protocol& plan) override;
  /// Waits until the run is finished, stopped or failed, or held by the guard.
  void wait();

  RunStatus status() const override;
  std::shared_ptr<const Protocol> plan() const override;
  FramePtr take_view_frame() override;
  FramePtr take_analysis_frame() override;
  std::vector<Sample> samples_since(std::size_t first) const override;  ///< one every few steps
  std::shared_ptr<Trajectory> history() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::dynamics
