#include "analysis/network_rings.h"

#include <algorithm>
#include <deque>

namespace vitrine::analysis {

NetworkRings::NetworkRings(const ZincNetwork& network, int largest)
    : network_(network), largest_(largest) {}

NetworkRings::Node NetworkRings::across(const Node& from, const NetworkBond& bond) {
  return {bond.to,
          {from.shift[0] + bond.shift[0], from.shift[1] + bond.shift[1],
           from.shift[2] + bond.shift[2]}};
}

bool NetworkRings::is_forbidden(const Forbidden& forbidden, const Node& from, const Node& to,
                                int ring) {
  if (!forbidden.ring) return to == forbidden.from;
  return ring == *forbidden.ring && ((from == forbidden.from && to == forbidden.to) ||
                                     (from == forbidden.to && to == forbidden.from));
}

/// Links on the shortest way, at most `limit`; more: limit + 1.
int NetworkRings::shortest(const Node& from, const Node& to, const Forbidden& forbidden,
                           int limit) const {
  if (from == to) return 0;
  Distances seen = {{from, 0}};
  std::deque<Node> front = {from};
  while (!front.empty()) {
    const Node here = front.front();
    front.pop_front();
    const int next = seen.at(here) + 1;
    if (next > limit) break;
    for (const NetworkBond& bond : network_.of(here.index)) {
      const Node there = across(here, bond);
      if (is_forbidden(forbidden, here, there, bond.ring)) continue;
      if (there == to) return next;
      if (seen.emplace(there, next).second) front.push_back(there);
    }
  }
  return limit + 1;
}

RingCounts NetworkRings::guttman() const {
  RingCounts counts(largest_ + 1, 0.0);
  for (std::size_t a = 0; a < network_.size(); ++a)
    for (const NetworkBond& bond : network_.of(a)) {
      const Node from{static_cast<int>(a), {0, 0, 0}}, to = across(from, bond);
      const int size = 1 + shortest(to, from, {from, to, bond.ring}, largest_ - 1);
      // Each link is seen from both of its ends.
      if (size <= largest_) counts[size] += 0.5;
    }
  return counts;
}

RingCounts NetworkRings::king() const {
  RingCounts counts(largest_ + 1, 0.0);
  for (std::size_t a = 0; a < network_.size(); ++a) {
    const std::vector<NetworkBond>& bonds = network_.of(a);
    const Node centre{static_cast<int>(a), {0, 0, 0}};
    for (std::size_t i = 0; i < bonds.size(); ++i)
      for (std::size_t j = i + 1; j < bonds.size(); ++j) {
        const Node one = across(centre, bonds[i]), other = across(centre, bonds[j]);
        const int size = 2 + shortest(one, other, {centre, centre, {}}, largest_ - 2);
        if (size <= largest_) counts[size] += 1;
      }
  }
  return counts;
}

NetworkRings::Distances NetworkRings::distances_from(int index) const {
  const Node start{index, {0, 0, 0}};
  Distances seen = {{start, 0}};
  std::deque<Node> front = {start};
  while (!front.empty()) {
    const Node here = front.front();
    front.pop_front();
    const int next = seen.at(here) + 1;
    if (next > (largest_ + 1) / 2) break;
    for (const NetworkBond& bond : network_.of(here.index))
      if (seen.emplace(across(here, bond), next).second) front.push_back(across(here, bond));
  }
  return seen;
}

int NetworkRings::distance(const Node& a, const Node& b) const {
  const Node from_a{b.index,
                    {b.shift[0] - a.shift[0], b.shift[1] - a.shift[1], b.shift[2] - a.shift[2]}};
  const Distances& known = distances_[a.index];
  const auto found = known.find(from_a);
  return found == known.end() ? largest_ : found->second;
}

/// All shortest paths from the start of `distances` to a node, both ends included.
std::vector<NetworkRings::Path> NetworkRings::shortest_paths(const Node& to,
                                                             const Distances& distances) const {
  const int length = distances.at(to);
  if (length == 0) return {{to}};
  std::vector<Path> paths;
  Path previous;
  for (const NetworkBond& bond : network_.of(to.index)) {
    const Node before = across(to, bond);
    const auto found = distances.find(before);
    if (found == distances.end() || found->second != length - 1) continue;
    if (std::find(previous.begin(), previous.end(), before) != previous.end()) continue;
    previous.push_back(before);
    for (Path& path : shortest_paths(before, distances)) {
      path.push_back(to);
      paths.push_back(std::move(path));
    }
  }
  return paths;
}

/// It is enough to look at nodes opposite each other: a shortcut between two others would also
/// shorten the way between two that are opposite.
bool NetworkRings::is_shortest_everywhere(const Path& ring) const {
  const std::size_t size = ring.size(), half = size / 2;
  for (std::size_t n = 0; n < size; ++n)
    if (distance(ring[n], ring[(n + half) % size]) < static_cast<int>(half)) return false;
  return true;
}

/// Two paths from one start that share it alone, and perhaps the end, close to a ring.
void NetworkRings::count_if_primitive(const Path& one, const Path& other,
                                      RingCounts& counts) const {
  Path ring = one;
  const bool same_end = one.back() == other.back();
  for (std::size_t n = other.size() - (same_end ? 1 : 0); n-- > 1;) ring.push_back(other[n]);
  for (std::size_t n = 1; n < other.size() - (same_end ? 1 : 0); ++n)
    if (std::find(one.begin(), one.end(), other[n]) != one.end()) return;
  if (!is_shortest_everywhere(ring)) return;
  // Each of its nodes finds the ring once.
  counts[ring.size()] += 1.0 / static_cast<double>(ring.size());
}

void NetworkRings::count_even(int start, RingCounts& counts) const {
  for (const auto& [node, distance] : distances_[start]) {
    if (distance < 2 || 2 * distance > largest_) continue;
    const std::vector<Path> paths = shortest_paths(node, distances_[start]);
    for (std::size_t i = 0; i < paths.size(); ++i)
      for (std::size_t j = i + 1; j < paths.size(); ++j)
        count_if_primitive(paths[i], paths[j], counts);
  }
}

void NetworkRings::count_odd(int start, RingCounts& counts) const {
  for (const auto& [node, distance] : distances_[start]) {
    if (distance < 1 || 2 * distance + 1 > largest_) continue;
    for (const NetworkBond& bond : network_.of(node.index)) {
      const Node beside = across(node, bond);
      const auto found = distances_[start].find(beside);
      if (!(node < beside) || found == distances_[start].end() || found->second != distance)
        continue;
      const auto to_beside = shortest_paths(beside, distances_[start]);
      for (const Path& one : shortest_paths(node, distances_[start]))
        for (const Path& other : to_beside) count_if_primitive(one, other, counts);
    }
  }
}

RingCounts NetworkRings::primitive() const {
  distances_.clear();
  for (std::size_t a = 0; a < network_.size(); ++a)
    distances_.push_back(distances_from(static_cast<int>(a)));
  RingCounts counts(largest_ + 1, 0.0);
  for (std::size_t a = 0; a < network_.size(); ++a) {
    count_even(static_cast<int>(a), counts);
    count_odd(static_cast<int>(a), counts);
  }
  return counts;
}

}  // namespace vitrine::analysis
