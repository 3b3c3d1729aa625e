// Every part of a piece of work is done once, whoever does it, and is over when run() returns.
#include "sim/model/thread_team.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace vitrine {
namespace {

TEST(ThreadTeam, DoesEveryPartOnceAndIsDoneThen) {
  for (std::size_t size : {1u, 2u, 5u}) {
    ThreadTeam team(size);
    ASSERT_EQ(team.size(), size);
    std::vector<int> done(size, 0);  // plain numbers: a race would be seen by a sanitizer
    for (int round = 1; round <= 2000; ++round) {
      team.run([&](std::size_t part) { ++done[part]; });
      for (int count : done) ASSERT_EQ(count, round);
    }
  }
}

TEST(ThreadTeam, ThrowsTheFirstFailureAndGoesOn) {
  ThreadTeam team(3);
  try {
    team.run([](std::size_t part) { throw std::runtime_error(std::to_string(part)); });
    FAIL() << "no error";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "0");
  }
  int done[3] = {0, 0, 0};
  team.run([&](std::size_t part) { done[part] = 1; });
  EXPECT_EQ(done[0] + done[1] + done[2], 3);
}

}  // namespace
}  // namespace vitrine
