// Errors of averages against the spread of what they are errors of; fits that recover what their
// points were made from.
#include "analysis/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "analysis/arrhenius.h"
#include "analysis/curve_match.h"
#include "analysis/peak_fit.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine {
namespace {

using analysis::BlockedCurve;

/// x_n = c x_{n-1} + noise: the mean of N has the variance (1 + c)/(1 - c) / N.
std::vector<double> correlated_series(std::size_t length, double c, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> noise(0, std::sqrt(1 - c * c));
  std::vector<double> series;
  double x = 0;
  for (std::size_t n = 0; n < length; ++n) series.push_back(x = c * x + noise(random));
  return series;
}

TEST(Errors, OfACorrelatedSeriesAreThoseOfItsMean) {
  const std::size_t length = 4096;
  const double c = 0.9, exact = std::sqrt((1 + c) / (1 - c) / static_cast<double>(length));
  double by_blocks = 0, by_jackknife = 0;
  const int rows = 30;
  for (int row = 0; row < rows; ++row) {
    const auto series = correlated_series(length, c, 50 + row);
    BlockedCurve curve(1);
    for (const double x : series) curve.add(std::array{x});
    EXPECT_NEAR(curve.mean()[0], analysis::mean(series), 1e-12);
    by_blocks += analysis::block_error(series).value() / rows;
    const auto first = [](const std::vector<double>& mean) { return std::optional(mean[0]); };
    by_jackknife += curve.error_of(first).value() / rows;
    EXPECT_NEAR(curve.errors().value()[0], curve.error_of(first).value(), 1e-12)
        << "of a mean, the jackknife is the spread of the blocks";
  }
  // Blocking takes the largest of its estimates, the last of which come from few blocks: too large
  // on average. Eight blocks of the jackknife: right on average, 1/sqrt(14 rows) = 5 % uncertain.
  EXPECT_NEAR(by_jackknife, exact, 0.2 * exact);
  EXPECT_GT(by_blocks, 0.9 * exact);
  EXPECT_LT(by_blocks, 2 * exact);
}

TEST(Errors, AreNotClaimedWithoutBlocks) {
  BlockedCurve curve(2);
  for (int n = 0; n < 3; ++n) curve.add(std::array{1.0 * n, 2.0});
  EXPECT_FALSE(curve.errors());
  EXPECT_EQ(curve.frames(), 3U);
  EXPECT_EQ(curve.mean(), (std::vector<double>{1, 2}));
  EXPECT_FALSE(analysis::block_error({1, 2, 3}));
  EXPECT_FALSE(analysis::independent_error({1}));
}

TEST(Arrhenius, RecoversTheEnergyWithItsError) {
  const double energy = 0.86, start = 9;  // eV: the 83 kJ/mol of the paper
  std::mt19937_64 random(2);
  std::normal_distribution<double> noise;
  double worst = 0;
  for (int trial = 0; trial < 40; ++trial) {
    std::vector<analysis::RatePoint> points;
    for (double t = 900; t <= 1500; t += 100) {
      const double value = std::exp(start - energy / (units::boltzmann * t));
      const double error = 0.05 * value;
      points.push_back({t, value + error * noise(random), error});
    }
    const auto fit = analysis::fit_arrhenius(points);
    worst = std::max(worst, std::abs(fit.energy - energy) / fit.energy_error);
    EXPECT_LT(fit.energy_error, 0.06);
  }
  // The largest of 40 normal deviations lies between one and four standard errors.
  EXPECT_GT(worst, 1);
  EXPECT_LT(worst, 4);
}

TEST(Arrhenius, OfExactPointsIsExact) {
  std::vector<analysis::RatePoint> points;
  for (const double t : {800.0, 1000.0, 1300.0})
    points.push_back({t, std::exp(3 - 0.5 / (units::boltzmann * t)), 0});
  const auto fit = analysis::fit_arrhenius(points);
  EXPECT_NEAR(fit.energy, 0.5, 1e-10);
  EXPECT_NEAR(fit.log_prefactor, 3, 1e-9);
  EXPECT_NEAR(fit.energy_error, 0, 1e-7);
  points.pop_back();
  EXPECT_THROW(analysis::fit_arrhenius(points), InputError) << "two points lie on any line";
  EXPECT_THROW(analysis::fit_arrhenius({{800, 1, 0.1}, {900, 0, 0.1}}), InputError);
  EXPECT_THROW(analysis::fit_arrhenius({{800, 1, 0.1}, {900, 1, 0}}), InputError);
}

TEST(Arrhenius, GathersARunInIntervalsOfTemperature) {
  // A ramp that fluctuates by 2 %, as 272 atoms do, and what has no temperature or nothing to
  // count.
  std::mt19937_64 random(5);
  std::normal_distribution<double> noise;
  std::vector<double> temperatures = {std::nan(""), 300}, values = {7, 0};
  for (int n = 0; n < 4000; ++n) {
    temperatures.push_back((900 + 0.15 * n) * (1 + 0.02 * noise(random)));
    values.push_back(std::exp(9 - 0.86 / (units::boltzmann * temperatures.back())));
  }
  const auto points = analysis::points_of_run(temperatures, values, 50);
  ASSERT_GE(points.size(), 12U);
  EXPECT_GT(points.front().temperature, 800);
  for (const analysis::RatePoint& point : points) EXPECT_EQ(point.error, 0);
  // Averages over 50 K of a curve that bends by E/kT each time T doubles are 1 % too large, more or
  // less alike everywhere.
  EXPECT_NEAR(analysis::fit_arrhenius(points).energy, 0.86, 0.02);
  EXPECT_TRUE(
      analysis::points_of_run(std::vector<double>(50, 1000.0), std::vector<double>(50, 3.0), 50)
          .empty());
  EXPECT_TRUE(analysis::points_of_run({1000, 1060, 1120}, {1, 2, 3}, 50).empty())
      << "too near each other";
}

TEST(PeakFit, RecoversALorentzian) {
  std::vector<double> x, y;
  for (int n = 0; n < 200; ++n) {
    x.push_back(0.02 * n);
    y.push_back(0.4 + 2.5 / (1 + std::pow((x.back() - 1.466) / 0.11, 2)));
  }
  const auto peak = analysis::fit_peak(x, y, 0.8, 2, 0.3);
  ASSERT_TRUE(peak);
  EXPECT_NEAR(peak->position, 1.466, 1e-6);
  EXPECT_NEAR(peak->width, 0.22, 1e-6);
  EXPECT_NEAR(peak->height, 2.5, 1e-6);
  EXPECT_NEAR(peak->base, 0.4, 1e-6);
  EXPECT_FALSE(analysis::fit_peak(x, y, 10, 12, 0.3)) << "nothing there";
}

TEST(CurveMatch, FindsScaleAndOffset) {
  std::vector<double> x, computed, fine, experiment;
  for (int n = 0; n <= 100; ++n) {
    x.push_back(0.1 * n);
    computed.push_back(std::sin(x.back()));
  }
  for (int n = 0; n <= 77; ++n) {
    fine.push_back(0.13 * n);
    experiment.push_back(1.7 * std::sin(fine.back()) - 0.3);
  }
  const auto match = analysis::match_curve({x, computed}, {fine, experiment}, {2, 9});
  EXPECT_EQ(match.points, 54U);  // 0.13 n from 2 to 9: n = 16 ... 69
  // Straight lines between points 0.1 apart miss a sine by up to 0.1^2/8.
  EXPECT_NEAR(match.scale, 1.7, 0.003);
  EXPECT_NEAR(match.offset, -0.3, 0.002);
  EXPECT_LT(match.r_factor, 0.002);
  const auto fixed =
      analysis::match_curve({x, computed}, {fine, experiment}, {2, 9}, {false, false});
  EXPECT_EQ(fixed.scale, 1);
  EXPECT_EQ(fixed.offset, 0);
  EXPECT_GT(fixed.r_factor, 0.4);
  EXPECT_THROW(analysis::match_curve({x, computed}, {fine, experiment}, {20, 30}), InputError);

  analysis::Result result;
  result.id = "sines";
  result.datasets = {
      {"waves", analysis::Dataset::Kind::series, {{"r", "A", x}, {"sine", "1/A2", computed}}}};
  analysis::compare_with_experiment(result, "sine", {fine, experiment}, {2, 9});
  EXPECT_EQ(result.scalar("experiment.scale"), match.scale);
  EXPECT_EQ(result.scalar("experiment.r_factor"), match.r_factor);
  const auto& overlay = result.dataset("experiment");
  ASSERT_EQ(overlay.column("r").values.size(), 54U);
  for (std::size_t n = 0; n < 54; ++n)
    EXPECT_NEAR(overlay.column("sine").values[n], overlay.column("experiment").values[n], 0.004);
  EXPECT_THROW(analysis::compare_with_experiment(result, "cosine", {fine, experiment}), InputError);
}

}  // namespace
}  // namespace vitrine
