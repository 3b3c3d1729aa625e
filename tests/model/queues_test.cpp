// What crosses threads: BoundedQueue delivers everything in order, Latest only the newest, and
// every wait ends at close() or at a stop request. Run under the thread sanitizer as well.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "sim/model/bounded_queue.h"
#include "sim/model/latest.h"

namespace vitrine {
namespace {

TEST(BoundedQueue, DeliversEverythingInOrderToASlowConsumer) {
  BoundedQueue<int> queue(3);
  constexpr int count = 20000;
  std::jthread producer([&] {
    for (int i = 0; i < count; ++i) EXPECT_TRUE(queue.push(i));
    queue.close();
  });
  int expected = 0;
  while (const auto value = queue.pop()) EXPECT_EQ(*value, expected++);
  EXPECT_EQ(expected, count);
}

TEST(BoundedQueue, LosesNothingBetweenManyThreads) {
  BoundedQueue<int> queue(5);
  constexpr int threads = 4, each = 3000;
  std::vector<std::atomic<int>> seen(threads * each);
  {
    std::vector<std::jthread> consumers;
    for (int t = 0; t < threads; ++t) {
      consumers.emplace_back([&] {
        while (const auto value = queue.pop()) ++seen[*value];
      });
    }
    {
      std::vector<std::jthread> producers;
      for (int t = 0; t < threads; ++t) {
        producers.emplace_back([&, t] {
          for (int i = 0; i < each; ++i) queue.push(t * each + i);
        });
      }
    }
    queue.close();
  }
  for (const auto& times : seen) EXPECT_EQ(times, 1);
}

TEST(BoundedQueue, CloseEndsEveryWaitAndKeepsWhatIsInside) {
  BoundedQueue<int> full(1), empty(1);
  full.push(7);
  {
    std::jthread blocked_push([&] { EXPECT_FALSE(full.push(8)); });
    std::jthread blocked_pop([&] { EXPECT_FALSE(empty.pop()); });
    full.close();
    empty.close();
  }
  EXPECT_FALSE(full.push(9));
  EXPECT_EQ(full.pop(), 7);
  EXPECT_FALSE(full.pop());
  EXPECT_FALSE(full.try_pop());
}

TEST(BoundedQueue, AStopRequestEndsEveryWait) {
  BoundedQueue<int> full(1), empty(1);
  full.push(7);
  std::jthread blocked_push([&](std::stop_token stop) { EXPECT_FALSE(full.push(8, stop)); });
  std::jthread blocked_pop([&](std::stop_token stop) { EXPECT_FALSE(empty.pop(stop)); });
  blocked_push.request_stop();
  blocked_pop.request_stop();
  blocked_push.join();
  blocked_pop.join();
  EXPECT_EQ(full.try_pop(), 7) << "the queue itself goes on";
  EXPECT_TRUE(full.push(9));
}

TEST(BoundedQueue, CarriesWhatCannotBeCopied) {
  BoundedQueue<std::unique_ptr<int>> queue(2);
  queue.push(std::make_unique<int>(3));
  EXPECT_EQ(**queue.pop(), 3);
}

TEST(Latest, GivesTheNewestOnce) {
  Latest<int> slot;
  EXPECT_FALSE(slot.take());
  slot.put(1);
  slot.put(2);
  EXPECT_EQ(slot.take(), 2);
  EXPECT_FALSE(slot.take());
}

TEST(Latest, NeverGoesBackAndAlwaysDeliversTheLast) {
  Latest<int> slot;
  constexpr int count = 20000;
  std::jthread producer([&] {
    for (int i = 1; i <= count; ++i) slot.put(i);
  });
  int last = 0;
  while (last < count) {
    if (const auto value = slot.take()) {
      EXPECT_GT(*value, last);
      last = *value;
    }
  }
}

}  // namespace
}  // namespace vitrine
