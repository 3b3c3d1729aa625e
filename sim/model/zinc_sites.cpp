#include "sim/model/zinc_sites.h"

#include <algorithm>
#include <array>

#include "sim/model/bond_search.h"
#include "sim/model/share_out.h"

namespace vitrine {
namespace {

/// H and the non-metals that carbon chemistry bonds it to.
bool is_covalent(Element element) {
  static constexpr std::array<Element, 13> kinds = {1, 5, 6, 7, 8, 9, 14, 15, 16, 17, 34, 35, 53};
  return std::ranges::find(kinds, element) != kinds.end();
}

double bond_reach(const Topology& topology, int i, int j) {
  constexpr double tolerance = 1.2;  // bonds vibrate, and in a melt more so
  return tolerance * (element_data(topology.elements[i]).covalent_radius +
                      element_data(topology.elements[j]).covalent_radius);
}

ZincSite site_of(const SubsetNeighbours& near, std::size_t member,
                 const std::vector<Element>& elements, double cutoff) {
  std::vector<std::pair<Vec3, int>> bonds;
  for (const Neighbour& n : near.of(member)) {
    const Vec3 d = near.vector(member, n);
    if (elements[near.atom(n.index)] == element::N && d.norm() < cutoff)
      bonds.emplace_back(d, near.atom(n.index));
  }
  std::ranges::sort(bonds, {}, [](const auto& bond) { return bond.first.squaredNorm(); });
  ZincSite site{near.atom(member), {}, {}};
  for (const auto& [vector, nitrogen] : bonds) {
    site.nitrogens.push_back(nitrogen);
    site.bonds.push_back(vector);
  }
  return site;
}

}  // namespace

std::vector<ZincSite> find_zinc_sites(const Frame& frame, double cutoff, ThreadTeam* team) {
  const auto& elements = frame.topology->elements;
  const SubsetNeighbours near(
      frame,
      atoms_where(*frame.topology, [](Element e) { return e == element::Zn || e == element::N; }),
      cutoff, team);
  std::vector<std::size_t> members;  // the Zn among them
  for (std::size_t m = 0; m < near.size(); ++m)
    if (elements[near.atom(m)] == element::Zn) members.push_back(m);
  std::vector<ZincSite> sites(members.size());
  share_evenly(team, sites.size(), [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t n = first; n < last; ++n)
      sites[n] = site_of(near, members[n], elements, cutoff);
  });
  return sites;
}

std::vector<Bond> find_covalent_bonds(const Frame& frame) {
  const Topology& topology = *frame.topology;
  std::vector<int> atoms = atoms_where(topology, is_covalent);
  if (atoms.empty()) return {};
  double longest = 0;
  for (const int i : atoms) longest = std::max(longest, bond_reach(topology, i, i));
  const SubsetNeighbours near(frame, std::move(atoms), longest);
  std::vector<Bond> bonds;
  for (std::size_t m = 0; m < near.size(); ++m) {
    const int i = near.atom(m);
    for (const Neighbour& n : near.of(m)) {
      const int j = near.atom(n.index);
      if (j <= i) continue;
      const Vec3 d = near.vector(m, n);
      const double reach = bond_reach(topology, i, j);
      if (d.squaredNorm() < reach * reach) bonds.push_back({i, j, d});
    }
  }
  return bonds;
}

}  // namespace vitrine
