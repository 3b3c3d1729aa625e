#include "analysis/histogram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "analysis/statistics.h"

namespace vitrine::analysis {
namespace {

TEST(Bins, KeepTheUpperEndInside) {
  // value / width rounds up to the number of bins for some of these.
  for (const double high : {1.0, 3.3, 10.0, 180.0, 1e-3})
    for (int count = 1; count < 1000; ++count) {
      const Bins bins(0, high, count);
      EXPECT_EQ(bins.index(high), count - 1);
      EXPECT_EQ(bins.index(std::nextafter(high, 0)), count - 1);
      EXPECT_EQ(bins.index(0), 0);
    }
}

TEST(Bins, HoldTheirCentres) {
  const Bins bins(-2, 5, 70);
  for (int bin = 0; bin < bins.count(); ++bin) EXPECT_EQ(bins.index(bins.centre(bin)), bin);
  EXPECT_DOUBLE_EQ(bins.width(), 0.1);
  EXPECT_DOUBLE_EQ(bins.low_edge(70), 5);
}

TEST(Histogram, LeavesOutWhatLiesOutside) {
  Histogram histogram(Bins(0, 1, 4));
  for (const double value : {-0.1, 0.0, 0.3, 1.0, 1.1, std::nan("")}) histogram.add(value, 2);
  EXPECT_EQ(histogram.weights(), (std::vector<double>{2, 2, 0, 2}));
  EXPECT_EQ(histogram.sum(), 6);
}

TEST(BlockError, IsThatOfIndependentValues) {
  std::mt19937_64 random(4);
  std::normal_distribution<double> normal(0, 3);
  std::vector<double> series(4096);
  for (double& value : series) value = normal(random);
  // The largest of several estimates, the coarsest from four blocks: high rather than low.
  const double error = block_error(series).value();
  EXPECT_GT(error, 0.95 * 3 / 64);
  EXPECT_LT(error, 2.5 * 3 / 64);
}

TEST(BlockError, SeesCorrelation) {
  // An autoregressive series of correlation time 20 has sqrt(2 * 20) times the error of
  // independent values.
  std::mt19937_64 random(4);
  std::normal_distribution<double> normal;
  const double keep = std::exp(-1 / 20.0);
  std::vector<double> series;
  double value = 0;
  for (int n = 0; n < 16384; ++n) {
    value = keep * value + std::sqrt(1 - keep * keep) * normal(random);
    series.push_back(value);
  }
  const double expected = std::sqrt(2 * 20 / 16384.0);
  EXPECT_GT(block_error(series).value(), 0.7 * expected);
  EXPECT_LT(block_error(series).value(), 2.5 * expected);
}

TEST(BlockError, SaysNothingOfFewValues) {
  EXPECT_FALSE(block_error({1, 2, 3}).has_value());
  EXPECT_EQ(block_error({2, 2, 2, 2}).value(), 0);
}

}  // namespace
}  // namespace vitrine::analysis
