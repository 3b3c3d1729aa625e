// Pores: arrays of spheres whose holes and windows are known in closed form, and Zeo++.
#include "analysis/void_network.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using analysis::VoidNetwork;
using test::analyse;

TEST(VoidNetwork, OfASimpleCubicArray) {
  // Spheres of radius 1 at the corners of a cube of 4 A: the hole is at its centre, the windows at
  // the centres of its faces.
  const double a = 4, r = 1;
  const Frame cube = replicate(
      test::make_frame(Cell::orthorhombic(a, a, a), {element::Zn}, {Vec3(0.3, 0.1, 0.2)}), 2, 2, 2);
  const auto spheres = VoidNetwork(cube, std::vector<double>(8, r)).largest_spheres();
  EXPECT_NEAR(spheres.included, a * std::sqrt(3.0) - 2 * r, 1e-6);
  EXPECT_NEAR(spheres.free, a * std::sqrt(2.0) - 2 * r, 1e-6);
}

TEST(VoidNetwork, OfFccOnShearedAxes) {
  // Octahedral holes of radius a/2 - r; the way between holes leads through triangles of three
  // touching neighbours, whose centre is a/sqrt(6) from each.
  const double a = 5, r = 1;
  Eigen::Matrix3i axes;
  axes << 1, 0, 0, 1, 1, 0, -1, 1, 1;
  const Frame frame = change_axes(test::fcc(a, 2, element::Zn), axes);
  const auto spheres = VoidNetwork(frame, std::vector<double>(frame.size(), r)).largest_spheres();
  EXPECT_NEAR(spheres.included, a - 2 * r, 1e-6);
  EXPECT_NEAR(spheres.free, 2 * (a / std::sqrt(6.0) - r), 1e-6);
}

TEST(VoidNetwork, HasNoWayThroughWhatIsClosed) {
  const double a = 4;
  const Frame cube = test::make_frame(Cell::orthorhombic(a, a, a), {element::Zn}, {Vec3(0, 0, 0)});
  // Windows are closed from a/sqrt(2) = 2.83 on, holes from 3.46.
  const auto spheres = VoidNetwork(cube, {3.0}).largest_spheres();
  EXPECT_NEAR(spheres.included, 2 * (a * std::sqrt(3.0) / 2 - 3), 1e-6);
  EXPECT_EQ(spheres.free, 0);
}

TEST(Pores, OfACubicArrayHaveItsVolumeSurfaceAndSizes) {
  const double a = 4, probe = 0.3, reach = 1.39 + probe;
  const Frame cube = replicate(
      test::make_frame(Cell::orthorhombic(a, a, a), {element::Zn}, {Vec3(0, 0, 0)}), 2, 2, 2);
  const auto result = analyse("pores", {cube}, {{"probe", probe}});
  const double outside = 1 - 4.0 / 3 * units::pi * reach * reach * reach / (a * a * a);
  // 10,000 random points: 0.5 % of the volume is one standard error.
  EXPECT_NEAR(result.scalar("volume.accessible"), outside, 0.02);
  EXPECT_EQ(result.scalar("volume.closed"), 0);
  EXPECT_NEAR(result.scalar("surface.accessible"), 4 * units::pi * reach * reach / (a * a * a),
              1e-9);
  EXPECT_NEAR(result.scalar("included"), a * std::sqrt(3.0) - 2 * 1.39, 1e-6);
  // Most of the void is nearest to the hole's centre; nothing is wider than the hole.
  const auto& sizes = result.dataset("sizes");
  double within = 0, above = 0;
  for (std::size_t n = 0; n < sizes.column("diameter").values.size(); ++n) {
    const double d = sizes.column("diameter").values[n],
                 part = 0.1 * sizes.column("density").values[n];
    within += part;
    if (d > result.scalar("included") + 0.1) above += part;
  }
  EXPECT_NEAR(within, 1, 1e-9);
  EXPECT_EQ(above, 0);
}

/// The volume between eight spheres of radius 3 about the corners of a cube of 4 A, which close its
/// faces (their centres are 2.83 A from the corners) but leave a hole of radius 0.46 in its middle:
/// by a fine grid over an octant, exact to 1e-3 of it.
double volume_of_pocket() {
  constexpr int n = 400;
  constexpr double edge = 2, reach = 3;  // of the octant; all of it is nearest to one corner
  int outside = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k)
        outside += Vec3(i + 0.5, j + 0.5, k + 0.5).norm() * edge / n >= reach;
  return 8.0 * edge * edge * edge * outside / (static_cast<double>(n) * n * n);
}

