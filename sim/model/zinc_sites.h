#pragma once
#include <vector>

#include "sim/model/frame.h"
#include "sim/model/thread_team.h"

namespace vitrine {

/// A Zn and the N bonded to it.
struct ZincSite {
  int zinc;
  std::vector<int> nitrogens;   ///< atom indices, nearest first
  std::vector<Vec3> bonds;      ///< angstrom, r_N - r_Zn, same order
};

inline constexpr double zinc_nitrogen_bond = 3.0;  ///< angstrom, Du et al. (2024)
/// Every Zn of the frame, ascending, with its N within `cutoff` angstrom. A team shares the search.
std::vector<ZincSite> find_zinc_sites(const Frame& frame, double cutoff = zinc_nitrogen_bond,
                                      ThreadTeam* team = nullptr);

/// Covalent bonds among the non-metal atoms (C, H, N, O, ...): closer than 1.2 times the sum of
/// covalent radii. For drawing. Each pair once, i < j; the vector is r_j - r_i.
struct Bond {
  int i, j;
  Vec3 vector;  ///< angstrom
};
std::vector<Bond> find_covalent_bonds(const Frame& frame);

}  // namespace vitrine
