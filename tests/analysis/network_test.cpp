// Rings and clusters of networks whose rings are published (vertex symbols of the RCSR: O'Keeffe et
// al., Acc Chem Res 41 (2008) 1782: dia 6_2 six times, sod 4 4 6 6 6 6, qtz 6 6 6_2 6_2 8_7 8_7),
// of ZIF-8, which is sod, and of a chain.
#include "analysis/network_rings.h"

#include <atomic>
#include <map>
#include <tuple>

#include "analysis/percolation.h"
#include "analysis/shared_frame.h"
#include "sim/model/neighbour_list.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using analysis::NetworkBond;
using analysis::NetworkRings;
using analysis::RingCounts;
using analysis::ZincNetwork;
using test::analyse;

/// Links every two points whose distance is within `reach` (angstrom).
ZincNetwork net_of(const Cell& cell, const std::vector<Vec3>& fractions, double reach) {
  std::vector<Vec3> positions;
  for (const Vec3& f : fractions) positions.push_back(cell.cartesian(f));
  NeighbourList list(reach);
  list.build(positions, cell);
  std::vector<std::vector<NetworkBond>> bonds(positions.size());
  int link = 0;
  std::map<std::array<int, 5>, int> links;
  for (std::size_t i = 0; i < positions.size(); ++i)
    for (const Neighbour& n : list.of(i)) {
      const int from = static_cast<int>(i);
      std::array<int, 3> shift = {n.shift[0], n.shift[1], n.shift[2]};
      const bool forward = std::tuple(from, 0, 0, 0) <
                           std::tuple(static_cast<int>(n.index), shift[0], shift[1], shift[2]);
      const std::array<int, 5> key =
          forward ? std::array{from, static_cast<int>(n.index), shift[0], shift[1], shift[2]}
                  : std::array{static_cast<int>(n.index), from, -shift[0], -shift[1], -shift[2]};
      const auto [place, is_new] = links.try_emplace(key, link);
      if (is_new) ++link;
      bonds[i].push_back(
          {n.index, shift,
           positions[n.index] + cell.offset(shift[0], shift[1], shift[2]) - positions[i],
           place->second});
    }
  return ZincNetwork(std::move(bonds));
}

ZincNetwork diamond() {
  return net_of(
      Cell::orthorhombic(4, 4, 4),
      {Vec3(0, 0, 0), Vec3(0, .5, .5), Vec3(.5, 0, .5), Vec3(.5, .5, 0), Vec3(.25, .25, .25),
       Vec3(.25, .75, .75), Vec3(.75, .25, .75), Vec3(.75, .75, .25)},
      1.8);
}

/// The vertices of space-filling truncated octahedra.
ZincNetwork sodalite() {
  std::vector<Vec3> places;
  for (const double q : {0.25, 0.75}) {
    places.insert(places.end(), {Vec3(q, 0, .5), Vec3(q, .5, 0), Vec3(0, q, .5), Vec3(.5, q, 0),
                                 Vec3(0, .5, q), Vec3(.5, 0, q)});
  }
  return net_of(Cell::orthorhombic(4, 4, 4), places, 1.5);
}

/// Si of alpha-quartz (Levien, Prewitt and Weidner, Am Mineral 65 (1980) 920).
ZincNetwork quartz() {
  const double u = 0.4697, third = 1.0 / 3;
  return net_of(Cell::from_parameters(4.916, 4.916, 5.4054, 90, 90, 120),
                {Vec3(u, 0, 0), Vec3(0, u, 2 * third), Vec3(-u, -u, third)}, 3.2);
}

void expect_counts(const RingCounts& counts, const std::map<int, double>& expected) {
  for (int size = 0; size < static_cast<int>(counts.size()); ++size) {
    const auto found = expected.find(size);
    EXPECT_NEAR(counts[size], found == expected.end() ? 0 : found->second, 1e-9) << size;
  }
}

TEST(NetworkRings, OfDiamond) {
  const ZincNetwork net = diamond();
  ASSERT_EQ(net.links(), 16U);
  const NetworkRings rings(net, 7);
  expect_counts(rings.king(), {{6, 6 * 8}});
  expect_counts(rings.guttman(), {{6, 16}});
  // 12 six-rings meet at every node, each of them at six: 2 a node.
  expect_counts(rings.primitive(), {{6, 2 * 8}});
}

TEST(NetworkRings, OfSodalite) {
  const ZincNetwork net = sodalite();
  ASSERT_EQ(net.links(), 24U);
  const NetworkRings rings(net, 7);
  expect_counts(rings.king(), {{4, 2 * 12}, {6, 4 * 12}});
  // The faces of a truncated octahedron, each shared by two: 6 squares and 8 hexagons, two such in
  // the cell. Every link is on a square.
  expect_counts(rings.primitive(), {{4, 6}, {6, 8}});
  expect_counts(rings.guttman(), {{4, 24}});
}

TEST(NetworkRings, OfQuartz) {
  const ZincNetwork net = quartz();
  ASSERT_EQ(net.links(), 6U);
  expect_counts(NetworkRings(net, 9).king(), {{6, 4 * 3}, {8, 2 * 3}});
}