TEST(Pores, AreClosedBehindWindowsThatTheProbeDoesNotPass) {
  // Radius and probe together: windows of a cubic array of 4 A close at 2.83, holes at 3.46.
  const Frame cube = test::make_frame(Cell::orthorhombic(4, 4, 4), {element::Zn}, {Vec3(0, 0, 0)});
  const auto result =
      analyse("pores", {cube}, {{"radius_Zn", 2.4}, {"probe", 0.6}, {"points", 200000}});
  EXPECT_GT(result.scalar("free"), 0) << "a point would pass";
  EXPECT_EQ(result.scalar("volume.accessible"), 0);
  EXPECT_EQ(result.scalar("surface.accessible"), 0);
  EXPECT_GT(result.scalar("surface.closed"), 0);
  const double part = volume_of_pocket() / 64;
  // Four standard errors of as many random points.
  EXPECT_NEAR(result.scalar("volume.closed"), part, 4 * std::sqrt(part / 200000));
}

TEST(Pores, TellAPocketFromTheChannelsAboutIt) {
  // Eight of those spheres alone in a wide cell: the hole between them is closed, the rest is not.
  std::vector<Vec3> corners;
  for (int n = 0; n < 8; ++n)
    corners.push_back(Vec3(4 + 4 * (n & 1), 4 + 2 * (n & 2), 4 + (n & 4)));
  const double edge = 14, points = 500000;
  const Frame cage = test::make_frame(Cell::orthorhombic(edge, edge, edge),
                                      std::vector<Element>(8, element::Zn), corners);
  const auto result =
      analyse("pores", {cage}, {{"radius_Zn", 2.4}, {"probe", 0.6}, {"points", points}});
  const double part = volume_of_pocket() / (edge * edge * edge);
  EXPECT_NEAR(result.scalar("volume.closed"), part, 4 * std::sqrt(part / points));
  for (const analysis::Scalar& scalar : result.scalars)
    if (scalar.name == "volume.closed") {
      EXPECT_NEAR(scalar.error.value(), std::sqrt(part * (1 - part) / points),
                  0.1 * std::sqrt(part / points));
    }
  // Beyond the cage: less than the cell without eight whole spheres' octants, more than without all
  // of them.
  const double sphere = 4.0 / 3 * units::pi * 27 / (edge * edge * edge);
  EXPECT_GT(result.scalar("volume.accessible"), 1 - 8 * sphere);
  EXPECT_LT(result.scalar("volume.accessible"), 1 - sphere);
  EXPECT_GT(result.scalar("surface.accessible"), result.scalar("surface.closed"));
  EXPECT_GT(result.scalar("surface.closed"), 0);
}

TEST(Pores, TellHowFarTheyAreAndStopWhenAsked) {
  const Frame frame = test::fcc(5, 3, element::Zn);
  const auto pores = analysis::make_analysis("pores");
  std::vector<double> told;
  pores->add({frame, {.progress = [&](double part) { told.push_back(part); }}});
  EXPECT_GT(told.size(), 2U);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), 1);
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(pores->add({frame, {.stop = source.get_token()}}), analysis::Stopped);
  EXPECT_EQ(pores->result().frames, 1U) << "a frame that was left half done does not count";
}

TEST(Pores, HaveTheSpheresOfZeo) {
  const struct {
    const char* file;
    double included, free;
  } zeo[] = {{"zif4-run/ZIF4.data", 4.530, 2.376},
             {"zif4-run/300K2.dat", 5.76904, 2.22333},
             {"zif4-run/melt2.dat", 7.06332, 2.73481}};
  for (const auto& expected : zeo) {
    VITRINE_NEEDS_REFERENCE(expected.file);
    const auto result =
        analyse("pores", {*test::load(test::reference(expected.file))}, {{"points", 100}});
    // Zeo++ read coordinates rounded to 1e-5 of the cell.
    EXPECT_NEAR(result.scalar("included"), expected.included, 0.005) << expected.file;
    EXPECT_NEAR(result.scalar("free"), expected.free, 0.005) << expected.file;
  }
}

TEST(Pores, AreNotThoseOfAtomsInOnePlace) {
  const Frame twice = test::make_frame(Cell::orthorhombic(9, 9, 9), {element::Zn, element::Zn},
                                       {Vec3(1, 1, 1), Vec3(1, 1, 10)});
  EXPECT_THROW(analyse("pores", {twice}), InputError);
}

}  // namespace
}  // namespace vitrine
