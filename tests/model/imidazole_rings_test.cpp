#include "sim/model/imidazole_rings.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>

#include "tests/model/imidazolate.h"
#include "tests/model/published_run.h"

namespace vitrine {
namespace {

using test::imidazolate;

TEST(ImidazoleRings, AnImidazolateIsOneRing) {
  const auto rings = find_imidazole_rings(imidazolate());
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_EQ(rings[0].atoms, (std::array{0, 1, 2, 3, 4}));
}

TEST(ImidazoleRings, TheRingIsFoundAcrossTheBoundaryAndInAnyOrder) {
  Frame frame = imidazolate();
  frame.cell = Cell::orthorhombic(8, 9, 10);
  for (Vec3& x : frame.positions) x = frame.cell.wrap(x);  // centred on a corner of the cell
  std::swap(frame.positions[1], frame.positions[4]);
  const auto rings = find_imidazole_rings(frame);
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_TRUE(is_closed(rings[0], frame));
  const RingGeometry geometry = ring_geometry(rings[0], frame);
  EXPECT_NEAR(std::abs(geometry.normal[2]), 1, 1e-12);
  for (const Vec3& corner : geometry.corners) {
    EXPECT_NEAR((corner - geometry.centre).norm(), 1.165, 1e-3) << "unbroken by the boundary";
  }
  EXPECT_EQ(geometry.corners[0], frame.positions[rings[0].atoms[0]]);
}

TEST(ImidazoleRings, NormalFollowsARotation) {
  Frame frame = imidazolate();
  const Mat3 turn = Eigen::AngleAxisd(0.8, Vec3(1, 2, 3).normalized()).toRotationMatrix();
  for (Vec3& x : frame.positions) x = turn * x + Vec3(50, -70, 90);
  const auto geometry = ring_geometry(find_imidazole_rings(frame).at(0), frame);
  EXPECT_NEAR(std::abs(geometry.normal.dot(turn.col(2))), 1, 1e-12);
  EXPECT_TRUE(geometry.centre.isApprox(Vec3(50, -70, 90), 1e-12));
}

TEST(ImidazoleRings, ABrokenRingIsNoneAndIsNotClosed) {
  Frame frame = imidazolate();
  const auto ring = find_imidazole_rings(frame).at(0);
  EXPECT_TRUE(is_closed(ring, frame));
  frame.positions[1] *= 1.8;  // N pulled out: both of its bonds are longer than 1.8 A
  EXPECT_TRUE(find_imidazole_rings(frame).empty());
  EXPECT_FALSE(is_closed(ring, frame));
}

TEST(ImidazoleRings, OtherFiveRingsDoNotCount) {
  Frame frame = imidazolate();
  auto elements = frame.topology->elements;
  elements[1] = element::C;
  frame.topology = make_topology(elements);
  EXPECT_TRUE(find_imidazole_rings(frame).empty());
}

TEST(ImidazoleRings, BenzimidazolateHasOneRing) {
  // Four more C make a hexagon on the C-C edge (atoms 2 and 3).
  Frame frame = imidazolate();
  const Vec3 a = frame.positions[2], b = frame.positions[3];
  const Vec3 along = (b - a).normalized(), out = ((a + b) / 2).normalized();
  const double edge = (b - a).norm(), half = std::sqrt(0.75);
  auto elements =
      std::vector<Element>(frame.topology->elements.begin(), frame.topology->elements.begin() + 5);
  frame.positions.resize(5);
  for (const Vec3& x :
       {Vec3(a + edge * (half * out - along / 2)), Vec3(b + edge * (half * out + along / 2)),
        Vec3(a + edge * 2 * half * out), Vec3(b + edge * 2 * half * out)}) {
    frame.positions.push_back(x);
    elements.push_back(element::C);
  }
  frame.topology = make_topology(elements);
  const auto rings = find_imidazole_rings(frame);
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_EQ(rings[0].atoms, (std::array{0, 1, 2, 3, 4}));
}

TEST(ImidazoleRings, AChainThroughThePeriodicBoundaryIsNoRing) {
  // Five atoms along x that close only with their image: C C C N N, 1.4 A apart, in a 7 A cell.
  Frame frame;
  frame.cell = Cell::orthorhombic(7, 20, 20);
  for (int k = 0; k < 5; ++k) frame.positions.emplace_back(1.4 * k, 0, 0);
  frame.topology = make_topology({element::C, element::C, element::C, element::N, element::N});
  EXPECT_TRUE(find_imidazole_rings(frame).empty());
}

TEST(ImidazoleRings, EveryLinkerOfThePublishedRunIsARing) {
  VITRINE_NEEDS_REFERENCE("zif4-run");
  for (const char* name : {"ZIF4.data", "300K2.dat", "melt2.dat", "glass2.dat"}) {
    const Frame frame = test::published_configuration(name);
    const auto rings = find_imidazole_rings(frame);
    EXPECT_EQ(rings.size(), 256u) << name;
    EXPECT_TRUE(std::ranges::is_sorted(rings, {}, [](const auto& r) { return r.atoms[0]; }));
    for (const auto& ring : rings) {
      EXPECT_TRUE(is_closed(ring, frame));
      EXPECT_EQ(*std::ranges::min_element(ring.atoms), ring.atoms[0]);
    }
  }
}

}  // namespace
}  // namespace vitrine
