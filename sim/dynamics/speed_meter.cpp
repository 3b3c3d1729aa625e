#include "sim/dynamics/speed_meter.h"

namespace vitrine::dynamics {

void SpeedMeter::add(std::int64_t steps, Clock::time_point now) {
  using namespace std::chrono_literals;
  if (marks_.empty()) marks_.push_back({now, steps});
  const double seconds = std::chrono::duration<double>(now - marks_.front().when).count();
  if (seconds > 0) rate_ = static_cast<double>(steps - marks_.front().steps) / seconds;
  if (now - marks_.back().when < 50ms) return;
  marks_.push_back({now, steps});
  while (marks_.size() > 2 && now - marks_[1].when > 2s) marks_.pop_front();
}

}  // namespace vitrine::dynamics
