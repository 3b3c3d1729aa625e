#pragma once
#include "sim/dlff/force_field.h"
#include "sim/dynamics/state.h"
#include "sim/model/neighbour_list.h"

namespace vitrine::dynamics {

/// A force field with the neighbour list it needs, kept up to date while the atoms move. Borrows
/// the force field.
class Interactions {
 public:
  /// Wider skins rebuild the list less often but make every evaluation sift more pairs.
  static constexpr double default_skin = 1.2;  ///< angstrom

  explicit Interactions(dlff::ForceField& force_field, double skin = default_skin);

  /// PhysicsError naming the atoms when a position is not finite, and what the force field throws.
  const dlff::Evaluation& evaluate(const State& state);
  /// The same as at a moment when the list had been built at `built_positions` in `built_cell`, to
  /// the bit: how often the list is built, and in which order a force field adds up, hangs on them.
  const dlff::Evaluation& evaluate(const State& state, const std::vector<Vec3>& built_positions,
                                   const Cell& built_cell);
  const NeighbourList& neighbours() const { return list_; }
  /// Seconds spent so far on keeping the neighbour list up to date.
  double list_seconds() const { return list_seconds_; }
  /// The first thing the force field had to say about these atoms; empty: nothing.
  const std::string& notice() const { return notice_; }
  /// The last answer.
  const dlff::Evaluation& last() const { return evaluation_; }
  /// Puts back an answer that was kept, together with the state it belongs to.
  void set_last(const dlff::Evaluation& evaluation) { evaluation_ = evaluation; }

 private:
  dlff::ForceField& force_field_;
  NeighbourList list_;
  dlff::Evaluation evaluation_;
  double list_seconds_ = 0;
  std::string notice_;
};

}  // namespace vitrine::dynamics
