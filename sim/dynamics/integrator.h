#pragma once
#include <cstdint>
#include <optional>

#include "sim/dynamics/barostats.h"
#include "sim/dynamics/coupling.h"
#include "sim/dynamics/interactions.h"
#include "sim/dynamics/nose_hoover_chain.h"
#include "sim/dynamics/number_archive.h"
#include "sim/dynamics/random.h"
#include "sim/dynamics/state.h"

namespace vitrine::dynamics {

/// Velocity Verlet with thermostat and barostat around it, in the time-reversible order of
/// Tuckerman et al., J Phys A 39 (2006) 5629, section 5, with what is stochastic and of first order
/// in the middle, where the velocities are those of the half step:
///   cell's chain - thermostat - cell's push - kick
///     - half drift - Langevin - cell rescaling - half drift -
///   forces - kick - cell's push - thermostat - cell's chain.
///
/// thermostats   nose_hoover: three links on the atoms (NoseHooverChain). stochastic_rescaling:
/// with
///               an mtk barostat the kinetic energy includes the cell's (Bussi, Zykova-Timan,
///               Parrinello, J Chem Phys 130 (2009) 074101). langevin: friction and noise on every
///               atom, and on the momentum of an mtk cell. berendsen: for relaxation only.
///               See thermostats.h.
/// barostats     mtk: a momentum of the cell, with a chain of its own unless the thermostat is
///               stochastic, which covers it, or none. cell_rescaling. See barostats.h.
/// Masses of chains and cell follow the temperature, of at least 10 K: any mass gives the right
/// averages, none at all gives infinite rates.
///
/// Centre of mass: it must be at rest at the start (velocities.h sees to that) and every part keeps
/// it there, so that there are 3N - 3 degrees of freedom. Positions are scaled about the cell's
/// origin, which moves the centre of mass through the cell but gives it no velocity. Rotation:
/// nothing is taken out, because a periodic system has no angular momentum to conserve, and cells
/// turn by no rate of strain, which is symmetric.
///
/// Holds the extended variables and the random stream: numbers_of() it (number_archive.h) together
/// with the State is a full checkpoint, and so is a copy.
class Integrator {
 public:
  explicit Integrator(std::uint64_t seed) : random_(seed) {}

  /// Begins a new coupling for this state; an equal one goes on undisturbed. set_targets() next.
  void couple(const Coupling& coupling, const State& state);
  /// From the next step on.
  void set_targets(const Demand& demand, const State& state);
  /// One step of `dt` ps. `interactions.last()` must be the answer for `state`; it is again
  /// afterwards. PhysicsError when the barostat changes the cell's lengths by over 2 % in one step.
  void step(State& state, Interactions& interactions, double dt);

  /// eV: kinetic + potential + what thermostat, barostat and every change of target took out, so
  /// that it stays constant over a whole schedule but for the error of integration. What is
  /// stochastic is booked by the heat it gives (Bussi, Parrinello, Phys Rev E 75 (2007) 056707).
  double conserved(const State& state, double potential_energy) const;
  Random& random() { return random_; }

  template <class Archive>
  void persist(Archive& archive) {
    archive(coupling_, degrees_, kt_, offset_, random_);
    if constexpr (Archive::reading) make_parts();
    if (chain_) archive(*chain_);
    if (mtk_) archive(*mtk_);
    if (rescaling_) archive(*rescaling_);
  }

 private:
  void make_parts();
  void open_step(State& state, const dlff::Evaluation& forces, double dt);
  void close_step(State& state, const dlff::Evaluation& forces, double dt);
  double thermostat_factor(double kinetic, double time);
  double joint_rescaling_factor(double kinetic, double time);
  void kick(State& state, const std::vector<Vec3>& forces, double scale, double time) const;
  Mat3 drift(State& state, const Mat3& virial, double dt);
  void glide(State& state, double time);
  void langevin(State& state, double dt);
  Mat3 rescale(State& state, const Mat3& virial, double dt);
  double extended_energy(const State& state) const;

  Coupling coupling_;
  int degrees_ = 1;
  double kt_ = 0;      // eV
  double offset_ = 0;  // eV, keeps the conserved quantity level
  Random random_;
  std::optional<NoseHooverChain> chain_;
  std::optional<MtkBarostat> mtk_;
  std::optional<CellRescaling> rescaling_;
};

}  // namespace vitrine::dynamics
