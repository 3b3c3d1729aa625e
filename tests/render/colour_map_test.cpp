#include "render/colour_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "render/colouring.h"
#include "render/overlay.h"

namespace vitrine::render {
namespace {

// Relative luminance of an sRGB colour (IEC 61966-2-1), of which CIE lightness is a rising
// function.
double luminance(const Rgb& c) {
  const auto linear = [](double u) {
    return u <= 0.04045 ? u / 12.92 : std::pow((u + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}
double lightness(const Rgb& c) {
  return 116 * std::cbrt(luminance(c)) - 16;
}

TEST(EntropyColour, IsBlueWhereOrderedAndRedWhereNot) {
  EXPECT_GT(entropy_colour(0).b, 2 * entropy_colour(0).r);
  EXPECT_GT(entropy_colour(1).r, 2 * entropy_colour(1).b);
  EXPECT_GT(lightness(entropy_colour(0.5)), 90);
}

TEST(EntropyColour, LightnessRisesToTheMiddleAndFallsAfterIt) {
  for (int i = 1; i <= 50; ++i) {
    const double before = 0.01 * (i - 1), after = 0.01 * i;
    EXPECT_LT(lightness(entropy_colour(before)), lightness(entropy_colour(after))) << after;
    EXPECT_LT(lightness(entropy_colour(1 - before)), lightness(entropy_colour(1 - after))) << after;
  }
}

// Clipping to the screen's colours moves a colour by a few units of lightness at most.
TEST(EntropyColour, GivesBothSidesEqualWeight) {
  for (double t = 0; t <= 0.5; t += 0.05)
    EXPECT_NEAR(lightness(entropy_colour(t)), lightness(entropy_colour(1 - t)), 4) << t;
}

TEST(EntropyColour, ClampsWhatIsOutside) {
  const double not_a_number = std::numeric_limits<double>::quiet_NaN();
  for (const double t : {-3.0, not_a_number}) EXPECT_EQ(entropy_colour(t).b, entropy_colour(0).b);
  EXPECT_EQ(entropy_colour(7).r, entropy_colour(1).r);
}

TEST(Viridis, GrowsLighterThroughout) {
  for (int i = 1; i <= 100; ++i)
    EXPECT_LT(lightness(viridis(0.01 * (i - 1))), lightness(viridis(0.01 * i))) << i;
  EXPECT_NEAR(viridis(1).g, 231 / 255.0, 1e-12);
}

TEST(BlueYellow, GrowsLighterThroughoutAndEvenly) {
  for (int i = 1; i <= 100; ++i)
    EXPECT_LT(lightness(blue_yellow(0.01 * (i - 1))), lightness(blue_yellow(0.01 * i))) << i;
  // Clipping to the screen's colours moves a colour by a few units of lightness at most.
  for (double t = 0; t <= 1; t += 0.1) EXPECT_NEAR(lightness(blue_yellow(t)), 16 + 76 * t, 4) << t;
}

TEST(ColourMaps, ClampWhatIsOutside) {
  for (const ColourMap map :
       {ColourMap::blue_red, ColourMap::viridis, ColourMap::blue_yellow, ColourMap::grey}) {
    EXPECT_EQ(map_colour(map, -2).g, map_colour(map, 0).g);
    EXPECT_EQ(map_colour(map, 7).g, map_colour(map, 1).g);
  }
}

TEST(Colouring, IsTheMapBetweenTheEndsOfTheRange) {
  Look look;
  look.map = ColourMap::viridis;
  look.range_low = 10;
  look.range_high = 20;
  const Colouring colouring;
  EXPECT_EQ(colour_of(10, colouring, look)->g, viridis(0).g);
  EXPECT_EQ(colour_of(15, colouring, look)->g, viridis(0.5).g);
  EXPECT_EQ(colour_of(99, colouring, look)->g, viridis(1).g);
  EXPECT_FALSE(colour_of(std::nan(""), colouring, look).has_value());
  look.reversed = true;
  EXPECT_EQ(colour_of(10, colouring, look)->g, viridis(1).g);
  look.range_high = look.range_low;
  EXPECT_EQ(colour_of(10, colouring, look)->g, viridis(0.5).g) << "no width: the middle";
}

TEST(Colouring, TakesTheNearestCategory) {
  Colouring colouring;
  colouring.categories = {{3, "3-fold", {1, 0, 0}}, {4, "4-fold", {0, 1, 0}}};
  EXPECT_EQ(colour_of(3, colouring, {})->r, 1);
  EXPECT_EQ(colour_of(9, colouring, {})->g, 1) << "beyond the last one belongs to it";
}

TEST(RoundTicks, AreFewAndRound) {
  EXPECT_EQ(round_ticks(-9, -4, 6), (std::vector<double>{-9, -8, -7, -6, -5, -4}));
  EXPECT_EQ(round_ticks(0, 1, 3), (std::vector<double>{0, 0.5, 1}));
  for (const double high : {0.013, 1.7, 42.0, 31415.0}) {
    const auto ticks = round_ticks(-high / 3, high, 6);
    EXPECT_GE(ticks.size(), 2u) << high;
    EXPECT_LE(ticks.size(), 6u) << high;
  }
  EXPECT_TRUE(round_ticks(1, 1, 6).empty());
}

}  // namespace
}  // namespace vitrine::render
