#pragma once
#include <vector>

#include "sim/dlff/force_field.h"
#include "sim/dynamics/guard_limits.h"
#include "sim/dynamics/state.h"
#include "sim/model/imidazole_rings.h"
#include "sim/model/neighbour_list.h"

namespace vitrine::dynamics {

// Every PhysicsError here names at most `Guard::most_named` atoms, the worst first, in its text by
// the topology's ids.

/// PhysicsError naming the atoms unless every position is finite.
void check_positions(const State& state);
/// PhysicsError naming the atoms unless energy, virial and every force are finite.
void check_finite(const dlff::Evaluation& evaluation, const Topology& topology);

/// Watches a run: each check throws a PhysicsError that names the atoms.
class Guard {
 public:
  explicit Guard(const GuardLimits& limits) : limits_(limits) {}

  /// Remembers the imidazolate rings of the start, to miss them.
  void learn_rings(const Frame& start) { rings_ = find_imidazole_rings(start); }
  /// What an earlier run's guard knew; the limits stay this run's.
  void restore_from(const Guard& other);
  /// Whether all atoms of its rings are among the first so many.
  bool fits(std::size_t atoms) const;
  /// At the user's own risk: every limit tenfold from here on.
  void relax() { tolerance_ *= 10; }
  double tolerance() const { return tolerance_; }  ///< by how much the limits were widened

  /// After every step, cheap beside any force field: what is no number, forces over the limit, and
  /// a temperature far over the hottest target so far (K).
  void check_step(const dlff::Evaluation& evaluation, const Topology& topology, double temperature,
                  double hottest_target) const;
  /// Whether this step is one of those at which distances, rings and drift are looked at.
  bool is_due(std::int64_t step) const { return step % limits_.interval == 0; }
  void check_distances(const State& state, const NeighbourList& neighbours) const;
  void check_rings(const State& state) const;
  /// A stage at constant energy begins; eV, its conserved quantity.
  void begin_constant_energy(double energy) { level_ = energy; }
  void check_drift(double energy, std::size_t atoms) const;
  bool committee_is_due(std::int64_t step) const { return step % limits_.committee_interval == 0; }
  /// Of each atom's force, eV/A: see Committee.
  void check_disagreement(const std::vector<double>& deviations, const Topology& topology) const;

  template <class Archive>
  void persist(Archive& archive) {
    std::vector<int> ring_atoms = atoms_of_rings();
    archive(tolerance_, level_, ring_atoms);
    if constexpr (Archive::reading) set_rings(ring_atoms);
  }
  static constexpr std::size_t most_named = 20;

 private:
  std::vector<int> atoms_of_rings() const;
  /// InputError unless they are fives.
  void set_rings(const std::vector<int>& atoms);

  GuardLimits limits_;
  double tolerance_ = 1;
  double level_ = 0;  // eV
  std::vector<ImidazoleRing> rings_;
};

}  // namespace vitrine::dynamics
