// Neighbours of Zn, rings, and density: geometry that can be counted by hand, and the published
// configurations.
#include <algorithm>

#include "analysis/row_temperature.h"
#include "sim/model/errors.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using test::analyse;

TEST(Coordination, OfAPerfectTetrahedron) {
  const Vec3 centre(5, 5, 5);
  const Frame frame = test::make_frame(
      Cell::orthorhombic(10, 10, 10),
      {element::N, element::N, element::Zn, element::N, element::N, element::C},
      {centre + Vec3(1, 1, 1), centre + Vec3(1, -1, -1), centre, centre + Vec3(-1, 1, -1),
       centre + Vec3(-1, -1, 1), centre + Vec3(2, 0, 0)});
  const auto result = analyse("coordination", {frame});
  EXPECT_EQ(result.scalar("fractions.four"), 1);
  EXPECT_EQ(result.scalar("mean"), 4);
  EXPECT_EQ(result.scalar("defects"), 0);
  EXPECT_EQ(result.dataset("fractions").column("fraction").values[4], 1);
}

TEST(Coordination, CountsImages) {
  // One N halfway between a Zn and its image: two neighbours, opposite to each other.
  const Frame frame = test::make_frame(Cell::orthorhombic(4, 9, 9), {element::Zn, element::N},
                                       {Vec3(0, 0, 0), Vec3(2, 0, 0)});
  const auto result = analyse("coordination", {frame}, {{"cutoff", 2.5}});
  EXPECT_EQ(result.scalar("fractions.two"), 1);
  EXPECT_EQ(result.scalar("defects"), 1);
}

TEST(Coordination, IsNoneWithoutNitrogen) {
  const Frame lone = test::make_frame(Cell::orthorhombic(9, 9, 9), {element::Zn}, {Vec3(0, 0, 0)});
  const auto result = analyse("coordination", {lone});
  EXPECT_EQ(result.dataset("fractions").column("fraction").values[0], 1);
  const Frame none = test::make_frame(Cell::orthorhombic(9, 9, 9), {element::N}, {Vec3(0, 0, 0)});
  EXPECT_THROW(analyse("coordination", {none}), InputError);
}

TEST(Coordination, OfThePublishedMelt) {
  VITRINE_NEEDS_REFERENCE("zif4-run/melt2.dat");
  const auto melt = analyse("coordination", {*test::load(test::reference("zif4-run/melt2.dat"))});
  EXPECT_NEAR(melt.scalar("fractions.four"), 0.727, 0.0005);
  EXPECT_NEAR(melt.scalar("fractions.three"), 0.266, 0.0005);
}

TEST(Rings, AreCountedAndFollowed) {
  const Frame whole = test::lone_rings(test::random_directions(10, 1));
  Frame torn = whole;
  torn.positions[7] += Vec3(0, 0, 1.5);
  const auto result = analyse("rings", {whole, torn});
  EXPECT_EQ(result.scalar("expected"), 10);
  EXPECT_EQ(result.scalar("count"), 9.5);
  EXPECT_EQ(result.scalar("broken"), 1);
  EXPECT_EQ(result.dataset("rings").column("count").values, (std::vector<double>{10, 9}));
}

TEST(Rings, ThatBreakAndCloseAreEvents) {
  const Frame whole = test::lone_rings(test::random_directions(10, 1));
  Frame torn = whole;
  torn.positions[7] += Vec3(0, 0, 1.5);  // of the second ring, atoms 5 to 9
  const auto frames = test::in_time({whole, torn, torn, whole}, 0.5);
  const auto result = analyse("rings", frames);
  const auto& events = result.dataset("events");
  EXPECT_EQ(events.column("time").values, (std::vector<double>{0.5, 1.5}));
  EXPECT_EQ(events.column("ring").values, (std::vector<double>{1, 1}));
  EXPECT_EQ(events.column("atom").values, (std::vector<double>{5, 5}));
  EXPECT_EQ(events.column("broken").values, (std::vector<double>{1, 0}));
  EXPECT_EQ(result.scalar("broken"), 0) << "of the last frame";
}

