#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

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
  double limits_factor = 1;  ///< by how much the guard's limits were widened
};

enum class RunState { minimising, running, paused, finished, stopped, guarded, failed };

struct RunStatus {
  RunState state = RunState::paused;
  std::int64_t step = 0, total_steps = 0;
  double time = 0;    ///< ps
  bool timed = true;  ///< else nobody tells times, and they count frames
  double steps_per_second = 0;
  std::string stage;          ///< name of the current stage
  std::string message;        ///< why it is guarded or failed
  std::string notice;         ///< what to know about masses, stage and force field; empty: nothing
  std::vector<int> culprits;  ///< indices from 0 of the atoms named
};

/// A run that goes on while it is watched. It touches nothing of its watchers; they pull. Commands
/// may come from any thread; one that this kind of run does not take is an InputError.
class LiveRun {
 public:
  LiveRun() = default;
  virtual ~LiveRun() = default;
  LiveRun(const LiveRun&) = delete;
  LiveRun& operator=(const LiveRun&) = delete;

  virtual void pause() = 0;
  /// From paused; from a guard, which left the run at its last good state, within its limits.
  virtual void resume() = 0;
  /// Past a guard at the user's own risk: from the last good state, the limits tenfold.
  virtual void pass_guard() = 0;
  virtual void step_once() = 0;  ///< one step, then paused
  virtual void stop() = 0;       ///< ends the run, or the watching of somebody else's
  virtual void set_temperature(double kelvin) = 0;
  virtual void set_pressure(double gpa) = 0;
  virtual void follow_schedule() = 0;  ///< back to the protocol's targets
  /// Follows this plan from now on; see plan.h. plan() is a new
  /// one as soon as it was taken, or came too late and was dropped.
  virtual void change_plan(const Protocol& plan) = 0;

  virtual RunStatus status() const = 0;
  /// What is planned now, times from the start of the run. Without stages where nobody knows: such
  /// a run takes no targets and no single steps.
  virtual std::shared_ptr<const Protocol> plan() const = 0;
  bool has_plan() const { return !plan()->stages.empty(); }
  /// Newest frame for the 3D view, and, separately, for the analyses; nullptr: nothing new.
  virtual FramePtr take_view_frame() = 0;
  virtual FramePtr take_analysis_frame() = 0;
  /// Samples from index `first` on (append-only). What is not known of a moment is NaN.
  virtual std::vector<Sample> samples_since(std::size_t first) const = 0;
  /// The recorded past, readable while the run goes on; bounded memory (older frames are thinned).
  virtual std::shared_ptr<Trajectory> history() const = 0;
};

}  // namespace vitrine::dynamics
