#pragma once
#include <chrono>
#include <cstdint>
#include <deque>

namespace vitrine::dynamics {

/// Steps per second of wall time, averaged over about the last two seconds.
class SpeedMeter {
 public:
  using Clock = std::chrono::steady_clock;

  void add(std::int64_t steps, Clock::time_point now);
  /// Forgets: after a pause the idle time must not count.
  void reset() { marks_.clear(); }
  double steps_per_second() const { return rate_; }

 private:
  struct Mark {
    Clock::time_point when;
    std::int64_t steps;
  };
  std::deque<Mark> marks_;
  double rate_ = 0;
};

}  // namespace vitrine::dynamics
