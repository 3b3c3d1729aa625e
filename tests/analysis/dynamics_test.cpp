// Motion: random walks and ballistic flights with known mean squares, harmonic vibrations of known
// frequency, rings that turn at a known pace.
#include <numeric>
#include <random>

#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using test::analyse;

/// Zn, wrapped into the cell, whose next position `move` makes of the last.
template <class F>
std::vector<Frame> moving_zinc(int atoms, int frames, double spacing, F&& move) {
  const Cell cell = Cell::from_parameters(9, 10, 11, 80, 95, 100);
  Frame frame = test::ideal_gas(cell, atoms, {element::Zn}, 1);
  std::vector<Vec3> positions = frame.positions;
  std::vector<Frame> row;
  for (int f = 0; f < frames; ++f) {
    for (int i = 0; i < atoms; ++i) {
      if (f > 0) positions[i] += move(i);
      frame.positions[i] = cell.wrap(positions[i]);
    }
    row.push_back(frame);
  }
  return test::in_time(row, spacing);
}

TEST(Diffusion, OfARandomWalk) {
  // Steps of variance 0.01 A^2 along each axis every 0.5 ps: D = 0.01/(2 * 0.5) A^2/ps.
  std::mt19937_64 random(3);
  std::normal_distribution<double> step(0, 0.1);
  const auto row = moving_zinc(400, 200, 0.5, [&](int) {
    const double x = step(random), y = step(random), z = step(random);
    return Vec3(x, y, z);
  });
  const auto result = analyse("diffusion", row);
  const auto& scalar = result.scalars.at(0);
  ASSERT_EQ(scalar.name, "zinc.diffusion");
  const double exact = 0.01 * 1e-4;  // cm^2/s; the drift taken off is 1 of 400 atoms' worth
  EXPECT_NEAR(scalar.value, exact, 4 * scalar.error.value());
  EXPECT_LT(scalar.error.value(), 0.1 * exact);
  const auto& zinc = result.dataset("zinc");
  EXPECT_EQ(zinc.column("msd").values[0], 0);
  EXPECT_NEAR(zinc.column("msd").values[1], 3 * 0.01, 1e-3) << "80,000 steps know it to 0.3 %";
}

TEST(Diffusion, OfFlightsThroughTheCell) {
  // Constant velocities: MSD = v^2 t^2, through many cells. Two atoms fly apart, so that the centre
  // of mass rests; a drift of all is taken off.
  const Vec3 velocity(1, 2, -1), drift(0.5, 0.5, 0.5);  // angstrom a frame
  const auto row =
      moving_zinc(2, 41, 0.1, [&](int i) { return Vec3((i == 0 ? 1 : -1) * velocity + drift); });
  const auto result = analyse("diffusion", row);
  const auto& zinc = result.dataset("zinc");
  ASSERT_EQ(zinc.column("time").values.size(), 21U);
  for (std::size_t n = 0; n < 21; ++n) {
    EXPECT_NEAR(zinc.column("time").values[n], 0.1 * static_cast<double>(n), 1e-9);
    EXPECT_NEAR(zinc.column("msd").values[n], 6.0 * static_cast<double>(n * n), 1e-6);
  }
}

TEST(Diffusion, FollowsLinkersByTheirCentre) {
  // Rings that turn about their centres go nowhere. With equal masses the centre of mass, whose
  // drift is taken off, stays with them.
  std::vector<Frame> row;
  for (int f = 0; f < 10; ++f) {
    const double angle = 0.1 * f;
    row.push_back(test::lone_rings({Vec3(std::cos(angle), std::sin(angle), 0.2), Vec3(0, 1, 1)}));
  }
  row[0].topology = make_topology(row[0].topology->elements, std::vector<double>(10, 12.0));
  const auto result = analyse("diffusion", test::in_time(row, 0.1));
  for (const double square : result.dataset("linkers").column("msd").values)
    EXPECT_NEAR(square, 0, 1e-20);
}

TEST(Diffusion, RefusesUnevenTimes) {
  auto row = moving_zinc(3, 5, 0.1, [](int) { return Vec3(0, 0, 0.1); });
  row[3].time += 0.02;
  EXPECT_THROW(analyse("diffusion", row), InputError);
}