TEST(Rings, AreNoneWithoutCarbon) {
  const auto result = analyse("rings", {test::fcc(4, 2, element::Zn)});
  EXPECT_EQ(result.scalar("count"), 0);
  EXPECT_EQ(result.scalar("expected"), 0);
}

TEST(Coordination, FitsTheDefectsOfAHeatingRun) {
  // Zn without N are defects, all of them, at any temperature: no energy. (That a law of energy is
  // found again is a test of the fit.) A run at one temperature has nothing to fit.
  std::vector<Frame> heating, still, told;
  for (int f = 0; f < 60; ++f) {
    Frame frame = test::fcc(4, 2, element::Zn);
    const double temperature = 600 + 15.0 * f;
    const std::vector<Vec3> directions = test::random_directions(32, 9);
    frame.velocities = directions;
    const double unit = *analysis::frame_temperature(frame);
    const auto at = [&](double kelvin) {
      Frame scaled = frame;
      for (Vec3& v : *scaled.velocities) v *= std::sqrt(kelvin / unit);
      return scaled;
    };
    heating.push_back(at(temperature));
    still.push_back(at(1000));
    told.push_back(test::fcc(4, 2, element::Zn));  // no velocities, but a file that tells it
    told.back().temperature = temperature;
  }
  const auto result = analyse("coordination", test::in_time(heating, 0.1));
  EXPECT_NEAR(result.scalar("arrhenius.energy"), 0, 1e-9) << "as many at any temperature";
  EXPECT_NEAR(result.scalar("arrhenius.log_prefactor"), std::log(32), 1e-9);
  EXPECT_EQ(result.dataset("arrhenius").column("temperature").values.size(), 18U)
      << "600 to 1485 K in steps of 50 K";
  const auto as_told = analyse("coordination", test::in_time(told, 0.1));
  EXPECT_EQ(as_told.dataset("defects").column("temperature").values.at(1), 615);
  EXPECT_EQ(as_told.dataset("arrhenius").column("temperature").values.size(), 18U);
  EXPECT_THROW(analyse("coordination", test::in_time(still, 0.1)).scalar("arrhenius.energy"),
               InputError);
}

TEST(Rings, AreAllThereInThePublishedRun) {
  for (const char* name : {"ZIF4.data", "300K2.dat", "melt2.dat", "glass2.dat"}) {
    VITRINE_NEEDS_REFERENCE(std::string("zif4-run/") + name);
    const auto result =
        analyse("rings", {*test::load(test::reference(std::string("zif4-run/") + name))});
    EXPECT_EQ(result.scalar("count"), 256) << name;
    EXPECT_EQ(result.scalar("expected"), 256) << name;
  }
}

TEST(Density, IsMassOverVolume) {
  // Four Zn of 65.38 Da in 4 x 4 x 4 A: 261.52 / 64 Da/A^3.
  const auto result = analyse("density", {test::fcc(4, 2, element::Zn)});
  EXPECT_NEAR(result.scalar("density"), 261.52 / 64 * 1.66053906660, 1e-9);
  EXPECT_NEAR(result.scalar("volume"), 512, 1e-9);
  const Cell sheared = Cell::from_parameters(5, 6, 7, 80, 95, 110);
  const auto cell = analyse("density", {test::ideal_gas(sheared, 3, {element::C}, 1)});
  const char* const names[] = {"a", "b", "c", "alpha", "beta", "gamma"};
  const double values[] = {5, 6, 7, 80, 95, 110};
  for (int n = 0; n < 6; ++n) EXPECT_NEAR(cell.scalar(names[n]), values[n], 1e-9) << names[n];
}

TEST(Density, OfThePublishedCrystal) {
  VITRINE_NEEDS_REFERENCE("zif4-run/300K2.dat");
  // The mean of the run is 1.262; this is one moment of it.
  const auto result = analyse("density", {*test::load(test::reference("zif4-run/300K2.dat"))});
  EXPECT_NEAR(result.scalar("density"), 1.26, 0.01);
}

}  // namespace
}  // namespace vitrine
