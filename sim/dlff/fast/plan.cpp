#include "sim/dlff/fast/plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace vitrine::dlff {
namespace {

constexpr double curve_bin = 3;  // angstrom: a few atoms to a point of the curve

/// The lowest 16 bits of x, three places apart.
std::uint64_t spread_bits(std::uint64_t x) {
  std::uint64_t spread = 0;
  for (int bit = 0; bit < 16; ++bit) spread |= (x >> bit & 1) << (3 * bit);
  return spread;
}

/// Place of a point on Morton's curve.
std::uint64_t curve_key(const Vec3& from_corner) {
  std::uint64_t key = 0;
  for (int k = 0; k < 3; ++k) {
    const double bin = std::clamp(from_corner[k] / curve_bin, 0.0, 65535.0);
    key |= spread_bits(static_cast<std::uint64_t>(bin)) << k;
  }
  return key;
}

Vec3 lowest_corner(const std::vector<Vec3>& positions) {
  Vec3 low = positions.front();
  for (const Vec3& position : positions) low = low.cwiseMin(position);
  return low;
}

}  // namespace

void Plan::make(const std::vector<Vec3>& positions, const Cell& cell, const NeighbourList& list,
                const std::vector<std::int32_t>& types, std::size_t type_count, std::size_t lanes,
                Costs costs, ThreadTeam& team) {
  type_count_ = type_count;
  sort_atoms(positions, cell, types);
  number_shifts(cell, list.cutoff() + list.skin());
  sort_neighbours(list, types, team);
  make_blocks(types, lanes);
  share_blocks(costs, team.size());
}

void Plan::sort_atoms(const std::vector<Vec3>& positions, const Cell& cell,
                      const std::vector<std::int32_t>& types) {
  const std::size_t atoms = positions.size();
  std::vector<Shift> home(atoms, Shift{});
  keys_.resize(atoms);
  const Vec3 corner =
      cell.is_periodic() || atoms == 0 ? Vec3(Vec3::Zero()) : lowest_corner(positions);
  for (std::size_t i = 0; i < atoms; ++i) {
    Vec3 from_corner = positions[i] - corner;
    if (cell.is_periodic()) {
      Vec3 fraction = cell.fractional(positions[i]);
      for (int k = 0; k < 3; ++k) {
        if (!cell.periodic()[k]) continue;
        home[i][k] = -static_cast<std::int32_t>(std::floor(fraction[k]));
        fraction[k] += home[i][k];
      }
      from_corner = cell.rows().transpose() * fraction;
    }
    keys_[i] = static_cast<std::uint64_t>(types[i]) << 48 | curve_key(from_corner);
  }
  order_.resize(atoms);
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(), [&](std::int32_t a, std::int32_t b) {
    return keys_[static_cast<std::size_t>(a)] < keys_[static_cast<std::size_t>(b)];
  });
  place_.resize(atoms);
  home_.resize(atoms);
  for (std::size_t place = 0; place < atoms; ++place) {
    const auto i = static_cast<std::size_t>(order_[place]);
    place_[i] = static_cast<std::int32_t>(place);
    home_[place] = home[i];
  }
}

// Atoms that are at home see their neighbours at most this many cells away.
void Plan::number_shifts(const Cell& cell, double range) {
  reach_ = {};
  for (int k = 0; k < 3; ++k)
    if (cell.is_periodic() && cell.periodic()[k])
      reach_[k] = static_cast<std::int32_t>(std::ceil(range / cell.heights()[k])) + 1;
  shifts_.clear();
  for (std::int32_t a = -reach_[0]; a <= reach_[0]; ++a)
    for (std::int32_t b = -reach_[1]; b <= reach_[1]; ++b)
      for (std::int32_t c = -reach_[2]; c <= reach_[2]; ++c) shifts_.push_back({a, b, c});
}

void Plan::sort_neighbours(const NeighbourList& list, const std::vector<std::int32_t>& types,
                           ThreadTeam& team) {
  starts_.resize(size() * type_count_ + 1);
  neighbours_.resize(list.pairs());
  starts_[0] = 0;
  for (std::size_t place = 0; place < size(); ++place)
    starts_[(place + 1) * type_count_] =
        starts_[place * type_count_] + list.of(static_cast<std::size_t>(order_[place])).size();
  team.run([&](std::size_t thread) {
    const std::size_t last = size() * (thread + 1) / team.size();
    for (std::size_t place = size() * thread / team.size(); place < last; ++place)
      sort_neighbours_of(place, list, types);
  });
}

// Counts by type, then fills: starts_ of this place are its cursors in between.
void Plan::sort_neighbours_of(std::size_t place, const NeighbourList& list,
                              const std::vector<std::int32_t>& types) {
  const std::span<const Neighbour> listed = list.of(static_cast<std::size_t>(order_[place]));
  std::size_t* start = starts_.data() + place * type_count_;
  std::array<std::size_t, 256> next{};
  for (const Neighbour& n : listed)
    ++next[static_cast<std::size_t>(types[static_cast<std::size_t>(n.index)])];
  std::size_t sum = start[0];
  for (std::size_t u = 0; u < type_count_; ++u) {
    if (u > 0) start[u] = sum;
    sum += std::exchange(next[u], sum);
  }
  const Shift& from = home_[place];
  for (const Neighbour& n : listed) {
    const auto j = static_cast<std::size_t>(n.index);
    const std::int32_t to = place_[j];
    const Shift& home = home_[static_cast<std::size_t>(to)];
    std::int32_t number = 0;
    for (int k = 0; k < 3; ++k)
      number = number * (2 * reach_[k] + 1) + (n.shift[k] + from[k] - home[k] + reach_[k]);
    neighbours_[next[static_cast<std::size_t>(types[j])]++] = {to, number};
  }
}

void Plan::make_blocks(const std::vector<std::int32_t>& types, std::size_t lanes) {
  blocks_.clear();
  for (std::size_t place = 0; place < size(); ++place) {
    const auto type = static_cast<std::size_t>(types[static_cast<std::size_t>(order_[place])]);
    if (blocks_.empty() || blocks_.back().type != type || blocks_.back().count == lanes)
      blocks_.push_back({type, place, 0});
    ++blocks_.back().count;
  }
}

// Runs of blocks whose costs are as even as whole blocks allow.
void Plan::share_blocks(Costs costs, std::size_t threads) {
  const auto cost = [&](const Block& block) {
    const std::size_t pairs =
        starts_[(block.first + block.count) * type_count_] - starts_[block.first * type_count_];
    return costs.atom + costs.pair * static_cast<double>(pairs);
  };
  double all = 0;
  for (const Block& block : blocks_) all += cost(block);
  first_block_.assign(1, 0);
  double done = 0;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const double half = cost(blocks_[b]) / 2;
    while (first_block_.size() < threads &&
           done + half >
               all * static_cast<double>(first_block_.size()) / static_cast<double>(threads))
      first_block_.push_back(b);
    done += 2 * half;
  }
  first_block_.resize(threads + 1, blocks_.size());
}

}  // namespace vitrine::dlff
