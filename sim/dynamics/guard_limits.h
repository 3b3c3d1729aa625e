#pragma once

namespace vitrine::dynamics {

/// What a run must not exceed; each is a key of the protocol (resources/protocols/README.md).
struct GuardLimits {
  double force = 100;         ///< eV/A, on one atom
  double distance = 0.5;      ///< A, between two atoms; 0: not watched
  double drift = 0.01;        ///< eV per atom, since the start of a stage at constant energy
  double broken_rings = 0.1;  ///< share of the imidazolate rings of the start
  double disagreement = 1;    ///< eV/A, standard deviation over a committee of the force on an atom
  int interval = 20;          ///< steps between two looks at distances, rings and drift
  int committee_interval = 20;  ///< steps between two evaluations of the committee
  friend bool operator==(const GuardLimits&, const GuardLimits&) = default;
};

}  // namespace vitrine::dynamics
