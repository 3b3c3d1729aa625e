// Ring orientations against what is known of random and of prepared directions, against the values
// of an independent program on the published configurations, and the angles of SALEM-2.
#include "analysis/ring_orientation.h"

#include <algorithm>
#include <cmath>

#include "analysis/pole_figure.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using analysis::PolarOrder;
using analysis::PoleFigure;
using analysis::RingOrientation;
using test::analyse;

TEST(RingOrientation, OfRandomNormalsIsAtTheNoiseFloor) {
  const int rings = 4096;
  RingOrientation orientation(rings, 36);
  const auto normals = test::random_directions(rings, 3);
  for (int r = 0; r < rings; ++r) orientation.add(r, normals[r]);
  const double floor = orientation.noise_floor();
  EXPECT_NEAR(floor, std::sqrt(36 / (2.0 * rings)), 1e-12);
  // The 18 independent bins of a plane give the floor to 1/sqrt(2 * 17) = 17 %; four times that.
  for (const double value : orientation.roughness().planes) EXPECT_NEAR(value, floor, 0.7 * floor);
  for (const double value : orientation.corrected_roughness().planes) EXPECT_LT(value, floor);
}

TEST(RingOrientation, RecoversAKnownDistribution) {
  // Angles in the xy plane with density 1 + 0.5 cos 2 theta, by rejection. Its standard deviation
  // over bins of 10 degrees is 0.5/sqrt(2) times sin(10 deg)/(10 deg), here 0.352.
  const int rings = 2000;
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> uniform(0, 1);
  RingOrientation orientation(rings, 36);
  for (int r = 0; r < rings;) {
    const double theta = 2 * units::pi * uniform(random);
    if (1.5 * uniform(random) > 1 + 0.5 * std::cos(2 * theta)) continue;
    orientation.add(r++, Vec3(std::cos(theta), std::sin(theta), 0));
  }
  const double bin = 10 * units::pi / 180;
  const double exact = 0.5 / std::sqrt(2.0) * std::sin(bin) / bin;
  const double error = orientation.roughness_errors()[2];
  EXPECT_NEAR(orientation.corrected_roughness().planes[2], exact, 4 * error);
  EXPECT_LT(error, 0.1 * exact);
}

TEST(RingOrientation, BootstrapErrorIsTheSpreadOfIndependentSamples) {
  std::vector<double> values;
  double error = 0;
  const int samples = 60;
  for (int sample = 0; sample < samples; ++sample) {
    RingOrientation orientation(300, 36);
    auto normals = test::random_directions(300, 100 + sample);
    // Stretched along x, so that there is something to measure besides noise.
    for (int r = 0; r < 300; ++r)
      orientation.add(r, normals[r].cwiseProduct(Vec3(2, 1, 1)).normalized());
    values.push_back(orientation.roughness().mean());
    error += orientation.roughness_errors()[3] / samples;
  }
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / samples;
  for (const double value : values) squares += (value - mean) * (value - mean) / (samples - 1);
  // 60 samples know their spread to 9 %; the bootstrap of a roughness is biased by more than that.
  EXPECT_NEAR(error, std::sqrt(squares), 0.35 * std::sqrt(squares));
}

TEST(RingOrientation, TakesNormalsAlongAPole) {
  RingOrientation orientation(1, 36);
  orientation.add(0, Vec3(0, 0, 1));
  EXPECT_EQ(orientation.roughness().planes[2], 0) << "no theta about z";
  const auto h = orientation.distribution(0);
  EXPECT_EQ(h[9], 18);   // 90 degrees
  EXPECT_EQ(h[27], 18);  // and 270
}

TEST(PolarOrder, IsTheMeanOverAllPairs) {
  const auto normals = test::random_directions(40, 8);
  PolarOrder order;
  for (const Vec3& n : normals) order.add(n);
  for (const int l : {2, 4, 6}) {
    double sum = 0;
    for (const Vec3& a : normals)
      for (const Vec3& b : normals) {
        const double t = std::abs(std::clamp(a.dot(b), -1.0, 1.0));
        sum += std::legendre(static_cast<unsigned>(l), t);
      }
    EXPECT_NEAR(order.order(l), std::sqrt(sum / (40.0 * 40.0)), 1e-10) << l;
  }
  PolarOrder parallel;
  for (const double sign : {1.0, -1.0, 1.0}) parallel.add(sign * Vec3(0.6, 0, 0.8));
  EXPECT_NEAR(parallel.order(6), 1, 1e-12);
  EXPECT_EQ(PolarOrder().order(2), 0);
}

TEST(PoleFigure, IsOneForRandomDirections) {
  PoleFigure figure;
  const int count = 200000;
  for (const Vec3& n : test::random_directions(count, 21)) figure.add(n[0], n[1], n[2]);
  const int centre = analysis::pole_grid / 2;
  const auto density = figure.density();
  int inside = 0;
  for (int j = 0; j < analysis::pole_grid; ++j)
    for (int i = 0; i < analysis::pole_grid; ++i) {
      const double r2 = std::pow(analysis::pole_grid_coordinate(i), 2) +
                        std::pow(analysis::pole_grid_coordinate(j), 2);
      const double value = density[i + analysis::pole_grid * j];
      ASSERT_EQ(std::isnan(value), r2 > 1 + 1e-9) << i << " " << j;
      if (r2 > 1) continue;
      ++inside;
      // A kernel of 8 degrees sees about 1/140 of the directions, here 1,400: 3 %, five times.
      EXPECT_NEAR(value, 1, 0.15) << i << " " << j;
    }
  EXPECT_GT(inside, 0.7 * analysis::pole_grid * analysis::pole_grid);
  EXPECT_NEAR(analysis::pole_grid_coordinate(centre), 0, 1e-12);
}

