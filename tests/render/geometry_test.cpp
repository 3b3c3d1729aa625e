#include <Eigen/Geometry>

#include <gtest/gtest.h>

#include "render/drawn_structure.h"
#include "render/tetrahedra.h"
#include "tests/small_framework.h"

namespace vitrine::render {
namespace {

void expect_outward(const std::vector<Vec3>& points) {
  Vec3 middle = Vec3::Zero();
  for (const Vec3& p : points) middle += p / static_cast<double>(points.size());
  for (const auto& t : convex_hull(points)) {
    const Vec3 normal = (points[t[1]] - points[t[0]]).cross(points[t[2]] - points[t[0]]);
    EXPECT_GT(normal.dot(points[t[0]] - middle), 0);
  }
}

TEST(ConvexHull, OfATetrahedronHasFourFaces) {
  const std::vector<Vec3> corners = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
  EXPECT_EQ(convex_hull(corners).size(), 4u);
  expect_outward(corners);
}

TEST(ConvexHull, OfAnOctahedronHasEightFaces) {
  const std::vector<Vec3> corners = {{2, 0, 0},  {-2, 0, 0}, {0, 2, 0},
                                     {0, -2, 0}, {0, 0, 2},  {0, 0, -2}};
  EXPECT_EQ(convex_hull(corners).size(), 8u);
  expect_outward(corners);
}

TEST(ConvexHull, LeavesOutWhatLiesInside) {
  const std::vector<Vec3> corners = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}, {0, 0, 0}};
  for (const auto& triangle : convex_hull(corners))
    for (const int corner : triangle) EXPECT_NE(corner, 4);
}

TEST(ConvexHull, OfAFlatTriangleHasBothSides) {
  EXPECT_EQ(convex_hull({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}).size(), 2u);
  EXPECT_TRUE(convex_hull({{0, 0, 0}, {1, 0, 0}}).empty());
}

// Wherever the boundary cuts, no bond of a linker is longer than it is in the frame.
TEST(Arrange, KeepsLinkersWhole) {
  for (const Vec3& shift : {Vec3(0, 0, 0), Vec3(4, 0, 0), Vec3(4.1, 7, 6.9), Vec3(-3, 50, -20)}) {
    const auto frame = test::small_framework(shift);
    const DrawnStructure drawn = arrange(*frame, {1, 1, 1});
    ASSERT_EQ(drawn.plates.size(), 1u);
    for (int k = 0; k < 5; ++k) {
      const Vec3& here = drawn.positions[5 + k];
      EXPECT_LT((here - drawn.positions[5 + (k + 1) % 5]).norm(), 1.5);
      EXPECT_LT((here - drawn.plates[0].corners[k]).norm(), 1e-9);
    }
    // The same atom, moved by whole cells.
    for (std::size_t i = 0; i < frame->size(); ++i)
      EXPECT_LT(frame->cell.minimum_image(drawn.positions[i] - frame->positions[i]).norm(), 1e-9);
  }
}

TEST(Arrange, RepeatsOnlyWhereTheCellDoes) {
  auto frame = std::make_shared<Frame>(*test::small_framework());
  EXPECT_EQ(arrange(*frame, {2, 3, 1}).images.size(), 6u);
  frame->cell = Cell(frame->cell.rows(), {true, false, true});
  EXPECT_EQ(arrange(*frame, {2, 3, 1}).images.size(), 2u);
}

TEST(OuterCorners, ReachTheLastImage) {
  const auto corners = outer_corners(arrange(*test::small_framework(), {2, 1, 1}));
  EXPECT_LT((corners[0] - Vec3(-14, 0, 0)).norm(), 1e-9);
  EXPECT_LT((corners[7] - Vec3(14, 14, 14)).norm(), 1e-9);
}

}  // namespace
}  // namespace vitrine::render
