// The stream against the double loop over all images, on cells of every kind.
#include "sim/model/pair_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <tuple>

#include "sim/model/errors.h"

namespace vitrine {
namespace {

using Pair = std::tuple<int, int, double>;  // i, j, distance

struct Case {
  const char* name;
  Cell cell;
  double cutoff;
};

std::vector<Case> cases() {
  Mat3 sheared;
  sheared << 6, 0, 0, 5, 4, 0, -7, 3, 5;
  const Mat3 box = Vec3(7, 8, 9).asDiagonal();
  return {{"large", Cell::orthorhombic(20, 21, 22), 5},
          {"half", Cell::orthorhombic(8, 9, 10), 5},
          {"tiny", Cell::orthorhombic(3, 3.5, 4), 7.3},
          {"sheared", Cell(sheared), 6.2},
          {"slab", Cell(box, {true, false, true}), 6},
          {"shifted", Cell(box, {true, true, true}, Vec3(-50, 3, 17)), 6},
          {"open", Cell(), 6}};
}

std::vector<Vec3> random_positions(int count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  // Wider than the cells: some atoms are unwrapped.
  std::uniform_real_distribution<double> uniform(-6, 14);
  std::vector<Vec3> positions(count);
  for (Vec3& p : positions) {
    const double x = uniform(random), y = uniform(random), z = uniform(random);
    p = {x, y, z};
  }
  return positions;
}

/// Pairs (i, j) of the double loop, both ways.
std::vector<Pair> double_loop(const std::vector<Vec3>& positions, const Case& c) {
  std::vector<Pair> pairs;
  const auto images = [&](int d) { return c.cell.periodic()[d] ? 14 : 0; };
  const int atoms = static_cast<int>(positions.size());
  for (int i = 0; i < atoms; ++i)
    for (int j = 0; j < atoms; ++j)
      for (int a = -images(0); a <= images(0); ++a)
        for (int b = -images(1); b <= images(1); ++b)
          for (int k = -images(2); k <= images(2); ++k) {
            if (i == j && a == 0 && b == 0 && k == 0) continue;
            const double r = (positions[j] + c.cell.offset(a, b, k) - positions[i]).norm();
            if (r <= c.cutoff) pairs.emplace_back(i, j, r);
          }
  return pairs;
}

void expect_same(std::vector<Pair> found, std::vector<Pair> expected, const char* name) {
  ASSERT_EQ(found.size(), expected.size()) << name;
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  for (std::size_t n = 0; n < found.size(); ++n) {
    ASSERT_EQ(std::get<0>(found[n]), std::get<0>(expected[n])) << name;
    ASSERT_EQ(std::get<1>(found[n]), std::get<1>(expected[n])) << name;
    ASSERT_NEAR(std::get<2>(found[n]), std::get<2>(expected[n]), 1e-12) << name;
  }
}

TEST(PairStream, AgreesWithTheDoubleLoop) {
  for (const Case& c : cases()) {
    const auto positions = random_positions(25, 7);
    const auto expected = double_loop(positions, c);
    std::vector<Pair> both, once;
    const auto collect = [](std::vector<Pair>& pairs) {
      return [&pairs](int i, auto partners, auto squares) {
        for (std::size_t n = 0; n < partners.size(); ++n)
          pairs.emplace_back(i, partners[n], std::sqrt(squares[n]));
      };
    };
    PairStream(positions, c.cell, c.cutoff, PairStream::Count::both).for_each(collect(both));
    expect_same(both, expected, c.name);
    PairStream(positions, c.cell, c.cutoff, PairStream::Count::once).for_each(collect(once));
    const std::vector<Pair> one_way = once;
    for (const auto& [i, j, r] : one_way) once.emplace_back(j, i, r);
    expect_same(once, expected, c.name);
  }
}

TEST(PairStream, VisitsTheAtomsAskedFor) {
  const auto positions = random_positions(40, 1);
  const PairStream stream(positions, Cell::orthorhombic(9, 9, 9), 4, PairStream::Count::both);
  std::vector<std::size_t> counts(40);
  stream.for_each([&](int i, auto partners, auto) { counts[i] = partners.size(); });
  const std::vector<int> some = {31, 2, 17};
  std::vector<int> visited;
  stream.for_each_of(some, [&](int i, auto partners, auto) {
    visited.push_back(i);
    EXPECT_EQ(partners.size(), counts[i]);
  });
  EXPECT_EQ(visited, some);
}

TEST(PairStream, LooksAboutPlacesWithoutAtoms) {
  // A place is as good as an atom there, which would see itself too.
  for (const Case& c : cases()) {
    const auto positions = random_positions(25, 3);
    const PairStream stream(positions, c.cell, c.cutoff, PairStream::Count::both);
    std::vector<std::size_t> counts(25), about(25);
    std::vector<double> sums(25), sums_about(25);
    const auto sum = [](auto squares) {
      double all = 0;
      for (const double square : squares) all += square;
      return all;
    };
    stream.for_each([&](int i, auto partners, auto squares) {
      counts[i] = partners.size() + 1;
      sums[i] = sum(squares);
    });
    std::vector<Vec3> places;
    for (const Vec3& position : positions) places.push_back(c.cell.wrap(position));
    stream.for_each_about(places, [&](std::size_t n, auto partners, auto squares) {
      about[n] = partners.size();
      sums_about[n] = sum(squares);
    });
    EXPECT_EQ(about, counts) << c.name;
    for (std::size_t n = 0; n < 25; ++n) EXPECT_NEAR(sums_about[n], sums[n], 1e-9) << c.name;
  }
}

TEST(PairStream, TakesNoAtomsAndFarFlungOnes) {
  const auto count = [](const std::vector<Vec3>& positions) {
    std::size_t pairs = 0;
    PairStream(positions, Cell(), 3, PairStream::Count::once)
        .for_each([&](int, auto partners, auto) { pairs += partners.size(); });
    return pairs;
  };
  EXPECT_EQ(count({}), 0U);
  EXPECT_EQ(count({Vec3(1, 2, 3)}), 0U);
  EXPECT_EQ(count({Vec3(-1e9, 0, 0), Vec3(1e9, 1e9, 0), Vec3(1e9 + 2, 1e9, 0)}), 1U);
}

TEST(PairStream, RefusesNonsense) {
  const std::vector<Vec3> one = {Vec3(0, 0, 0)};
  const Cell cell = Cell::orthorhombic(5, 5, 5);
  const auto once = PairStream::Count::once;
  EXPECT_THROW(PairStream(one, cell, 0, once), InputError);
  EXPECT_THROW(PairStream(one, cell, std::numeric_limits<double>::infinity(), once), InputError);
  EXPECT_THROW(PairStream(one, Cell::orthorhombic(1e-3, 1e-3, 1e-3), 5, once), InputError);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(PairStream({Vec3(nan, 0, 0)}, cell, 5, once), InputError);
}

}  // namespace
}  // namespace vitrine
