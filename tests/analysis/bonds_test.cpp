// Bonds that break and form, on rows of frames whose events are known.
#include <random>

#include "sim/model/errors.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using test::analyse;

/// One Zn and one N, this far apart (angstrom) in each frame, 0.1 ps between frames.
std::vector<Frame> pair_at(const std::vector<double>& distances) {
  std::vector<Frame> frames;
  for (const double distance : distances)
    frames.push_back(test::make_frame(Cell::orthorhombic(12, 12, 12), {element::Zn, element::N},
                                      {Vec3(11.5, 1, 1), Vec3(11.5 + distance, 1, 1)}));
  return test::in_time(frames, 0.1);
}

TEST(Bonds, ThatRattleAboutTheCutoffStand) {
  const auto result = analyse("bonds", pair_at({2.0, 2.9, 3.1, 2.9, 3.2, 2.8, 3.25, 2.0}));
  EXPECT_EQ(result.scalar("broken"), 0);
  EXPECT_EQ(result.scalar("formed"), 0);
  EXPECT_EQ(result.scalar("count"), 1);
  EXPECT_THROW(result.scalar("lifetime"), InputError) << "none broke";
  // Without a margin each crossing would be an event.
  const auto jumpy =
      analyse("bonds", pair_at({2.0, 2.9, 3.1, 2.9, 3.2, 2.8, 3.25, 2.0}), {{"margin", 0}});
  EXPECT_EQ(jumpy.scalar("broken"), 3);
  EXPECT_EQ(jumpy.scalar("formed"), 3);
}

TEST(Bonds, AreFollowedThroughBreakingAndForming) {
  const auto result = analyse("bonds", pair_at({2.0, 3.0, 3.4, 3.0, 2.8, 2.6, 2.0, 3.5}));
  const auto& events = result.dataset("events");
  const double times[] = {0.2, 0.5, 0.7}, formed[] = {0, 1, 0};
  ASSERT_EQ(events.column("time").values.size(), 3U);
  for (int e = 0; e < 3; ++e) {
    EXPECT_NEAR(events.column("time").values[e], times[e], 1e-12) << e;
    EXPECT_EQ(events.column("formed").values[e], formed[e]) << e;
    EXPECT_EQ(events.column("zinc").values[e], 0) << e;
    EXPECT_EQ(events.column("nitrogen").values[e], 1) << e;
  }
  EXPECT_TRUE(std::isnan(events.column("age").values[0])) << "it stood from the start";
  EXPECT_NEAR(events.column("age").values[2], 0.2, 1e-12);
  // Bonded for 0.2 and 0.2 ps, two broke.
  EXPECT_NEAR(result.scalar("lifetime"), 0.2, 1e-12);
}

TEST(Bonds, HaveTheLifetimeOfTheirRate) {
  // Each of 200 bonds breaks within any frame with probability 0.02 and re-forms with 0.05: the
  // lifetime is 0.1 ps / 0.02 = 5 ps, whatever the length of the row (bonds that stand at its end
  // count with the time they stood).
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> uniform(0, 1);
  const int pairs = 200;
  std::vector<bool> bonded(pairs, true);
  std::vector<Frame> frames;
  for (int f = 0; f < 60; ++f) {
    std::vector<Element> elements;
    std::vector<Vec3> positions;
    for (int p = 0; p < pairs; ++p) {
      if (f > 0) bonded[p] = bonded[p] ? uniform(random) > 0.02 : uniform(random) < 0.05;
      const Vec3 place(10 * (p % 6), 10 * (p / 6 % 6), 10 * (p / 36));
      elements.insert(elements.end(), {element::Zn, element::N});
      positions.insert(positions.end(), {place, place + Vec3(bonded[p] ? 2 : 4, 0, 0)});
    }
    frames.push_back(test::make_frame(Cell::orthorhombic(60, 60, 60), elements, positions));
  }
  const auto result = analyse("bonds", test::in_time(frames, 0.1));
  for (const auto& scalar : result.scalars)
    if (scalar.name == "lifetime") {
      EXPECT_NEAR(scalar.value, 5, 4 * scalar.error.value());
      EXPECT_LT(scalar.error.value(), 0.5);
    }
}

TEST(Bonds, NeedTimeToPass) {
  auto frames = pair_at({2.0, 2.0});
  EXPECT_THROW(analyse("bonds", {frames[0]}), InputError) << "a single frame has no event";
  frames[1].time = 0;
  EXPECT_THROW(analyse("bonds", frames), InputError);
}

}  // namespace
}  // namespace vitrine
