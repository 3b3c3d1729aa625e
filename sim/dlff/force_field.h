#pragma once
#include <memory>
#include <string>
#include <vector>

#include "sim/model/cell.h"
#include "sim/model/neighbour_list.h"
#include "sim/model/thread_team.h"
#include "sim/model/topology.h"

namespace vitrine::dlff {

/// What a force field answers for one set of positions.
struct Evaluation {
  double energy = 0;                  ///< eV
  std::vector<Vec3> forces;           ///< eV/A, -dE/dx
  Mat3 virial = Mat3::Zero();         ///< eV, W = -dE/d(strain) = -sum g (x) d
  std::vector<double> atom_energies;  ///< eV, their sum is `energy`
};

/// Energy, forces and virial of the atoms it was made for. No global state; the same input gives
/// the same bits for a given number of threads. One contract test runs over every implementation.
class ForceField {
 public:
  virtual ~ForceField() = default;
  virtual double cutoff() const = 0;  ///< angstrom; the list must reach at least this far
  virtual std::string name() const = 0;
  /// `neighbours` was built for these atoms (and may hold more than the cutoff). `out` is
  /// overwritten and its memory reused. Throws PhysicsError naming the atoms when atoms lie on
  /// top of each other (closer than 0.1 A); NaN in the answer is the caller's to check.
  virtual void evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                        const NeighbourList& neighbours, Evaluation& out) = 0;
  /// What the user should know about an evaluation of these atoms, as a sentence: that there are
  /// more neighbours than the model was trained for. Empty: nothing. Asked when a list was built.
  virtual std::string notice(const std::vector<Vec3>& /*positions*/, const Cell& /*cell*/,
                             const NeighbourList& /*neighbours*/) const {
    return {};
  }
  /// Its threads, for other work on the same atoms between two evaluations; none: nullptr.
  virtual ThreadTeam* team() { return nullptr; }
};

}  // namespace vitrine::dlff
