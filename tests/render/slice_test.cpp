// A slab keeps what lies between two lattice planes: their normal, their distance and where they
// stand, in skew cells too. And a line drawn by hand knows its inside.
#include "render/slice.h"

#include <gtest/gtest.h>
#include <Eigen/Geometry>

#include <cmath>
#include <numbers>

#include "render/drawn_structure.h"
#include "render/outline.h"
#include "sim/model/errors.h"
#include "tests/small_framework.h"

namespace vitrine::render {
namespace {

TEST(Slice, NormalsStandUprightOnLatticePlanes) {
  const Cell cell = Cell::from_parameters(10, 12, 15, 75, 100, 110);
  Slice slice;
  slice.miller = {1, 0, 0};
  EXPECT_NEAR(normal_of(slice, cell).dot(cell.vector(1)), 0, 1e-12);
  EXPECT_NEAR(normal_of(slice, cell).dot(cell.vector(2)), 0, 1e-12);
  EXPECT_GT(normal_of(slice, cell).dot(cell.vector(0)), 0);
  // (hkl) goes through a/h, b/k, c/l.
  slice.miller = {2, 3, -1};
  const Vec3 n = normal_of(slice, cell);
  EXPECT_NEAR(n.dot(cell.vector(0) / 2 - cell.vector(1) / 3), 0, 1e-12);
  EXPECT_NEAR(n.dot(cell.vector(0) / 2 + cell.vector(2)), 0, 1e-12);
  EXPECT_NEAR(n.norm(), 1, 1e-12);
}

TEST(Slice, ADirectionTakesTheIndicesPlace) {
  Slice slice;
  slice.direction = Vec3(0, 3, 4);
  EXPECT_LT((normal_of(slice, {}) - Vec3(0, 0.6, 0.8)).norm(), 1e-12);
}

TEST(Slice, RefusesToHaveNoNormal) {
  Slice slice;
  slice.miller = {0, 0, 0};
  EXPECT_THROW(normal_of(slice, Cell::orthorhombic(9, 9, 9)), InputError);
  slice.direction = Vec3::Zero();
  EXPECT_THROW(normal_of(slice, {}), InputError);
  // While somebody types the indices, everything is seen.
  slice.on = true;
  EXPECT_FALSE(SliceTest(slice, Cell::orthorhombic(9, 9, 9), Vec3::Zero()).hides_some());
}

TEST(Slice, KeepsWhatLiesWithinHalfItsThickness) {
  const Cell cell = Cell::from_parameters(10, 12, 15, 75, 100, 110);
  Slice slice{.on = true, .miller = {1, 1, 0}, .position = 1.5, .thickness = 4};
  const Vec3 middle = cell.cartesian(Vec3::Constant(0.5)), n = normal_of(slice, cell);
  const SliceTest test(slice, cell, middle);
  const Vec3 along(n.cross(Vec3::UnitX()));
  for (const double height : {-0.51, -0.49, 0.0, 1.5, 3.49, 3.51})
    EXPECT_EQ(test.shows(middle + height * n + 7 * along), height > -0.5 && height < 3.5) << height;
  slice.on = false;
  EXPECT_TRUE(SliceTest(slice, cell, middle).shows(middle + 99 * n));
}

TEST(Placement, WrapsTearsAndLeavesAsItIsTold) {
  const auto frame = std::make_shared<Frame>(*test::small_framework(Vec3(4, 0, 0)));
  for (Vec3& position : frame->positions) position += frame->cell.offset(1, -2, 3);
  const auto of = [&](Placement placement) { return arrange(*frame, {1, 1, 1}, placement); };
  EXPECT_EQ(of(Placement::as_given).positions, frame->positions);
  const auto wrapped = of(Placement::wrapped).positions;
  double widest = 0;
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    const Vec3 f = frame->cell.fractional(wrapped[i]);
    EXPECT_TRUE((f.array() >= 0).all() && (f.array() < 1).all());
    if (i >= 5 && i < 10)
      widest = std::max(widest, (wrapped[i] - of(Placement::molecules).positions[5]).norm());
  }
  EXPECT_GT(widest, 9) << "the ring across the boundary is torn";
  // The plate is whole all the same.
  const Plate plate = of(Placement::wrapped).plates.at(0);
  for (int k = 0; k < 5; ++k)
    EXPECT_LT((plate.corners[k] - plate.corners[(k + 1) % 5]).norm(), 1.5);
}

TEST(Outline, KnowsItsInside) {
  const Outline bay({{0, 0}, {10, 0}, {10, 10}, {6, 10}, {6, 4}, {4, 4}, {4, 10}, {0, 10}});
  EXPECT_TRUE(bay.holds(2, 8));
  EXPECT_TRUE(bay.holds(8, 8));
  EXPECT_TRUE(bay.holds(5, 2));
  EXPECT_FALSE(bay.holds(5, 8)) << "the bay";
  EXPECT_FALSE(bay.holds(11, 5));
  EXPECT_FALSE(bay.holds(-1, 5));
  EXPECT_FALSE(Outline({}).holds(0, 0));
}

// A star of many points against the rule itself, by the angle that it turns about each point.
TEST(Outline, AgreesWithTheAngleThatItTurns) {
  std::vector<std::array<double, 2>> star;
  for (int k = 0; k < 301; ++k) {
    const double angle = 2 * std::numbers::pi * 3 * k / 301, radius = k % 2 ? 90 : 60;
    star.push_back({100 + radius * std::cos(angle), 100 + radius * std::sin(angle)});
  }
  const Outline outline(star);
  for (double x = 0.5; x < 200; x += 7)
    for (double y = 0.3; y < 200; y += 7) {
      double turned = 0;
      for (std::size_t i = 0; i < star.size(); ++i) {
        const auto& p = star[i];
        const auto& q = star[(i + 1) % star.size()];
        const double ax = p[0] - x, ay = p[1] - y, bx = q[0] - x, by = q[1] - y;
        turned += std::atan2(ax * by - ay * bx, ax * bx + ay * by);
      }
      EXPECT_EQ(outline.holds(x, y), std::abs(turned) > 1) << x << ' ' << y;
    }
}

TEST(Outline, WhatItGoesRoundTwiceIsInside) {
  const Outline twice({{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 1}, {9, 1}, {9, 9}, {1, 9}});
  EXPECT_TRUE(twice.holds(5, 5));
}

}  // namespace
}  // namespace vitrine::render
