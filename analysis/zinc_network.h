#pragma once
#include <array>
#include <span>
#include <vector>

#include "sim/model/frame.h"
#include "sim/model/imidazole_rings.h"
#include "sim/model/zinc_sites.h"

namespace vitrine::analysis {

/// A bond of the network: node `to`, in the image `shift`, is linked to the node that has the bond.
struct NetworkBond {
  int to;                    ///< node
  std::array<int, 3> shift;  ///< positions[to] + cell.offset(shift) is the other end
  Vec3 vector;               ///< angstrom, from this end to the other
  int ring;                  ///< of the linker, index into the rings
};

/// The framework as a graph: its nodes are the Zn, and two of them are linked by an imidazolate
/// ring whose two N are bonded to one of them each. Periodic images count: a Zn may be linked to an
/// image of itself, or twice to the same neighbour.
class ZincNetwork {
 public:
  /// Sites, rings and ring geometries of the frame, in the order they were found.
  ZincNetwork(const Frame& frame, const std::vector<ZincSite>& sites,
              const std::vector<ImidazoleRing>& rings, const std::vector<RingGeometry>& geometries);

  /// Any periodic graph: the bonds of each node, every link given from both of its ends.
  explicit ZincNetwork(std::vector<std::vector<NetworkBond>> bonds);

  std::size_t size() const { return bonds_.size(); }  ///< nodes, in the order of the sites
  const std::vector<NetworkBond>& of(std::size_t node) const { return bonds_[node]; }
  /// Linkers that are bonds (each is seen from both of its ends).
  std::size_t links() const { return links_; }

 private:
  std::vector<std::vector<NetworkBond>> bonds_;
  std::size_t links_ = 0;
};

}  // namespace vitrine::analysis
