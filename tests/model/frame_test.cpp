#include "sim/model/frame.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/model/errors.h"
#include "sim/model/neighbour_list.h"
#include "sim/model/thermodynamics.h"
#include "tests/model/random_system.h"

namespace vitrine {
namespace {

/// A sheared cell of 20 atoms with every part a frame can have.
Frame full_frame() {
  std::mt19937 random(21);
  Frame frame;
  frame.cell = Cell(test::rows_of(7, 3, 8, -2, 4, 9), {true, true, true}, Vec3(1, -2, 3));
  frame.positions = test::random_positions(frame.cell, 20, random, 1);
  frame.topology = make_topology(std::vector<Element>(20, element::Zn));
  frame.velocities = test::random_positions(frame.cell, 20, random);
  frame.forces = test::random_positions(frame.cell, 20, random);
  frame.potential_energy = -3.5;
  frame.virial = test::rows_of(1, 2, 3, 4, 5, 6);
  frame.columns["charge"] = std::vector<double>(20, 0.25);
  return frame;
}

/// Sorted distances of all pairs within 6 A: the same for the same crystal on other axes.
std::vector<double> distances(const Frame& frame) {
  NeighbourList list(6);
  list.build(frame.positions, frame.cell);
  std::vector<double> all;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    for_each_neighbour(list, i, frame.positions, frame.cell,
                       [&](int, const Vec3&, double r2) { all.push_back(std::sqrt(r2)); });
  }
  std::ranges::sort(all);
  return all;
}

/// Every distance of `one`, as many times as `times` says, is in `many`.
void expect_same_crystal(const Frame& one, const Frame& many, std::size_t times) {
  const auto a = distances(one), b = distances(many);
  ASSERT_EQ(b.size(), a.size() * times);
  for (std::size_t k = 0; k < b.size(); ++k) EXPECT_NEAR(b[k], a[k / times], 1e-9);
}

TEST(Frame, ReplicaIsTheSameCrystal) {
  const Frame frame = full_frame();
  const Frame larger = replicate(frame, 2, 1, 3);
  check_frame(larger);
  ASSERT_EQ(larger.size(), 6 * frame.size());
  EXPECT_NEAR(mass_density(larger), mass_density(frame), 1e-12);
  expect_same_crystal(frame, larger, 6);
  EXPECT_DOUBLE_EQ(*larger.potential_energy, 6 * *frame.potential_energy);
  EXPECT_EQ(*larger.virial, 6 * *frame.virial);
  EXPECT_EQ(larger.columns.at("charge").size(), larger.size());
  EXPECT_EQ(larger.topology->ids.back(), static_cast<std::int64_t>(larger.size()));
  // Copy (1, 0, 2) of atom 7.
  const std::size_t copy = 7 + frame.size() * (1 + 2 * (0 + 1 * 2));
  EXPECT_TRUE(larger.positions[copy].isApprox(frame.positions[7] + frame.cell.offset(1, 0, 2)));
  EXPECT_EQ((*larger.velocities)[copy], (*frame.velocities)[7]);
}

TEST(Frame, BodyCentredPrimitiveCellBecomesTheCube) {
  const double a = 3.2;
  Mat3 primitive;
  primitive << -a / 2, a / 2, a / 2, a / 2, -a / 2, a / 2, a / 2, a / 2, -a / 2;
  Frame frame;
  frame.cell = Cell(primitive);
  frame.positions = {Vec3(0, 0, 0)};
  frame.topology = make_topology({element::Zn});
  Eigen::Matrix3i integers;
  integers << 0, 1, 1, 1, 0, 1, 1, 1, 0;
  const Frame cube = change_axes(frame, integers);
  ASSERT_EQ(cube.size(), 2u);
  EXPECT_TRUE(cube.cell.rows().isApprox(a * Mat3::Identity(), 1e-12));
  EXPECT_TRUE(cube.cell.is_orthorhombic());
  const Vec3 between = cube.cell.minimum_image(cube.positions[1] - cube.positions[0]);
  EXPECT_TRUE(between.cwiseAbs().isApprox(Vec3::Constant(a / 2), 1e-12));
  EXPECT_NEAR(mass_density(cube), mass_density(frame), 1e-12);
}

TEST(Frame, NewAxesHoldTheSameCrystalAndTurnEverything) {
  const Frame frame = full_frame();
  Eigen::Matrix3i integers;
  integers << 2, 1, 0, -1, 3, 1, 0, -2, 1;  // determinant 11
  const Frame turned = change_axes(frame, integers);
  check_frame(turned);
  ASSERT_EQ(turned.size(), 11 * frame.size());
  EXPECT_NEAR(mass_density(turned), mass_density(frame), 1e-12);
  expect_same_crystal(frame, turned, 11);
  const Mat3 rows = turned.cell.rows();
  EXPECT_EQ(rows(0, 1), 0);
  EXPECT_EQ(rows(0, 2), 0);
  EXPECT_EQ(rows(1, 2), 0);
  for (const Vec3& x : turned.positions) {
    const Vec3 f = turned.cell.fractional(x);
    EXPECT_GT(f.minCoeff(), -1e-9);
    EXPECT_LT(f.maxCoeff(), 1 + 1e-9);
  }
  // Vectors keep their components along the cell vectors.
  const Mat3 old_rows = integers.cast<double>() * frame.cell.rows();
  for (std::size_t n = 0; n < frame.size(); ++n) {
    EXPECT_TRUE((old_rows * (*frame.forces)[n]).isApprox(rows * (*turned.forces)[n], 1e-12));
    EXPECT_TRUE(
        (old_rows * (*frame.velocities)[n]).isApprox(rows * (*turned.velocities)[n], 1e-12));
  }
  const Mat3 virial = old_rows * (11 * *frame.virial) * old_rows.transpose();
  EXPECT_TRUE(virial.isApprox(rows * *turned.virial * rows.transpose(), 1e-12));
}

TEST(Frame, RefusesWhatCannotBe) {
  const Frame good = full_frame();
  Frame frame = good;
  frame.positions.pop_back();
  EXPECT_THROW(check_frame(frame), InputError);
  frame = good;
  frame.forces->pop_back();
  EXPECT_THROW(check_frame(frame), InputError);
  frame = good;
  frame.columns["charge"].clear();
  EXPECT_THROW(check_frame(frame), InputError);
  frame = good;
  frame.positions[3][1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(check_frame(frame), InputError);
  frame = good;
  frame.topology = nullptr;
  EXPECT_THROW(check_frame(frame), InputError);
  frame = good;
  frame.cell = Cell();
  EXPECT_THROW(replicate(frame, 1, 1, 2), InputError);
  EXPECT_THROW(change_axes(frame, Eigen::Matrix3i::Identity()), InputError);
  EXPECT_THROW(replicate(good, 0, 1, 1), InputError);
  EXPECT_THROW(change_axes(good, Eigen::Matrix3i::Zero()), InputError);
  EXPECT_THROW(change_axes(good, -Eigen::Matrix3i::Identity()), InputError);
}

TEST(Frame, TooManyCopiesAreRefusedBeforeTheyAreMade) {
  Frame frame;
  frame.topology = make_topology({element::C, element::N});
  frame.positions = {Vec3(0, 0, 0), Vec3(1, 1, 1)};
  frame.cell = Cell::orthorhombic(5, 5, 5);
  try {
    replicate(frame, 250, 200, 201);
    ADD_FAILURE() << "20,100,000 atoms";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "replicate: 10050000 copies of 2 atoms make 20100000, more than 20000000");
  }
  EXPECT_THROW(replicate(frame, 100000, 100000, 100000), InputError);
  EXPECT_THROW(change_axes(frame, 1000 * Eigen::Matrix3i::Identity()), InputError);
}

}  // namespace
}  // namespace vitrine
