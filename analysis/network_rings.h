#pragma once
#include <array>
#include <compare>
#include <map>
#include <optional>
#include <vector>

#include "analysis/zinc_network.h"

namespace vitrine::analysis {

/// How often each ring size occurs: counts[n] of rings of n nodes.
using RingCounts = std::vector<double>;

/// Ring statistics of a periodic network, up to a largest size. Every image of a node is a node of
/// its own: a chain that closes only through the periodic boundary is no ring.
class NetworkRings {
 public:
  NetworkRings(const ZincNetwork& network, int largest);

  /// For each link the shortest ring that holds it (Guttman, J Non-Cryst Solids 116 (1990) 145,
  /// doi:10.1016/0022-3093(90)90686-G); links in none up to the largest size count nowhere.
  RingCounts guttman() const;
  /// For each pair of links of a node the shortest ring that holds both (King, Nature 213 (1967)
  /// 1112, doi:10.1038/2131112a0).
  RingCounts king() const;
  /// Rings that no shorter path cuts short: between any two of its nodes the way along the ring is
  /// a shortest one of the network (Franzblau, Phys Rev B 44 (1991) 4925,
  /// doi:10.1103/PhysRevB.44.4925; also called primitive, Yuan and Cormack, Comput Mater Sci 24
  /// (2002) 343). Each ring of the cell counts once.
  RingCounts primitive() const;

 private:
  struct Node {
    int index;
    std::array<int, 3> shift;
    auto operator<=>(const Node&) const = default;
  };
  /// A step that must not be taken: a link between two nodes, or, without one, a whole node.
  struct Forbidden {
    Node from, to;
    std::optional<int> ring;
  };
  using Distances = std::map<Node, int>;
  using Path = std::vector<Node>;

  static Node across(const Node& from, const NetworkBond& bond);
  static bool is_forbidden(const Forbidden& forbidden, const Node& from, const Node& to, int ring);
  int shortest(const Node& from, const Node& to, const Forbidden& forbidden, int limit) const;
  Distances distances_from(int index) const;
  int distance(const Node& a, const Node& b) const;
  std::vector<Path> shortest_paths(const Node& to, const Distances& distances) const;
  bool is_shortest_everywhere(const Path& ring) const;
  void count_even(int start, RingCounts& counts) const;
  void count_odd(int start, RingCounts& counts) const;
  void count_if_primitive(const Path& one, const Path& other, RingCounts& counts) const;

  const ZincNetwork& network_;
  int largest_;
  mutable std::vector<Distances>
      distances_;  // from each node of the cell, to half the largest ring
};

}  // namespace vitrine::analysis
