#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/dlff/force_field.h"
#include "sim/dynamics/protocol.h"
#include "sim/model/frame.h"
#include "sim/model/trajectory.h"

namespace vitrine::dynamics {

/// Scalars of one moment of a run.
struct Sample {
  std::int64_t step;
  double time;                              ///< ps
  double temperature, target_temperature;   ///< K
  double pressure, target_pressure;         ///< GPa
  double density;                           ///< g/cm^3
  double potential_energy, kinetic_energy;  ///< eV
  double conserved;                         ///< eV: what thermostat and barostat keep
  /// eV/A, the largest of the committee's deviations (see Committee), where it was asked.
  std::optional<double> disagreement = {};
};

enum class RunState { minimising, running, paused, finished, stopped, guarded, failed };

struct RunStatus {
  RunState state = RunState::paused;
  std::int64_t step = 0, total_steps = 0;
  double time = 0;  ///< ps
  double steps_per_second = 0;
  std::string stage;          ///< name of the current stage
  std::string message;        ///< why it is guarded or failed
  std::string notice;         ///< what to know about masses, stage and force field; empty: nothing
  std::vector<int> culprits;  ///< indices from 0 of the atoms named
};

/// A run: one thread that steps and publishes. It touches nothing of its watchers; they pull.
/// Commands are values in a queue, taken between steps.
class Simulation {
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
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  void pause();
  /// From paused, and past a guard at the user's own risk: the run goes back to its last good
  /// state (at most a few steps) and the guard's limits grow tenfold.
  void resume();
  void step_once();  ///< one step, then paused
  void stop();       ///< ends the run after the current step
  void set_temperature(
      double kelvin);  ///< leaves the schedule: held from now on. InputError if absurd.
  void set_pressure(double gpa);
  void follow_schedule();  ///< back to the protocol's targets
  /// Waits until the run is finished, stopped or failed, or held by the guard.
  void wait();

  RunStatus status() const;
  const Protocol& protocol() const;
  /// Newest frame for the 3D view, and, separately, for the analyses; nullptr: nothing new.
  FramePtr take_view_frame();
  FramePtr take_analysis_frame();
  /// Samples from index `first` on (one every few steps; append-only).
  std::vector<Sample> samples_since(std::size_t first) const;
  /// The recorded past, readable while the run goes on; bounded memory (older frames are thinned).
  std::shared_ptr<Trajectory> history() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::dynamics
