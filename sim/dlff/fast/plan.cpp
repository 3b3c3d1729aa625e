#include "sim/dlff/fast/plan.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

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

/// The number of pairs is another one each time: room for a few more, and never the old numbers
/// beside the new ones, which nobody needs any longer.
template <class T>
void make_room(std::vector<T>& numbers, std::size_t size) {
  if (size <= numbers.capacity()) return;
  numbers = std::vector<T>();  // not {}, which keeps the old ones' memory
  numbers.reserve(size + size / 8);
}

}  // namespace

void Plan::make(const std::vector<Vec3>& positions, const Cell& cell, const NeighbourList& list,
                const std::vector<std::int32_t>& types, std::size_t type_count, std::size_t lanes,
                Costs costs, ThreadTeam& team) {
  type_count_ = type_count;
  sort_atoms(positions, cell, types);
  make_blocks(types, lanes);
  sort_neighbours(list, types, team);
  number_images();
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

void Plan::make_blocks(const std::vector<std::int32_t>& types, std::size_t lanes) {
  blocks_.clear();
  for (std::size_t place = 0; place < size(); ++place) {
    const auto type = static_cast<std::size_t>(types[static_cast<std::size_t>(order_[place])]);
    if (blocks_.empty() || blocks_.back().type != type || blocks_.back().count == lanes)
      blocks_.push_back({type, place, 0});
    ++blocks_.back().count;
  }
}

void Plan::sort_neighbours(const NeighbourList& list, const std::vector<std::int32_t>& types,
                           ThreadTeam& team) {
  starts_.assign(size() * type_count_ + 1, 0);
  const auto share = [&](std::size_t thread) {
    return blocks_.begin() + static_cast<std::ptrdiff_t>(blocks_.size() * thread / team.size());
  };
  team.run([&](std::size_t thread) {
    for (auto block = share(thread); block != share(thread + 1); ++block)
      count_neighbours(*block, list, types);
  });
  std::transform_exclusive_scan(starts_.begin(), starts_.end(), starts_.begin(), std::size_t{0},
                                std::plus<>(), [](std::size_t count) {
                                  return (count + neighbour_group - 1) / neighbour_group *
                                         neighbour_group;
                                });
  make_room(listed_, starts_.back());
  listed_.assign(starts_.back(), Listed{});
  team.run([&](std::size_t thread) {
    for (auto block = share(thread); block != share(thread + 1); ++block)
      fill_neighbours(*block, list, types);
  });
}

void Plan::count_neighbours(const Block& block, const NeighbourList& list,
                            const std::vector<std::int32_t>& types) {
  for (std::size_t k = 0; k < block.count; ++k)
    for (const Neighbour& n : list.of(static_cast<std::size_t>(order_[block.first + k])))
      ++starts_[slot(block, static_cast<std::size_t>(types[static_cast<std::size_t>(n.index)]), k)];
}

void Plan::fill_neighbours(const Block& block, const NeighbourList& list,
                           const std::vector<std::int32_t>& types) {
  for (std::size_t k = 0; k < block.count; ++k) {
    const Shift& from = home_[block.first + k];
    std::array<std::size_t, 256> filled{};
    for (const Neighbour& n : list.of(static_cast<std::size_t>(order_[block.first + k]))) {
      const auto j = static_cast<std::size_t>(n.index);
      const auto type = static_cast<std::size_t>(types[j]);
      Listed& to = listed_[starts_[slot(block, type, k)] + filled[type]++];
      to.place = place_[j];
      const Shift& home = home_[static_cast<std::size_t>(to.place)];
      for (int c = 0; c < 3; ++c) to.shift[c] = n.shift[c] + from[c] - home[c];
    }
  }
}

void Plan::number_images() {
  images_.clear();
  places_.clear();
  for (std::size_t place = 0; place < size(); ++place) {
    images_.push_back({order_[place], home_[place]});
    places_.push_back(static_cast<std::int32_t>(place));
  }
  const auto nowhere = static_cast<std::int32_t>(size());
  images_.push_back({-1, {}});
  places_.push_back(0);
  next_image_.assign(size() + 1, -1);
  const std::size_t room = listed_.size() + neighbours_ahead + neighbour_group;
  make_room(neighbours_, room);
  neighbours_.assign(room, nowhere);
  for (std::size_t k = 0; k < listed_.size(); ++k) {
    const auto& [place, shift] = listed_[k];
    if (place >= 0) neighbours_[k] = shift == Shift{} ? place : image_of(place, shift);
  }
}

// An atom has few images that are neighbours, unless the cell is tiny and has few atoms.
std::int32_t Plan::image_of(std::int32_t place, const Shift& shift) {
  const Shift& home = home_[static_cast<std::size_t>(place)];
  const Shift wanted{home[0] + shift[0], home[1] + shift[1], home[2] + shift[2]};
  std::int32_t image = place;
  for (std::int32_t next = next_image_[static_cast<std::size_t>(image)]; next >= 0;
       next = next_image_[static_cast<std::size_t>(image)]) {
    image = next;
    if (images_[static_cast<std::size_t>(image)].shift == wanted) return image;
  }
  const auto made = static_cast<std::int32_t>(images_.size());
  images_.push_back({order_[static_cast<std::size_t>(place)], wanted});
  places_.push_back(place);
  next_image_[static_cast<std::size_t>(image)] = made;
  next_image_.push_back(-1);
  return made;
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
