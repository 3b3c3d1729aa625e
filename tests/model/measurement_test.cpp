// Distances, angles and dihedrals: as they are in molecules whose geometry is known, the same
// wherever a periodic boundary cuts, and signed as IUPAC has it.
#include "sim/model/measurement.h"

#include <gtest/gtest.h>
#include <Eigen/Geometry>

#include <cmath>
#include <numbers>
#include <random>

#include "sim/model/errors.h"

namespace vitrine {
namespace {

Frame frame_of(const std::vector<Vec3>& positions, const Cell& cell = {}) {
  Frame frame;
  frame.topology = make_topology(std::vector<Element>(positions.size(), element::C));
  frame.positions = positions;
  frame.cell = cell;
  return frame;
}

std::optional<double> measured(const Frame& frame, const std::vector<int>& atoms) {
  return measure(steps_between(frame, atoms));
}

TEST(Measurement, AnglesOfATetrahedron) {
  const Frame frame = frame_of({{0, 0, 0}, {1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}});
  EXPECT_NEAR(*measured(frame, {0, 1}), std::sqrt(3.0), 1e-12);
  for (int i = 1; i < 5; ++i)
    for (int j = i + 1; j < 5; ++j)
      EXPECT_NEAR(*measured(frame, {i, 0, j}), std::acos(-1.0 / 3) * 180 / std::numbers::pi, 1e-10);
}

TEST(Measurement, StraightAndFoldedAngles) {
  const Frame frame = frame_of({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {2 + 1e-8, 1e-9, 0}});
  EXPECT_NEAR(*measured(frame, {0, 1, 2}), 180, 1e-12);
  EXPECT_NEAR(*measured(frame, {0, 1, 0}), 0, 1e-12);
  EXPECT_FALSE(measured(frame, {0, 0, 1}).has_value());  // one of its sides has no length
}

// Seen along the axis +z with +y upwards, the right hand lies at -x: clockwise from 12 o'clock to 3
// is +90 degrees.
TEST(Measurement, DihedralsHaveTheSignOfIupac) {
  const auto turned = [](double degrees) {
    const double a = degrees * std::numbers::pi / 180;
    return frame_of({{0, 1, 0}, {0, 0, 0}, {0, 0, 1}, {-std::sin(a), std::cos(a), 1}});
  };
  for (const double degrees : {-179.0, -120.0, -90.0, -60.0, 0.0, 1e-6, 60.0, 90.0, 179.0})
    EXPECT_NEAR(*measured(turned(degrees), {0, 1, 2, 3}), degrees, 1e-9) << degrees;
  EXPECT_NEAR(std::abs(*measured(turned(180), {0, 1, 2, 3})), 180, 1e-9);
  // From the other end it is the same angle; the mirror image has the other sign.
  EXPECT_NEAR(*measured(turned(77), {3, 2, 1, 0}), 77, 1e-9);
}

TEST(Measurement, ADihedralOnAStraightLineIsNotDefined) {
  const Frame frame = frame_of({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 1, 0}});
  EXPECT_FALSE(measured(frame, {0, 1, 2, 3}).has_value());
}

TEST(Measurement, ReachesThroughTheBoundary) {
  const Frame frame = frame_of({{0.5, 5, 5}, {9.5, 5, 5}}, Cell::orthorhombic(10, 10, 10));
  EXPECT_NEAR(*measured(frame, {0, 1}), 1, 1e-12);
  EXPECT_LT((steps_between(frame, {0, 1})[0] - Vec3(-1, 0, 0)).norm(), 1e-12);
}

// In a cell so sheared that rounding fractional coordinates picks a longer image.
TEST(Measurement, FindsTheNearestImageInAShearedCell) {
  const Cell cell = Cell::from_parameters(10, 10, 10, 60, 60, 35);
  std::mt19937 random(5);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int sample = 0; sample < 200; ++sample) {
    std::vector<Vec3> positions;
    for (int k = 0; k < 2; ++k)
      positions.push_back(cell.cartesian(Vec3(uniform(random), uniform(random), uniform(random))));
    double nearest = 1e300;
    for (int i = -3; i <= 3; ++i)
      for (int j = -3; j <= 3; ++j)
        for (int k = -3; k <= 3; ++k)
          nearest = std::min(nearest, (positions[1] - positions[0] + cell.offset(i, j, k)).norm());
    EXPECT_NEAR(*measured(frame_of(positions, cell), {0, 1}), nearest, 1e-10);
  }
}

// Whatever image each atom is given in, angles and dihedrals stay.
TEST(Measurement, DoesNotDependOnTheImagesOfTheAtoms) {
  const Cell cell = Cell::from_parameters(12, 13, 14, 75, 82, 110);
  const std::vector<Vec3> whole = {{0, 1.2, 0}, {0, 0, 0.1}, {0.2, 0, 1.4}, {1.1, 0.4, 1.9}};
  const Frame plain = frame_of(whole);
  std::mt19937 random(3);
  std::uniform_int_distribution<int> cells(-2, 2);
  for (int sample = 0; sample < 20; ++sample) {
    std::vector<Vec3> scattered = whole;
    for (Vec3& position : scattered)
      position += cell.offset(cells(random), cells(random), cells(random));
    const Frame frame = frame_of(scattered, cell);
    for (const std::vector<int>& atoms :
         {std::vector<int>{0, 1}, std::vector<int>{0, 1, 2}, std::vector<int>{0, 1, 2, 3}})
      EXPECT_NEAR(*measured(frame, atoms), *measured(plain, atoms), 1e-9);
  }
}

TEST(Measurement, RefusesWhatIsNotThere) {
  const Frame frame = frame_of({{0, 0, 0}, {1, 0, 0}});
  EXPECT_THROW(steps_between(frame, {0, 2}), InputError);
  EXPECT_THROW(steps_between(frame, {-1, 0}), InputError);
  EXPECT_THROW(measure({}), InputError);
}

}  // namespace
}  // namespace vitrine
