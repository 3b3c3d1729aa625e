#pragma once
#include <memory>
#include <optional>

#include "sim/dynamics/committee.h"
#include "sim/dynamics/guard.h"
#include "sim/dynamics/integrator.h"
#include "sim/dynamics/interactions.h"
#include "sim/dynamics/minimiser.h"
#include "sim/dynamics/moment.h"
#include "sim/dynamics/protocol.h"
#include "sim/dynamics/schedule.h"
#include "sim/dynamics/simulation.h"
#include "sim/dynamics/state.h"

namespace vitrine::dynamics {

/// The physics of a run without threads: follows the protocol one step at a time. A moving stage
/// that finds no velocities (a start without them, or after a minimisation) draws them.
class Run {
 public:
  /// eV/A, the largest force on an atom at which a stage that minimises is done.
  static constexpr double minimise_force_tolerance = 0.02;

  /// InputError without atoms, without a periodic cell or without stages. The committee may be
  /// empty.
  Run(const Frame& start, std::unique_ptr<dlff::ForceField> force_field, Protocol protocol,
      std::vector<std::unique_ptr<dlff::ForceField>> committee = {});

  /// The first evaluation of the forces; before it there is nothing to advance or to sample.
  void prepare();
  /// Instead of prepare(): goes on from a moment of an earlier run of this protocol.
  void prepare(const Moment& moment);
  /// Before prepare(moment): the plan as it was at that moment.
  void take_plan(const Moment& moment);
  bool prepared() const { return prepared_; }
  bool finished() const { return stage_ == protocol_.stages.size(); }
  bool minimising() const;  ///< the next advance() is an iteration of the minimiser
  /// One time step or one iteration of the minimiser. PhysicsError when the guard trips: then
  /// restore() before anything else.
  void advance();

  /// Goes back to the last good state: that of the last step at which the guard looked at
  /// everything, which it does every `limits.interval` steps and at the begin of a stage.
  void restore();
  /// After a guard, at the user's own risk: limits tenfold from here on.
  void relax_limits() { guard_.relax(); }
  /// Whether the run stands between two steps; inside a minimisation there is no moment to keep.
  bool stands() const { return prepared_ && !minimiser_; }
  Moment moment() const;

  /// A target that replaces the protocol's until it is cleared. A held temperature brings a
  /// Nose-Hoover thermostat, a held pressure a barostat, where the stage has none.
  void hold_temperature(std::optional<double> kelvin);
  void hold_pressure(std::optional<double> gpa);

  /// Follows this plan from here on (see plan.h), and no target that was held. An Error, and
  /// nothing changes, while the structure is minimised, when nothing of the plan is left, or when
  /// it is too long for a checkpoint.
  void change_plan(const Protocol& plan);

  std::int64_t step() const { return state_.step; }
  double time() const { return state_.step * protocol_.time_step; }
  std::int64_t total_steps() const { return schedule_.total_steps(); }
  std::size_t stage() const { return stage_; }  ///< the number of stages: finished
  const std::string& stage_name() const { return protocol_.stages[current_stage()].name; }
  const Protocol& protocol() const { return protocol_; }  ///< as it is planned now
  /// What the user should know about masses, stage and force field; empty: nothing.
  std::string notice() const;
  bool record_due() const;  ///< by the interval of the stage or of the protocol
  Sample sample() const;
  enum class Parts { all, without_forces };
  /// With forces: and with what the committee, where there is one, found when it looked last, at
  /// most `limits.committee_interval` steps ago, in the column "committee_deviation" (eV/A).
  FramePtr frame(Parts parts) const;

 private:
  struct GoodState {
    State state;
    Integrator integrator;
    dlff::Evaluation evaluation;
    std::size_t stage;
    bool has_velocities;
  };
  std::size_t current_stage() const;
  void minimise();
  void move();
  bool look_closely();
  bool at_constant_energy() const;
  void enter_stage();
  void save();
  void couple();
  void demand(const Target& goal);
  Target target(std::int64_t step) const;

  Protocol protocol_;
  Schedule schedule_;
  bool plan_changed_ = false;
  std::unique_ptr<dlff::ForceField> force_field_;
  Interactions interactions_;
  State state_;
  Integrator integrator_;
  Guard guard_;
  Committee committee_;
  std::optional<Minimiser> minimiser_;
  std::optional<double> held_temperature_, held_pressure_;
  std::optional<GoodState> good_;
  std::optional<double> disagreement_;  // eV/A, of this step
  std::vector<double> deviations_;      // eV/A, of each atom, when the committee looked last
  std::size_t stage_ = 0;
  bool has_velocities_ = false, prepared_ = false;
  double hottest_ = 0;  // K, of all targets so far
};

}  // namespace vitrine::dynamics