TEST(PoleFigure, ShowsAnAxisWhereItPoints) {
  // n = (1, 1, 1)/sqrt(3) is drawn at X = Y = 1/(1 + sqrt(3)) = 0.366, and -n opposite to it.
  PoleFigure figure;
  const double c = 1 / std::sqrt(3.0);
  figure.add(c, c, c);
  const auto density = figure.density();
  const auto at = [&](double x, double y) {
    const auto index = [](double v) {
      return static_cast<int>(std::lround((v + 1) / 2 * (analysis::pole_grid - 1)));
    };
    return density[index(x) + analysis::pole_grid * index(y)];
  };
  double top = 0;
  for (const double value : density)
    if (!std::isnan(value)) top = std::max(top, value);
  EXPECT_NEAR(at(0.366, 0.366), top, 1e-9 * top);
  EXPECT_NEAR(at(-0.366, -0.366), top, 1e-9 * top);
  EXPECT_EQ(at(0.366, -0.366), 0);
  EXPECT_EQ(at(0, 0), 0);
}

TEST(Orientation, LeavesOutBrokenRings) {
  const Frame whole = test::lone_rings(test::random_directions(10, 1));
  Frame torn = whole;
  torn.positions[7] += Vec3(0, 0, 1.5);
  const auto result = analyse("orientation", {whole, torn});
  EXPECT_EQ(result.scalar("rings"), 10);
  EXPECT_EQ(result.scalar("broken"), 0.5);
  EXPECT_THROW(analyse("orientation", {test::fcc(4, 2, element::Zn)}), InputError);
}

TEST(Orientation, IsThatOfTheNormals) {
  const auto normals = test::random_directions(50, 6);
  RingOrientation expected(50, 36);
  for (int r = 0; r < 50; ++r) expected.add(r, normals[r]);
  const Frame frame = test::lone_rings(normals);
  const auto result = analyse("orientation", {frame});
  EXPECT_NEAR(result.scalar("roi.xy"), expected.roughness().planes[2], 1e-12);
  EXPECT_NEAR(result.scalar("roi.error"), expected.roughness_errors()[3], 1e-12);
  const auto twice = analyse("orientation", {frame, frame});
  EXPECT_NEAR(twice.scalar("roi.mean"), result.scalar("roi.mean"), 1e-12);
  EXPECT_NEAR(twice.scalar("q.4"), result.scalar("q.4"), 1e-12);
}

TEST(Orientation, OfThePublishedConfigurations) {
  const struct {
    const char* file;
    double roi, q6;  // roi 0: not given
  } published[] = {{"zif4-run/ZIF4.data", 0, 0.428},
                   {"zif4-run/300K2.dat", 0.304, 0.132},
                   {"zif4-run/melt2.dat", 0.280, 0.087},
                   {"zif4-run/glass2.dat", 0.221, 0.052}};
  for (const auto& expected : published) {
    VITRINE_NEEDS_REFERENCE(expected.file);
    const auto result = analyse("orientation", {*test::load(test::reference(expected.file))});
    EXPECT_EQ(result.scalar("rings"), 256);
    // Three digits are given.
    EXPECT_NEAR(result.scalar("q.6"), expected.q6, 0.00051) << expected.file;
    if (expected.roi > 0) {
      EXPECT_NEAR(result.scalar("roi.mean"), expected.roi, 0.00051) << expected.file;
    }
    EXPECT_NEAR(result.scalar("floor"), 0.265, 0.0005);
  }
}

TEST(Orientation, OfSalem2HasFourAnglesInEveryPlane) {
  VITRINE_NEEDS_REFERENCE("structures/SALEM-2.cif");
  const FramePtr primitive = test::load(test::reference("structures/SALEM-2.cif"));
  // Conventional axes of a body-centred cubic lattice from its primitive ones.
  Eigen::Matrix3i conventional;
  conventional << 0, 1, 1, 1, 0, 1, 1, 1, 0;
  const Frame frame = change_axes(*primitive, conventional);
  EXPECT_NEAR(frame.cell.angles()[0], 90, 0.01);
  // The rings are turned by up to 12 degrees about the body diagonals: each peak of 10-degree bins
  // has shoulders, and there is nothing elsewhere.
  const auto result = analyse("orientation", {frame});
  const auto& theta = result.dataset("theta");
  for (const char* plane : {"yz", "xz", "xy"})
    for (std::size_t b = 0; b < 36; ++b) {
      const double angle = theta.column("theta").values[b];
      const double off = std::abs(std::remainder(angle - 45, 90));
      const double expected = off < 1 ? 6 : off < 11 ? 1.5 : 0;
      EXPECT_NEAR(theta.column(plane).values[b], expected, 1e-9) << plane << " " << angle;
    }
}

}  // namespace
}  // namespace vitrine
