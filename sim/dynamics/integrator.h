#pragma once
#include <cstdint>
#include <optional>

#include "sim/dynamics/interactions.h"
#include "sim/dynamics/nose_hoover_chain.h"
#include "sim/dynamics/protocol.h"
#include "sim/dynamics/random.h"
#include "sim/dynamics/state.h"

namespace vitrine::dynamics {

/// How a system meets its surroundings.
struct Coupling {
  Thermostat thermostat = Thermostat::none;
  Barostat barostat = Barostat::none;
  double thermostat_time = 0.025;  ///< ps
  double barostat_time = 0.25;     ///< ps

  friend bool operator==(const Coupling&, const Coupling&) = default;
};

/// Velocity Verlet with thermostat and isotropic barostat around it, in the time-reversible order
/// of Tuckerman et al., J Phys A 39 (2006) 5629, section 5:
///   chains - barostat kick - kick - drift - forces - kick - barostat kick - chains.
///
/// nose_hoover            three-link chain on the particles (see NoseHooverChain)
/// stochastic_rescaling   Bussi, Donadio, Parrinello, J Chem Phys 126 (2007) 014101, eq. A7; with
///                        a barostat the kinetic energy includes the barostat's, as in Bussi,
///                        Zykova-Timan, Parrinello, J Chem Phys 130 (2009) 074101
/// berendsen              Berendsen et al., J Chem Phys 81 (1984) 3684: suppresses fluctuations;
///                        for relaxation only
/// mtk                    Martyna, Tobias, Klein, J Chem Phys 101 (1994) 4177, isotropic, with
///                        3N - 3 degrees of freedom; positions scale about the cell's origin. Its
///                        own chain unless the thermostat is stochastic (which covers it) or none.
/// Masses: W = (3N) k_B T barostat_time^2, chains as in NoseHooverChain. The temperature in the
/// masses is at least 10 K: any mass gives the right averages, none at all gives infinite rates.
///
/// Holds the extended variables and the random stream, so a copy together with a copy of the State
/// is a full checkpoint.
class Integrator {
 public:
  explicit Integrator(std::uint64_t seed) : random_(seed) {}

  /// Begins a new coupling for this state (at rest); an equal one goes on undisturbed.
  void couple(const Coupling& coupling, const State& state);
  /// Temperature in K, pressure in GPa, from the next step on.
  void set_targets(double temperature, double pressure, const State& state);
  /// One step of `dt` ps. `interactions.last()` must be the answer for `state`; it is again
  /// afterwards. PhysicsError when the barostat changes the cell's lengths by over 2 % in one step.
  void step(State& state, Interactions& interactions, double dt);

  /// eV: kinetic + potential + what thermostat, barostat and every change of target took out, so
  /// that it stays constant over a whole schedule but for the error of integration.
  double conserved(const State& state, double potential_energy) const;
  Random& random() { return random_; }

  template <class Archive>
  void persist(Archive& archive) {
    archive.index(coupling_.thermostat, 4);
    archive.index(coupling_.barostat, 2);
    archive(coupling_.thermostat_time, coupling_.barostat_time, degrees_, kt_, pressure_, barostat_mass_, strain_rate_, offset_, random_);
    bool chain = particle_chain_.has_value(), cell_chain = barostat_chain_.has_value();
    archive(chain, cell_chain);
    if (chain && !particle_chain_) particle_chain_.emplace(1, 1);
    if (cell_chain && !barostat_chain_) barostat_chain_.emplace(1, 1);
    if (chain) archive(*particle_chain_);
    if (cell_chain) archive(*barostat_chain_);
  }

 private:
  void open_step(State& state, const dlff::Evaluation& forces, double dt);
  void close_step(State& state, const dlff::Evaluation& forces, double dt);
  void thermostat(State& state, double time);
  void scale_velocities(State& state, double kinetic, double factor);
  double stochastic_factor(double kinetic, int degrees, double time);
  void barostat_chain(double time);
  void push_barostat(const State& state, const Mat3& virial, double time);
  void kick(State& state, const std::vector<Vec3>& forces, double time) const;
  void drift(State& state, double time) const;
  double extended_energy(double volume) const;
  double barostat_kinetic() const { return 0.5 * barostat_mass_ * strain_rate_ * strain_rate_; }
  double volume_of(const State& state) const;

  Coupling coupling_;
  int degrees_ = 1;
  double kt_ = 0;             // eV
  double pressure_ = 0;       // eV/A^3
  double barostat_mass_ = 0;  // eV ps^2
  double strain_rate_ = 0;    // 1/ps, d(ln L)/dt
  double offset_ = 0;         // eV, keeps the conserved quantity level when targets change
  std::optional<NoseHooverChain> particle_chain_, barostat_chain_;
  Random random_;
};

}  // namespace vitrine::dynamics
