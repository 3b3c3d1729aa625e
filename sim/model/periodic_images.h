#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "sim/model/cell.h"
#include "sim/model/thread_team.h"
#include "sim/model/vector.h"

namespace vitrine {

/// Whole cells along a, b and c.
using Shift = std::array<std::int32_t, 3>;

/// The atoms brought into the cell, along its periodic directions.
struct HomeAtoms {
  std::vector<Vec3> points;     ///< angstrom
  std::vector<Vec3> fractions;  ///< of the cell; without one: the points
  std::vector<Shift> shifts;    ///< that each was moved by
};

/// InputError when a position is not finite, or too many cells away to count them. The same for any
/// team; none: one thread.
HomeAtoms bring_home(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team);

/// The images of the atoms at home that lie within `range` angstrom of the cell, without the atoms
/// themselves, in their order.
struct PeriodicImages {
  std::vector<Vec3> points;         ///< angstrom
  std::vector<std::int32_t> atoms;  ///< of which
  std::vector<Shift> shifts;        ///< from where it is at home
};

/// With `half`, only the shifts after (0, 0, 0) in lexicographic order: of a pair and its mirror
/// image one remains. Of a periodic cell. InputError when there are too many.
PeriodicImages periodic_images(const HomeAtoms& home, const Cell& cell, double range, bool half,
                               ThreadTeam* team);

}  // namespace vitrine
