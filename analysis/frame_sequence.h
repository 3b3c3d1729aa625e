#pragma once
#include <string>
#include <vector>

#include "analysis/analysis.h"

namespace vitrine::analysis {

/// The frames one analysis was given: how many, and that all hold the same atoms.
class FrameSequence {
 public:
  explicit FrameSequence(std::string id) : id_(std::move(id)) {}

  /// To call first for each frame. InputError: no atoms, other atoms than before, or a position
  /// that is missing or not finite.
  void check(const Frame& frame) const;
  /// InputError unless the cell repeats in all three directions.
  void check_periodic(const Frame& frame) const;
  /// To call last, once the frame is used.
  void count(const Frame& frame);

  std::size_t frames() const { return frames_; }
  /// A result without its numbers; InputError before the first frame.
  Result begin_result(const Parameters& parameters) const;
  const std::string& id() const { return id_; }

 private:
  std::string id_;
  TopologyPtr topology_;
  std::size_t frames_ = 0;
};

/// A parameter that counts something. InputError when it is not a whole number.
int whole(const std::string& id, const Parameters& parameters, const std::string& name);

}  // namespace vitrine::analysis