TEST(NetworkRings, AreTheSameForAnyTeamAndEndWhenAsked) {
  std::vector<std::vector<NetworkBond>> rows;  // quartz, sixteen of it side by side, unlinked
  const ZincNetwork one = quartz();
  for (int copy = 0; copy < 16; ++copy)
    for (std::size_t node = 0; node < one.size(); ++node) {
      rows.push_back(one.of(node));
      for (NetworkBond& bond : rows.back()) bond.to += copy * static_cast<int>(one.size());
    }
  const ZincNetwork net(rows);
  const NetworkRings alone(net, 12);
  ThreadTeam team(3);
  std::atomic<int> heard{0};
  const NetworkRings shared(net, 12, &team, [&](double part) { heard += part > 0 && part <= 1; });
  EXPECT_EQ(heard, 48) << "once a node";
  expect_counts(alone.king(), {{6, 16 * 4 * 3}, {8, 16 * 2 * 3}});
  EXPECT_EQ(shared.king(), alone.king());
  EXPECT_EQ(shared.guttman(), alone.guttman());
  EXPECT_EQ(shared.primitive(), alone.primitive());
  const auto stop = [](double) { throw analysis::Stopped(); };
  EXPECT_THROW(NetworkRings(net, 12, &team, stop), analysis::Stopped);
}

TEST(NetworkRings, HoldNoLinkOfANodeWithItself) {
  // A square, one of whose nodes is linked with itself, before its other links and after them.
  const auto square = [](bool loop, bool first) {
    std::vector<std::vector<NetworkBond>> bonds(4);
    const auto link = [&](int a, int b) {
      bonds[a].push_back({b, {0, 0, 0}, Vec3::Zero(), 0});
      bonds[b].push_back({a, {0, 0, 0}, Vec3::Zero(), 0});
    };
    if (loop && first) link(0, 0);
    for (int node = 0; node < 4; ++node) link(node, (node + 1) % 4);
    if (loop && !first) link(0, 0);
    return NetworkRings(ZincNetwork(bonds), 6);
  };
  const NetworkRings plain = square(false, false);
  expect_counts(plain.primitive(), {{4, 1}});
  for (const bool first : {true, false}) {
    EXPECT_EQ(square(true, first).king(), plain.king());
    EXPECT_EQ(square(true, first).guttman(), plain.guttman());
    EXPECT_EQ(square(true, first).primitive(), plain.primitive());
  }
}

TEST(NetworkRings, DoNotCloseThroughTheBoundary) {
  // A simple cubic lattice whose cell holds one node: its own six images are its neighbours.
  const ZincNetwork net = net_of(Cell::orthorhombic(4, 4, 4), {Vec3(0, 0, 0)}, 4.1);
  ASSERT_EQ(net.links(), 3U);
  const NetworkRings rings(net, 5);
  // 12 of the 15 pairs of links enclose a square, straight ones none below 5.
  expect_counts(rings.king(), {{4, 12}});
  expect_counts(rings.primitive(), {{4, 3}});
}

TEST(Clusters, ReachAsFarAsTheirLinks) {
  const auto all = [](int) { return true; };
  EXPECT_EQ(analysis::find_clusters(diamond(), all).at(0).dimensions, 3);
  const ZincNetwork chain =
      net_of(Cell::orthorhombic(3, 9, 9), {Vec3(0, 0, 0), Vec3(.5, .5, .5)}, 3.1);
  const auto chains = analysis::find_clusters(chain, all);
  ASSERT_EQ(chains.size(), 2U);
  EXPECT_EQ(chains[0].dimensions, 1);
  const ZincNetwork layer = net_of(Cell::orthorhombic(3, 3, 9), {Vec3(0, 0, 0)}, 3.1);
  EXPECT_EQ(analysis::find_clusters(layer, all).at(0).dimensions, 2);
  // Without one kind of node of the diamond lattice nothing hangs together.
  const auto half = analysis::find_clusters(diamond(), [](int node) { return node < 4; });
  EXPECT_EQ(half.size(), 4U);
  EXPECT_EQ(half[0].dimensions, 0);
}

TEST(Network, OfAChainOfLinkers) {
  const auto result = analyse("network", {test::zinc_chain()});
  EXPECT_EQ(result.scalar("links"), 1);
  EXPECT_EQ(result.scalar("intact"), 0) << "two N";
  for (const double count : result.dataset("rings").column("king").values) EXPECT_EQ(count, 0);
}

TEST(Network, OfZif8IsSodalite) {
  VITRINE_NEEDS_REFERENCE("structures/ZIF-8.cif");
  const auto result =
      analyse("network", {*test::load(test::reference("structures/ZIF-8.cif"))}, {{"largest", 7}});
  EXPECT_EQ(result.scalar("links"), 2);
  EXPECT_EQ(result.scalar("intact"), 1);
  EXPECT_EQ(result.scalar("clusters"), 1);
  EXPECT_EQ(result.scalar("dimensions"), 3);
  const auto& king = result.dataset("rings").column("king").values;  // from size 2
  EXPECT_NEAR(king[4 - 2], 2, 1e-9);
  EXPECT_NEAR(king[6 - 2], 4, 1e-9);
  const auto& primitive = result.dataset("rings").column("primitive").values;
  EXPECT_NEAR(primitive[4 - 2], 0.5, 1e-9);
  EXPECT_NEAR(primitive[6 - 2], 2.0 / 3, 1e-9);
}

}  // namespace
}  // namespace vitrine
