#include "sim/model/cell.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <cmath>
#include <limits>

#include "sim/model/errors.h"
#include "tests/model/random_system.h"

namespace vitrine {
namespace {

using test::rows_of;

/// The length of the shortest image among (2 reach + 1)^3, around the difference as rounded.
double shortest(const Cell& cell, Vec3 d, int reach) {
  Eigen::Vector3i n;
  const Vec3 f = cell.fractional(d + cell.origin());
  for (int k = 0; k < 3; ++k) n[k] = cell.periodic()[k] ? reach : 0;
  for (int k = 0; k < 3; ++k) {
    if (n[k]) d -= std::round(f[k]) * cell.vector(k);
  }
  double least = std::numeric_limits<double>::infinity();
  for (int i = -n[0]; i <= n[0]; ++i) {
    for (int j = -n[1]; j <= n[1]; ++j) {
      for (int k = -n[2]; k <= n[2]; ++k)
        least = std::min(least, (d + cell.offset(i, j, k)).norm());
    }
  }
  return least;
}

void expect_shortest(const Cell& cell, int reach) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> uniform(-2, 2);
  for (int n = 0; n < 500; ++n) {
    const Vec3 f(uniform(random), uniform(random), uniform(random));
    const Vec3 d = cell.cartesian(f) - cell.origin();
    const Vec3 image = cell.minimum_image(d);
    EXPECT_NEAR(image.norm(), shortest(cell, d, reach), 1e-10);
    const Vec3 moved = cell.fractional(image - d + cell.origin());
    for (int k = 0; k < 3; ++k) {
      EXPECT_NEAR(moved[k], std::round(moved[k]), 1e-9) << "not an image";
      if (!cell.periodic()[k]) {
        EXPECT_NEAR(moved[k], 0, 1e-9) << "moved along an open direction";
      }
    }
  }
}

TEST(Cell, MinimumImageIsTheShortestOfAll) {
  expect_shortest(Cell::orthorhombic(5, 7, 9), 2);
  expect_shortest(Cell(rows_of(10, 5, 8.7, 5, 2.9, 8.2)), 2);     // face-centred primitive
  expect_shortest(Cell(rows_of(10, 4.9, 10, -4.9, 4.9, 10)), 2);  // as sheared as LAMMPS allows
}

TEST(Cell, MinimumImageSurvivesShearOfManyBoxLengths) {
  expect_shortest(Cell(rows_of(9, 31, 8, 27, -19, 10)), 8);
  const Mat3 turn = Eigen::AngleAxisd(0.7, Vec3(3, -1, 2).normalized()).toRotationMatrix();
  expect_shortest(Cell(rows_of(9, 31, 8, 27, -19, 10) * turn, {true, true, true}, Vec3(1, 2, 3)),
                  8);
}

TEST(Cell, MinimumImageLeavesOpenDirectionsAlone) {
  const Mat3 rows = rows_of(9, 12, 8, 7, -6, 10);
  expect_shortest(Cell(rows, {true, true, false}), 6);
  expect_shortest(Cell(rows, {false, true, true}), 6);
  expect_shortest(Cell(rows, {false, true, false}), 6);
  expect_shortest(Cell(rows, {false, false, false}), 0);
  const Vec3 far(100, -200, 300);
  EXPECT_EQ(Cell().minimum_image(far), far);
}

TEST(Cell, WrapsIntoTheCellAlongPeriodicDirectionsOnly) {
  std::mt19937 random(12);
  const Cell cell(rows_of(9, 12, 8, 7, -6, 10), {true, false, true}, Vec3(-4, 5, 6));
  for (const Vec3& x : test::random_positions(cell, 200, random, 3)) {
    const Vec3 before = cell.fractional(x), after = cell.fractional(cell.wrap(x));
    for (const int k : {0, 2}) {
      EXPECT_GT(after[k], -1e-12);
      EXPECT_LT(after[k], 1 + 1e-12);
      EXPECT_NEAR(std::remainder(after[k] - before[k], 1), 0, 1e-12);
    }
    EXPECT_NEAR(after[1], before[1], 1e-12);
  }
  const Vec3 inside = cell.cartesian(Vec3(0.3, 7, 0.9));
  EXPECT_EQ(cell.wrap(inside), inside) << "what is inside keeps its bits";
  const Cell box = Cell::orthorhombic(3, 3, 3);
  EXPECT_EQ(box.wrap(Vec3(-1e-18, 0, 0))[0], 0) << "never on the far face";
}

TEST(Cell, ParametersComeBack) {
  const Cell cell = Cell::from_parameters(7, 8, 9, 75, 100, 115);
  EXPECT_TRUE(cell.lengths().isApprox(Vec3(7, 8, 9), 1e-14));
  EXPECT_TRUE(cell.angles().isApprox(Vec3(75, 100, 115), 1e-14));
  EXPECT_NEAR(cell.volume(), cell.heights()[2] * cell.vector(0).cross(cell.vector(1)).norm(), 1e-9);
  EXPECT_FALSE(cell.is_orthorhombic());
  EXPECT_EQ(Cell::from_parameters(7, 8, 9, 90, 90, 90).rows(), Cell::orthorhombic(7, 8, 9).rows());
  EXPECT_TRUE(Cell::orthorhombic(7, 8, 9).is_orthorhombic());
}

TEST(Cell, FractionalAndCartesianAreInverse) {
  const Cell cell(rows_of(9, 31, 8, 27, -19, 10), {true, true, true}, Vec3(1, 2, 3));
  const Vec3 f(0.1, -2.2, 3.3);
  EXPECT_TRUE(cell.fractional(cell.cartesian(f)).isApprox(f, 1e-12));
  EXPECT_TRUE(
      cell.cartesian(Vec3(1, 2, -1)).isApprox(cell.origin() + cell.offset(1, 2, -1), 1e-14));
}

TEST(Cell, DeformedMovesTheVectorsAndKeepsTheOrigin) {
  const Cell cell(rows_of(9, 1, 8, 2, 3, 10), {true, false, true}, Vec3(1, 2, 3));
  const Cell larger = cell.deformed(Mat3::Identity() * 2);
  EXPECT_NEAR(larger.volume(), 8 * cell.volume(), 1e-9);
  EXPECT_EQ(larger.origin(), cell.origin());
  EXPECT_EQ(larger.periodic(), cell.periodic());
  EXPECT_FALSE(Cell().deformed(Mat3::Identity() * 2).exists());
}

TEST(Cell, RefusesWhatIsNoCell) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(Cell(Mat3::Zero()), InputError);
  EXPECT_THROW(Cell(Mat3(-Mat3::Identity())), InputError);
  EXPECT_THROW(Cell::orthorhombic(1, nan, 1), InputError);
  EXPECT_THROW(Cell(rows_of(1, 1, 1, 2, 1, 0)), InputError);
  EXPECT_THROW(Cell::from_parameters(1, -1, 1, 90, 90, 90), InputError);
  EXPECT_THROW(Cell::from_parameters(1, 1, 1, 90, 190, 90), InputError);
  EXPECT_THROW(Cell::from_parameters(1, 1, 1, 30, 30, 100), InputError);
  EXPECT_THROW(Cell().volume(), InputError);
}

}  // namespace
}  // namespace vitrine
