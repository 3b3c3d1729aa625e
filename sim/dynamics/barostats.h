#pragma once
#include <optional>

#include "sim/dynamics/coupling.h"
#include "sim/dynamics/nose_hoover_chain.h"
#include "sim/dynamics/random.h"

namespace vitrine::dynamics {

// In both: energies in eV, pressures in eV/A^3, times in ps, strains per step or per ps. `flux` is
// sum m v v^T + W, eV: the pressure tensor times the volume. A pressure is hydrostatic, a stress
// (tension positive, symmetric) comes on top of it; both are true stresses, per area as it is now.

/// The momentum of the cell of Martyna, Tobias, Klein, J Chem Phys 101 (1994) 4177, eqs. 2.9
/// (isotropic) and 3.4 (flexible), with a symmetric rate of strain E that is restricted to what the
/// shape allows:
///   dx/dt = v + E x,  dh/dt = E h,  dv/dt = F/m - (E + tr(E)/N_f) v,
///   W dE/dt = allowed part of [flux - P V + S V + sum m v^2 / N_f].
/// All shapes sample the volume with the weight exp(-P V / k_B T) dV. Its kinetic energy is
/// W tr(E^2) / 2 with W = (N_f + 3)/3 k_B T barostat_time^2. A true stress has no potential, so its
/// work is booked step by step; under a hydrostatic pressure P V is the potential.
class MtkBarostat {
 public:
  /// `degrees` of freedom N_f of the atoms. `own_chain`: a Nose-Hoover chain for the cell alone,
  /// where the thermostat of the atoms does not take care of it.
  MtkBarostat(const Coupling& coupling, int degrees, bool own_chain);

  /// k_B T and the k_B T in the masses.
  void set_target(double kt, double mass_kt, double pressure, const Mat3& stress);
  void chain(double time);
  void push(const Mat3& flux, double twice_kinetic, double volume, double time);
  /// Friction and noise on the rate of strain, for Langevin atoms (Quigley, Probert, J Chem Phys
  /// 120 (2004) 11432, section II.C).
  void langevin_kick(double time, Random& random);
  void scale(double factor) { rate_ *= factor; }

  const Mat3& rate() const { return rate_; }  ///< 1/ps
  /// The friction that atoms feel in a moving cell, E + tr(E)/N_f, 1/ps.
  Mat3 drag() const;
  int degrees() const { return degrees_of_freedom(shape_); }
  double kinetic() const { return 0.5 * mass_ * rate_.squaredNorm(); }
  double energy(double volume) const;  ///< share of the conserved quantity
  /// What the stress has done to the cell while its volume went from `volume` by exp(tr(E) time).
  double stress_work(double volume, double time) const;

  template <class Archive>
  void persist(Archive& archive) {
    archive(rate_, mass_, kt_, pressure_, stress_);
    if (chain_) archive(*chain_);
  }

 private:
  CellShape shape_;
  int atom_degrees_;
  double period_;
  double mass_ = 0;  // eV ps^2
  double kt_ = 0, pressure_ = 0;
  Mat3 stress_ = Mat3::Zero();
  Mat3 rate_ = Mat3::Zero();
  std::optional<NoseHooverChain> chain_;
};

/// Stochastic cell rescaling: first-order, so without the ringing of a cell that has a momentum.
/// Isotropic: Bernetti, Bussi, J Chem Phys 153 (2020) 114107, eq. 7; orthorhombic and flexible: Del
/// Tatto, Raiteri, Bernetti, Bussi, Appl Sci 12 (2022) 1139, eq. 5. Written as a step of the
/// logarithm of the cell, h -> exp(A) h with
///   A = beta_T/(3 tau) (flux/V - P + S) dt + sqrt(2 k_B T beta_T dt / (3 V tau)) R,
/// R of random_strain(): the Ito term k_B T/V of their equations for h itself is what the
/// exponential and the symmetric noise leave over, and the weight is that of MtkBarostat. Positions
/// are scaled by exp(A), velocities by exp(-A).
class CellRescaling {
 public:
  explicit CellRescaling(const Coupling& coupling)
      : shape_(coupling.cell),
        period_(coupling.barostat_time),
        compressibility_(coupling.compressibility) {}

  void set_target(double kt, double pressure, const Mat3& stress);
  /// The strain A of a step.
  Mat3 strain(const Mat3& flux, double volume, double time, Random& random) const;

  template <class Archive>
  void persist(Archive& archive) {
    archive(kt_, pressure_, stress_);
  }

 private:
  CellShape shape_;
  double period_, compressibility_;  // 1/GPa
  double kt_ = 0, pressure_ = 0;
  Mat3 stress_ = Mat3::Zero();
};

}  // namespace vitrine::dynamics
