// The neighbour list against the plain double loop over atoms and as many explicit images as the
// cutoff can reach. Both use the same arithmetic for a distance, so the sets must be equal; pairs
// within 1e-6 A of the limit are left out of the comparison, because either answer is right there.
#include "sim/model/neighbour_list.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

#include "sim/model/errors.h"
#include "tests/model/random_system.h"

namespace vitrine {
namespace {

using test::random_positions;
using test::rows_of;
using Pair = std::tuple<int, int, int, int, int>;

constexpr double margin = 1e-6;

/// Images needed along each direction: those of the range, and those of unwrapped positions.
std::array<int, 3> image_counts(const std::vector<Vec3>& positions, const Cell& cell,
                                double range) {
  std::array<int, 3> counts{};
  for (int k = 0; k < 3; ++k) {
    if (!cell.periodic()[k]) continue;
    double least = 0, most = 0;
    for (const Vec3& x : positions) {
      least = std::min(least, cell.fractional(x)[k]);
      most = std::max(most, cell.fractional(x)[k]);
    }
    counts[k] = static_cast<int>(std::ceil(range / cell.heights()[k] + most - least)) + 1;
  }
  return counts;
}

std::set<Pair> double_loop(const std::vector<Vec3>& positions, const Cell& cell, double range) {
  const auto n = image_counts(positions, cell, range);
  std::set<Pair> pairs;
  const int atoms = static_cast<int>(positions.size());
  for (int a = -n[0]; a <= n[0]; ++a) {
    for (int b = -n[1]; b <= n[1]; ++b) {
      for (int c = -n[2]; c <= n[2]; ++c) {
        const Vec3 offset = cell.offset(a, b, c);
        for (int i = 0; i < atoms; ++i) {
          for (int j = 0; j < atoms; ++j) {
            if (i == j && a == 0 && b == 0 && c == 0) continue;
            if ((positions[j] + offset - positions[i]).norm() < range) {
              pairs.insert({i, j, a, b, c});
            }
          }
        }
      }
    }
  }
  return pairs;
}

std::set<Pair> listed(const NeighbourList& list, const std::vector<Vec3>& positions,
                      const Cell& cell, double range) {
  std::set<Pair> pairs;
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (const Neighbour& n : list.of(i)) {
      const Vec3 d =
          positions[n.index] + cell.offset(n.shift[0], n.shift[1], n.shift[2]) - positions[i];
      if (d.norm() >= range) continue;
      const bool is_new =
          pairs.insert({static_cast<int>(i), n.index, n.shift[0], n.shift[1], n.shift[2]}).second;
      EXPECT_TRUE(is_new) << "a pair is listed twice";
    }
  }
  return pairs;
}

void expect_same_pairs(const std::vector<Vec3>& positions, const Cell& cell, double cutoff) {
  NeighbourList list(cutoff);
  list.build(positions, cell);
  ASSERT_EQ(list.size(), positions.size());
  const auto inner = double_loop(positions, cell, cutoff - margin);
  const auto outer = double_loop(positions, cell, cutoff + margin);
  const auto found = listed(list, positions, cell, cutoff + margin);
  EXPECT_TRUE(std::ranges::includes(found, inner)) << "a pair is missed";
  EXPECT_TRUE(std::ranges::includes(outer, found)) << "a pair is too far apart";
}

const Cell box = Cell::orthorhombic(11, 13, 17);
const Cell sheared(rows_of(12, 9, 10, -14, 8, 11));
const Cell left_over(rows_of(9, 31, 8, 27, -19, 10));  // more than three box lengths of shear

TEST(NeighbourList, AgreesWithTheDoubleLoop) {
  std::mt19937 random(1);
  for (const Cell& cell : {box, sheared, left_over}) {
    for (const double cutoff : {1.5, 4.0, 7.0}) {
      SCOPED_TRACE(cutoff);
      expect_same_pairs(random_positions(cell, 120, random), cell, cutoff);
    }
  }
}

TEST(NeighbourList, AgreesOnATurnedCell) {
  std::mt19937 random(2);
  const Mat3 turn = Eigen::AngleAxisd(1.1, Vec3(1, 2, 3).normalized()).toRotationMatrix();
  const Cell cell(sheared.rows() * turn, {true, true, true}, Vec3(-30, 4, 100));
  expect_same_pairs(random_positions(cell, 100, random), cell, 5);
}

TEST(NeighbourList, AgreesWhenPositionsAreUnwrapped) {
  std::mt19937 random(3);
  expect_same_pairs(random_positions(box, 60, random, 2), box, 4);
  expect_same_pairs(random_positions(sheared, 60, random, 2), sheared, 4);
}

TEST(NeighbourList, CountsEveryImageInACellSmallerThanTheCutoff) {
  std::mt19937 random(4);
  for (const Cell& cell : {Cell::orthorhombic(3, 3.5, 4), Cell(rows_of(3, 2, 3, -2.5, 1, 4)),
                           Cell::orthorhombic(2, 30, 9)}) {
    expect_same_pairs(random_positions(cell, 5, random), cell, 8);
  }
}

TEST(NeighbourList, OneAtomHasItsOwnImages) {
  const Cell cube = Cell::orthorhombic(4, 4, 4);
  expect_same_pairs({Vec3(1, 2, 3)}, cube, 9);
  NeighbourList list(4);  // exactly the edge: pairs at the cutoff count
  list.build({Vec3(1, 2, 3)}, cube);
  int neighbours = 0;
  for_each_neighbour(list, 0, {Vec3(1, 2, 3)}, cube, [&](int j, const Vec3& d, double r2) {
    EXPECT_EQ(j, 0);
    EXPECT_DOUBLE_EQ(d.squaredNorm(), r2);
    ++neighbours;
  });
  EXPECT_EQ(neighbours, 6);
}

TEST(NeighbourList, KeepsPairsExactlyAtTheCutoffWhereverTheyLie) {
  // 12 neighbours of a face-centred atom at a/sqrt(2): rounding must not decide which are listed.
  const double a = 4.1;
  const Cell cell = Cell::orthorhombic(a, a, a);
  for (const double moved : {0.0, 0.1, 1.0 / 3, 777.77}) {
    std::vector<Vec3> positions = {
        {0, 0, 0}, {0, a / 2, a / 2}, {a / 2, 0, a / 2}, {a / 2, a / 2, 0}};
    for (Vec3& x : positions) x += Vec3(moved, -moved, moved / 7);
    NeighbourList list(a / std::sqrt(2.0));
    list.build(positions, cell);
    EXPECT_EQ(list.pairs(), 48u) << "moved by " << moved;
  }
}

TEST(NeighbourList, OpenDirectionsHaveNoImages) {
  std::mt19937 random(5);
  for (const std::array<bool, 3> periodic : {std::array{true, true, false},
                                             {false, true, false},
                                             {false, false, false},
                                             {true, false, true}}) {
    for (const Cell& cell : {box, sheared}) {
      const Cell open(cell.rows(), periodic);
      auto positions = random_positions(open, 80, random);
      positions.push_back(cell.cartesian(Vec3(5, -3, 40)));  // far outside
      expect_same_pairs(positions, open, 6);
    }
  }
  const Cell none;
  expect_same_pairs(random_positions(box, 50, random), none, 6);
  expect_same_pairs({Vec3(0, 0, 0), Vec3(1e6, 0, 0), Vec3(1, 0, 0)}, none, 2);
}

// The engine adds up in the order of the list.
TEST(NeighbourList, IsTheSameToTheLastPlaceForAnyTeam) {
  std::mt19937 random(10);
  for (const Cell& cell : {box, sheared, Cell::orthorhombic(2, 30, 9), Cell()}) {
    const auto positions = random_positions(cell.exists() ? cell : box, 90, random, 1);
    NeighbourList alone(5), shared(5);
    alone.build(positions, cell);
    for (const std::size_t size : {1, 2, 5}) {
      ThreadTeam team(size);
      shared.build(positions, cell, &team);
      ASSERT_EQ(shared.pairs(), alone.pairs());
      for (std::size_t i = 0; i < alone.size(); ++i)
        EXPECT_TRUE(std::ranges::equal(shared.of(i), alone.of(i), [](auto& a, auto& b) {
          return a.index == b.index && std::ranges::equal(a.shift, b.shift);
        })) << i;
    }
  }
}

TEST(NeighbourList, AtomsOnTopOfEachOtherAreNeighbours) {
  NeighbourList list(3);
  list.build({Vec3(1, 1, 1), Vec3(1, 1, 1)}, Cell());
  EXPECT_EQ(list.pairs(), 2u);
}

TEST(NeighbourList, EveryPairIsListedFromBothSides) {
  std::mt19937 random(6);
  const auto positions = random_positions(sheared, 150, random, 1);
  NeighbourList list(5);
  list.build(positions, sheared);
  const auto pairs = listed(list, positions, sheared, 4.9);
  for (const auto& [i, j, a, b, c] : pairs) EXPECT_TRUE(pairs.contains({j, i, -a, -b, -c}));
}

// Atoms diffuse, the cell breathes and shears with and without the atoms following it. After every
// update the list must hold each pair within the cutoff; it must also be rebuilt less often than
// always, or the skin is for nothing.
void random_walk(bool atoms_follow_the_cell) {
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  Cell cell = sheared;
  auto positions = random_positions(cell, 40, random);
  NeighbourList list(4, 1);
  const int steps = 120;
  for (int step = 0; step < steps; ++step) {
    list.update(positions, cell);
    const auto needed = double_loop(positions, cell, 4 - margin);
    const auto held = listed(list, positions, cell, 4 + 1e9);
    ASSERT_TRUE(std::ranges::includes(held, needed)) << "step " << step;
    for (Vec3& x : positions) {
      x += 0.03 * Vec3(normal(random), normal(random), normal(random));
    }
    Mat3 strain = Mat3::Identity();
    for (int k = 0; k < 9; ++k) strain(k) += 5e-4 * normal(random);
    if (atoms_follow_the_cell) {
      for (Vec3& x : positions) x = strain.transpose() * x;
    }
    cell = cell.deformed(strain);
  }
  EXPECT_LT(list.builds(), steps / 2);
}

TEST(NeighbourList, SkinMissesNoPairWhileTheCellBreathes) {
  random_walk(true);
}
TEST(NeighbourList, SkinMissesNoPairWhenTheCellMovesAlone) {
  random_walk(false);
}

TEST(NeighbourList, AtomsThatFollowTheCellCostNoSkin) {
  std::mt19937 random(8);
  auto positions = random_positions(box, 50, random);
  NeighbourList list(4, 1);
  EXPECT_TRUE(list.update(positions, box));
  EXPECT_FALSE(list.update(positions, box));
  const Mat3 swelling = Mat3::Identity() * 1.5;  // any swelling takes pairs apart, none together
  for (Vec3& x : positions) x = swelling * x;
  EXPECT_FALSE(list.update(positions, box.deformed(swelling)));
}

TEST(NeighbourList, RebuildsWhenAtomsOrPeriodicityChange) {
  std::mt19937 random(9);
  auto positions = random_positions(box, 20, random);
  NeighbourList list(4, 1);
  list.update(positions, box);
  positions.pop_back();
  EXPECT_TRUE(list.update(positions, box));
  EXPECT_TRUE(list.update(positions, Cell(box.rows(), {true, true, false})));
  EXPECT_TRUE(list.update(positions, Cell()));
  EXPECT_TRUE(list.update({}, Cell()));
  EXPECT_EQ(list.size(), 0u);
}

TEST(NeighbourList, RefusesNonsense) {
  EXPECT_THROW(NeighbourList(0), InputError);
  EXPECT_THROW(NeighbourList(-3), InputError);
  EXPECT_THROW(NeighbourList(std::numeric_limits<double>::infinity()), InputError);
  EXPECT_THROW(NeighbourList(3, -1), InputError);
  EXPECT_THROW(NeighbourList(3, std::nan("")), InputError);
  NeighbourList list(7, 1);
  const double nan = std::nan("");
  EXPECT_THROW(list.build({Vec3(0, 0, nan)}, box), InputError);
  list.build({Vec3(0, 0, 0)}, box);
  EXPECT_THROW(list.update({Vec3(0, 0, nan)}, box), InputError);
  EXPECT_THROW(list.build({Vec3(1e300, 0, 0)}, box), InputError);
  EXPECT_THROW(list.build({Vec3(0, 0, 0)}, Cell::orthorhombic(1e-3, 1e-3, 1e-3)), InputError);
}

}  // namespace
}  // namespace vitrine