TEST(Vibrations, HaveTheFrequencyOfTheOscillator) {
  // H at 40 THz and Zn at 5 THz, with the same kinetic energy per atom; frames every 5 fs.
  const double fast = 40, slow = 5, dt = 0.005;
  std::vector<Frame> row;
  for (int f = 0; f < 800; ++f) {
    const double t = dt * f;
    Frame frame = test::make_frame(Cell::orthorhombic(9, 9, 9), {element::H, element::Zn},
                                   {Vec3(1, 1, 1), Vec3(5, 5, 5)});
    const auto& masses = frame.topology->masses;
    frame.velocities = {Vec3(std::cos(2 * units::pi * fast * t) / std::sqrt(masses[0]), 0, 0),
                        Vec3(0, std::cos(2 * units::pi * slow * t) / std::sqrt(masses[1]), 0)};
    row.push_back(frame);
  }
  const auto result = analyse("vibrations", test::in_time(row, dt));
  const auto& density = result.dataset("density");
  const auto& f = density.column("frequency").values;
  const double resolution = result.scalar("frequency.resolution");
  EXPECT_NEAR(result.scalar("frequency.highest"), 100, 1e-9);
  EXPECT_NEAR(resolution, 0.5, 1e-9);
  for (const auto& [name, expected] :
       {std::pair<const char*, double>{"H", fast}, std::pair<const char*, double>{"Zn", slow}}) {
    const auto& g = density.column(name).values;
    const auto top = std::max_element(g.begin(), g.end()) - g.begin();
    EXPECT_NEAR(f[top], expected, resolution) << name;
    const double integral = std::accumulate(g.begin(), g.end(), 0.0) * (f[1] - f[0]);
    EXPECT_NEAR(integral, 1, 0.01) << name;
  }
  // Half of all the motion is in either line.
  const auto& total = density.column("total").values;
  double below = 0;
  for (std::size_t n = 0; n < f.size(); ++n)
    if (f[n] < 20) below += total[n] * (f[1] - f[0]);
  EXPECT_NEAR(below, 0.5, 0.01);
}

TEST(Vibrations, OfThePublishedForceField) {
  // The 272-atom crystal: the C-H stretch of imidazolate lies at 90 to 100 THz, but 10 frames 2.5
  // fs apart see no line. What they do see is the temperature, which LAMMPS printed for step 0.
  const auto file = io::open_trajectory(test::data("peers/zif4-272-nve.dump"));
  std::vector<Frame> row;
  for (std::size_t i = 0; i < file->size(); ++i) row.push_back(*file->read(i));
  const auto result = analyse("vibrations", test::in_time(row, 0.0025));
  const auto& correlation = result.dataset("correlation").column("total").values;
  EXPECT_EQ(correlation[0], 1);
  // The fastest period is about 10 fs, four frames: H turn round within two, Zn do not.
  EXPECT_LT(result.dataset("correlation").column("H").values[2], 0.5);
  EXPECT_GT(result.dataset("correlation").column("Zn").values[2], 0.9);
}

TEST(Reorientation, OfRingsThatTurnAtOnePace) {
  // Every normal turns by 5 degrees a frame about an axis at right angles to it.
  const double turn = 5 * units::pi / 180;
  std::vector<Frame> row;
  for (int f = 0; f < 40; ++f) {
    Frame frame = test::lone_rings({Vec3(0, 0, 1), Vec3(0, 1, 0)});
    for (std::size_t r = 0; r < 2; ++r) {
      const Eigen::AngleAxisd rotation(turn * f, Vec3::UnitX());
      Vec3 centre = Vec3::Zero();
      for (int k = 0; k < 5; ++k) centre += frame.positions[5 * r + k] / 5;
      for (int k = 0; k < 5; ++k)
        frame.positions[5 * r + k] = centre + rotation * (frame.positions[5 * r + k] - centre);
    }
    row.push_back(frame);
  }
  const auto result = analyse("reorientation", test::in_time(row, 0.1));
  const auto& correlation = result.dataset("correlation");
  for (std::size_t n = 0; n < 40; ++n) {
    const double cosine = std::cos(turn * static_cast<double>(n));
    // Sums in float. Past 90 degrees P1 is negative: the normal keeps its side.
    EXPECT_NEAR(correlation.column("P1").values[n], cosine, 1e-5) << n;
    EXPECT_NEAR(correlation.column("P2").values[n], 1.5 * cosine * cosine - 0.5, 1e-5) << n;
  }
  // cos(5 deg n) = 1/e at n = 13.68, between frames on a straight line.
  EXPECT_NEAR(result.scalar("p1.time"), 1.368, 0.002);
}

}  // namespace
}  // namespace vitrine
