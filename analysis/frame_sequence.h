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
  /// InputError unless the frame is later than the one before.
  void check_later(const Frame& frame) const;
  /// The same, and by as much as that was later
  /// than its own predecessor (within a thousandth).
  void check_even_times(const Frame& frame) const;
  /// InputError unless the mass of every atom is known.
  void check_masses(const Frame& frame) const;
  /// InputError unless the frame has velocities.
  void check_velocities(const Frame& frame) const;
  /// To call last, once the frame is used.
  void count(const Frame& frame);

  std::size_t frames() const { return frames_; }
  /// Time between frames, ps; for rows of two frames or more whose times were checked.
  double spacing() const { return (last_time_ - first_time_) / static_cast<double>(frames_ - 1); }
  /// A result without its numbers; InputError before the first frame, or where there are fewer
  /// than are needed.
  Result begin_result(const Parameters& parameters, std::size_t fewest = 1) const;
  const std::string& id() const { return id_; }

 private:
  std::string id_;
  TopologyPtr topology_;
  std::size_t frames_ = 0;
  double first_time_ = 0, last_time_ = 0;  // ps
};

/// A parameter that counts something. InputError when it is not a whole number.
int whole(const std::string& id, const Parameters& parameters, const std::string& name);

}  // namespace vitrine::analysis
