#pragma once
#include "sim/dlff/force_field.h"

namespace vitrine::dlff {

/// What happens at the cutoff of a pair potential.
enum class Truncation {
  /// Cut off, with the energy and the pressure of a uniform fluid beyond (Allen, Tildesley,
  /// Computer
  /// Simulation of Liquids, 2nd ed. (2017), eqs. 2.144-2.145): as published equations of state have
  /// it. The energy jumps at the cutoff, so constant-energy runs drift.
  with_tail,
  /// Shifted to zero at the cutoff: the energy does not jump, the force does.
  shifted,
  /// Energy and force shifted to zero (ibid., eq. 5.11): for runs whose energy must be conserved.
  force_shifted
};

struct LennardJonesParameters {
  double epsilon;  ///< eV, depth of the well
  double sigma;    ///< angstrom, where the energy crosses zero
  double cutoff;   ///< angstrom
  Truncation truncation = Truncation::force_shifted;
};

/// 4 epsilon [(sigma/r)^12 - (sigma/r)^6] between all pairs of atoms alike (Lennard-Jones, Proc
/// Phys Soc 43 (1931) 461): a force field whose properties are known from the literature, for tests
/// of the dynamics and for teaching. In double precision and on one thread. Atoms are named by
/// their number from 1.
class LennardJones final : public ForceField {
 public:
  /// InputError unless all three numbers are positive and finite.
  explicit LennardJones(const LennardJonesParameters& parameters);

  double cutoff() const override { return parameters_.cutoff; }
  std::string name() const override { return "Lennard-Jones"; }
  void evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                const NeighbourList& neighbours, Evaluation& out) override;

  struct Pair {
    double energy;  ///< eV
    double slope;   ///< eV/A, dE/dr
  };
  /// At a distance up to the cutoff, truncation included.
  Pair pair(double r) const;

 private:
  void add_tail(double atoms, const Cell& cell, Evaluation& out) const;

  LennardJonesParameters parameters_;
  double energy_shift_ = 0, slope_shift_ = 0;
};

}  // namespace vitrine::dlff
