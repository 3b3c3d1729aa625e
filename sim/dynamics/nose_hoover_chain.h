#pragma once
#include <array>

namespace vitrine::dynamics {

/// A Nose-Hoover chain of three links on a kinetic energy (Martyna, Klein, Tuckerman, J Chem Phys
/// 97 (1992) 2635), integrated by the Suzuki-Yoshida splitting of third order of Martyna et al.,
/// Mol Phys 87 (1996) 1117, eqs. 29-32. A single thermostat is not ergodic for stiff or small
/// systems; the chain is. Energies in eV, times in ps.
class NoseHooverChain {
 public:
  /// `degrees` of freedom share the kinetic energy; `period` is the time scale of the coupling:
  /// Q_1 = degrees k_B T period^2, the further links k_B T period^2.
  NoseHooverChain(int degrees, double period) : degrees_(degrees), period_(period) {}

  /// k_B T, and the k_B T in the masses, eV.
  void set_target(double kt, double mass_kt);
  /// Moves the chain by `time` under the kinetic energy's double; returns the factor by which the
  /// velocities are to be scaled.
  double advance(double twice_kinetic, double time);
  double energy() const;  ///< eV, the chain's share of the conserved quantity

  template <class Archive>
  void persist(Archive& archive) {
    archive(degrees_, period_, kt_, mass_, position_, velocity_);
  }

 private:
  static constexpr int links = 3;
  double advance_part(double& twice_kinetic, double time);
  double push(int link, double twice_kinetic) const;

  int degrees_;
  double period_;
  double kt_ = 0;
  std::array<double, links> mass_{};      // eV ps^2
  std::array<double, links> position_{};  // dimensionless
  std::array<double, links> velocity_{};  // 1/ps
};

}  // namespace vitrine::dynamics
