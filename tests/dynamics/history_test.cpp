#include "sim/dynamics/history.h"

#include <gtest/gtest.h>

#include <thread>

#include "sim/model/errors.h"
#include "tests/dynamics/toy_force_fields.h"

using namespace vitrine;
using namespace vitrine::dynamics;
using namespace vitrine::test;

namespace {

FramePtr frame_of_step(std::int64_t step) {
  auto frame = std::make_shared<Frame>(argon_crystal(1));
  frame->step = step;
  return frame;
}

}  // namespace

TEST(History, KeepsEverythingWithinItsLimit) {
  History history(frame_of_step(0)->topology, "run");
  EXPECT_THROW(history.read(0), InputError);
  for (int i = 0; i < 100; ++i) history.add(frame_of_step(i));
  ASSERT_EQ(history.size(), 100u);
  EXPECT_EQ(history.read(37)->step, 37);
  EXPECT_EQ(history.read(1000)->step, 99) << "the newest";
}

TEST(History, ThinsEvenly) {
  const std::size_t frame_bytes = sizeof(Frame) + 4 * sizeof(Vec3);
  History history(frame_of_step(0)->topology, "run", 16 * frame_bytes);
  for (int i = 0; i < 1000; ++i) history.add(frame_of_step(i));
  ASSERT_LE(history.size(), 16u);
  ASSERT_GE(history.size(), 8u);
  const std::int64_t spacing = history.read(1)->step;
  for (std::size_t i = 0; i < history.size(); ++i)
    EXPECT_EQ(history.read(i)->step, static_cast<std::int64_t>(i) * spacing);
}

TEST(History, IsReadWhileItGrows) {
  const std::size_t frame_bytes = sizeof(Frame) + 4 * sizeof(Vec3);
  History history(frame_of_step(0)->topology, "run", 16 * frame_bytes);
  history.add(frame_of_step(0));
  const std::jthread writer([&] {
    for (int i = 1; i < 2000; ++i) history.add(frame_of_step(i));
  });
  for (int i = 0; i < 2000; ++i) EXPECT_TRUE(history.read(history.size() - 1));
}
