#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/dynamics/protocol.h"

namespace vitrine::dynamics {

/// A protocol counted in steps: which stage a step belongs to and what it aims at. The targets of
/// the step from n to n + 1 are those of the time at its end.
class Schedule {
 public:
  /// InputError when the protocol has no stages.
  explicit Schedule(const Protocol& protocol);

  std::size_t stages() const { return ends_.size(); }
  std::int64_t total_steps() const { return ends_.back(); }
  std::int64_t end_of(std::size_t stage) const { return ends_[stage]; }  ///< steps
  /// What is demanded at a step of a stage, ends included.
  Target target(std::size_t stage, std::int64_t step) const;

 private:
  std::vector<Stage> stages_;
  std::vector<std::int64_t> ends_;
};

}  // namespace vitrine::dynamics
