#pragma once
#include <functional>
#include <vector>

#include "analysis/zinc_network.h"
#include "sim/model/thread_team.h"

namespace vitrine::analysis {

/// How often each ring size occurs: counts[n] of rings of n nodes.
using RingCounts = std::vector<double>;

/// Ring statistics of a periodic network, up to a largest size. Every image of a node is a node of
/// its own: a chain that closes only through the periodic boundary is no ring. Nor is a link of a
/// node with itself, which is part of none.
class NetworkRings {
 public:
  /// A team shares the work; the counts are the same for any, and none is one thread. `advance`
  /// hears which part is done, 0 to 1, from any thread, one at a time; what it throws ends the
  /// search.
  NetworkRings(const ZincNetwork& network, int largest, ThreadTeam* team = nullptr,
               const std::function<void(double)>& advance = {});

  /// For each link the shortest ring that holds it (Guttman, J Non-Cryst Solids 116 (1990) 145,
  /// doi:10.1016/0022-3093(90)90686-G); links in none up to the largest size count nowhere.
  const RingCounts& guttman() const { return guttman_; }
  /// For each pair of links of a node the shortest ring that holds both (King, Nature 213 (1967)
  /// 1112, doi:10.1038/2131112a0).
  const RingCounts& king() const { return king_; }
  /// Rings that no shorter path cuts short: between any two of its nodes the way along the ring is
  /// a shortest one of the network (Franzblau, Phys Rev B 44 (1991) 4925,
  /// doi:10.1103/PhysRevB.44.4925; also called primitive, Yuan and Cormack, Comput Mater Sci 24
  /// (2002) 343). Each ring of the cell counts once.
  const RingCounts& primitive() const { return primitive_; }

 private:
  RingCounts guttman_, king_, primitive_;
};

}  // namespace vitrine::analysis
