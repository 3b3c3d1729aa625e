#include "analysis/network_rings.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>

#include "analysis/node_ball.h"
#include "sim/model/share_out.h"

namespace vitrine::analysis {
namespace {

constexpr std::size_t block_of_nodes = 4;  // that a thread takes at a time

/// Whole numbers, whose sum does not hang on the order of the nodes.
struct Tally {
  explicit Tally(int largest) : guttman(largest + 1, 0), king(guttman), primitive(guttman) {}
  std::vector<std::int64_t> guttman;  ///< twice: each link is seen from both of its ends
  std::vector<std::int64_t> king;
  std::vector<std::int64_t> primitive;  ///< as often as the ring has nodes: each finds it
};

/// The rings through the nodes of a network, one node after the other. A ring of up to `largest`
/// nodes lies within half as many links of each of them: the ball about it holds all of its rings.
class RingSearch {
 public:
  RingSearch(const ZincNetwork& network, const std::vector<std::unique_ptr<NodeBall>>& balls,
             int largest)
      : network_(network), balls_(balls), largest_(largest) {}

  void count_at(std::size_t node, Tally& tally) {
    ball_ = balls_[node].get();
    const BallLinks links(network_, *ball_);
    links_ = &links;
    count_through_links(network_.of(node), tally);
    count_even(tally.primitive);
    count_odd(tally.primitive);
  }

 private:
  using Path = std::vector<int>;  // nodes of the ball

  /// The shortest rings that hold two links of the centre, from the ways between their other ends
  /// that avoid the centre; and of each link the shortest of its own.
  void count_through_links(const std::vector<NetworkBond>& bonds, Tally& tally) {
    std::vector<int> ends;
    for (const NetworkBond& bond : bonds)
      if (const int end = ball_->find(across(ball_->node(0), bond)); end != 0) ends.push_back(end);
    std::vector<int> least(ends.size(), largest_ + 1);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (i + 1 < ends.size()) walk_from(ends[i], largest_ - 2);
      for (std::size_t j = i + 1; j < ends.size(); ++j) {
        const int way = ways_[ends[j]];
        if (way < 0) continue;
        ++tally.king[way + 2];
        least[i] = std::min(least[i], way + 2);
        least[j] = std::min(least[j], way + 2);
      }
    }
    for (const int size : least)
      if (size <= largest_) ++tally.guttman[size];
  }

  /// ways_: links from one node to each of the ball, without the centre; -1: more than `limit`.
  void walk_from(int start, int limit) {
    ways_.assign(ball_->size(), -1);
    ways_[start] = 0;
    front_.assign(1, start);
    for (std::size_t n = 0; n < front_.size() && ways_[front_[n]] < limit; ++n) {
      const int here = front_[n];
      for (const int there : links_->of(here)) {
        if (there == 0 || ways_[there] >= 0) continue;
        ways_[there] = ways_[here] + 1;
        front_.push_back(there);
      }
    }
  }

  /// All shortest paths from the centre to a node, both ends included.
  std::vector<Path> shortest_paths(int to) const {
    if (to == 0) return {{0}};
    std::vector<Path> paths;
    for (const int before : links_->of(to)) {
      if (ball_->distance(before) != ball_->distance(to) - 1) continue;
      for (Path& path : shortest_paths(before)) {
        path.push_back(to);
        paths.push_back(std::move(path));
      }
    }
    return paths;
  }

  void count_even(std::vector<std::int64_t>& counts) const {
    for (int node = 0; node < ball_->size(); ++node) {
      if (ball_->distance(node) < 2 || 2 * ball_->distance(node) > largest_) continue;
      const std::vector<Path> paths = shortest_paths(node);
      for (std::size_t i = 0; i < paths.size(); ++i)
        for (std::size_t j = i + 1; j < paths.size(); ++j)
          count_if_primitive(paths[i], paths[j], counts);
    }
  }

