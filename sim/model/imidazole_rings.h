#pragma once
#include <array>
#include <vector>

#include "sim/model/frame.h"
#include "sim/model/thread_team.h"

namespace vitrine {

/// Five atoms, 3 C and 2 N, in cyclic order of their bonds, starting from the lowest index.
struct ImidazoleRing {
  std::array<int, 5> atoms;
  friend bool operator==(const ImidazoleRing&, const ImidazoleRing&) = default;
};

/// Bonds among C and N shorter than 1.8 A; a ring is a 5-cycle of 3 C and 2 N (the 5-ring of
/// benzimidazolate counts, its 6-ring does not). Sorted by first atom. Definition:
/// design/analysis.md, after Du et al., Natl Sci Rev 11 (2024) nwae023.
inline constexpr double ring_bond_length = 1.8;  ///< angstrom
/// A team shares the search.
std::vector<ImidazoleRing> find_imidazole_rings(const Frame& frame, ThreadTeam* team = nullptr);

/// Whether all five bonds of a ring still are shorter than ring_bond_length.
bool is_closed(const ImidazoleRing& ring, const Frame& frame);

struct RingGeometry {
  Vec3 centre;                    ///< angstrom, near the ring's first atom (not wrapped)
  Vec3 normal;                    ///< unit vector of the least-squares plane; sign arbitrary
  std::array<Vec3, 5> corners;    ///< angstrom, unbroken by the periodic boundary
};
RingGeometry ring_geometry(const ImidazoleRing& ring, const Frame& frame);

}  // namespace vitrine
