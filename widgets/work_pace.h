#pragma once
#include <chrono>

namespace vitrine::widgets {

/// Keeps recurring work within a share of one processor: after work that took t seconds of it comes
/// a rest of t (1 / share - 1). A simulation that has every core busy loses what others take: its
/// threads wait for each other, so a core taken for a second costs a second.
class WorkPace {
 public:
  explicit WorkPace(double share) : rest_(1 / share - 1) {}
  /// To call when work has ended.
  void worked(double seconds) {
    if (seconds <= 0) return;
    const auto now = Clock::now();
    if (due_ < now) due_ = now;
    due_ +=
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds * rest_));
  }
  bool due() const { return Clock::now() >= due_; }
  void restart() { due_ = {}; }

 private:
  using Clock = std::chrono::steady_clock;
  double rest_;
  Clock::time_point due_{};
};

}  // namespace vitrine::widgets