  void count_odd(std::vector<std::int64_t>& counts) const {
    for (int node = 0; node < ball_->size(); ++node) {
      if (ball_->distance(node) < 1 || 2 * ball_->distance(node) + 1 > largest_) continue;
      for (const int beside : links_->of(node)) {
        if (beside <= node || ball_->distance(beside) != ball_->distance(node)) continue;
        const std::vector<Path> to_beside = shortest_paths(beside);
        for (const Path& one : shortest_paths(node))
          for (const Path& other : to_beside) count_if_primitive(one, other, counts);
      }
    }
  }

  /// Two paths from the centre that share it alone, and perhaps the end, close to a ring.
  void count_if_primitive(const Path& one, const Path& other,
                          std::vector<std::int64_t>& counts) const {
    Path ring = one;
    const std::size_t own = other.size() - (one.back() == other.back() ? 1 : 0);
    for (std::size_t n = 1; n < own; ++n)
      if (std::find(one.begin(), one.end(), other[n]) != one.end()) return;
    for (std::size_t n = own; n-- > 1;) ring.push_back(other[n]);
    if (is_shortest_everywhere(ring)) ++counts[ring.size()];
  }

  /// It is enough to look at nodes opposite each other: a shortcut between two others would also
  /// shorten the way between two that are opposite.
  bool is_shortest_everywhere(const Path& ring) const {
    const std::size_t size = ring.size(), half = size / 2;
    for (std::size_t n = 0; n < size; ++n)
      if (distance(ring[n], ring[(n + half) % size]) < static_cast<int>(half)) return false;
    return true;
  }

  /// Between two nodes of the ball; further than any ring reaches: `largest`.
  int distance(int a, int b) const {
    const ImageNode &from = ball_->node(a), &to = ball_->node(b);
    ImageNode seen_from = to;
    for (int d = 0; d < 3; ++d) seen_from.shift[d] -= from.shift[d];
    const NodeBall& about = *balls_[from.index];
    const int found = about.find(seen_from);
    return found < 0 ? largest_ : about.distance(found);
  }

  const ZincNetwork& network_;
  const std::vector<std::unique_ptr<NodeBall>>& balls_;
  int largest_;
  const NodeBall* ball_ = nullptr;
  const BallLinks* links_ = nullptr;
  std::vector<int> ways_, front_;
};

RingCounts counts_of(const std::vector<Tally>& tallies, std::vector<std::int64_t> Tally::*which,
                     const std::function<double(int)>& per) {
  RingCounts counts((tallies.front().*which).size(), 0.0);
  for (std::size_t n = 0; n < counts.size(); ++n) {
    std::int64_t sum = 0;
    for (const Tally& tally : tallies) sum += (tally.*which)[n];
    if (sum > 0) counts[n] = static_cast<double>(sum) / per(static_cast<int>(n));
  }
  return counts;
}

}  // namespace

NetworkRings::NetworkRings(const ZincNetwork& network, int largest, ThreadTeam* team,
                           const std::function<void(double)>& advance) {
  const std::size_t nodes = network.size();
  std::vector<std::unique_ptr<NodeBall>> balls(nodes);
  share_out(team, nodes, block_of_nodes, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t n = first; n < last; ++n)
      balls[n] = std::make_unique<NodeBall>(network, static_cast<int>(n), largest / 2);
  });
  std::vector<Tally> tallies(parts_of(team), Tally(largest));
  std::mutex telling;
  std::size_t done = 0;
  share_out(team, nodes, block_of_nodes,
            [&](std::size_t part, std::size_t first, std::size_t last) {
              RingSearch search(network, balls, largest);
              for (std::size_t n = first; n < last; ++n) {
                search.count_at(n, tallies[part]);
                const std::lock_guard lock(telling);
                if (advance) advance(static_cast<double>(++done) / static_cast<double>(nodes));
              }
            });
  guttman_ = counts_of(tallies, &Tally::guttman, [](int) { return 2; });
  king_ = counts_of(tallies, &Tally::king, [](int) { return 1; });
  primitive_ = counts_of(tallies, &Tally::primitive, [](int size) { return size; });
}

}  // namespace vitrine::analysis
