#pragma once
#include <algorithm>
#include <chrono>

namespace vitrine::widgets {

/// Keeps recurring work within a share of one processor: after work that took t seconds of it comes
/// a rest of t (1 / share - 1). A simulation that has every core busy loses what others take: its
/// threads wait for each other, so a core taken for a second costs a second.
class WorkPace {
 public:
  /// `longest`: the longest rest, seconds; a slow first time is not paid for ever after.
  explicit WorkPace(double share, double longest = 1e9) : rest_(1 / share - 1), longest_(longest) {}
  /// To call when work has ended.
  void worked(double seconds) {
    if (seconds <= 0) return;
    const auto now = Clock::now();
    if (due_ < now) due_ = now;
    due_ += duration(seconds * rest_);
    due_ = std::min(due_, now + duration(longest_));
  }
  bool due() const { return Clock::now() >= due_; }
  void restart() { due_ = {}; }

 private:
  using Clock = std::chrono::steady_clock;
  static Clock::duration duration(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }
  double rest_, longest_;
  Clock::time_point due_{};
};

}  // namespace vitrine::widgets
