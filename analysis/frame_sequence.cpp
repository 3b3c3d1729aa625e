#include "analysis/frame_sequence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine::analysis {

void FrameSequence::check(const Frame& frame) const {
  if (!frame.topology || frame.size() == 0)
    throw InputError(fmt::format("{}: the frame has no atoms", id_));
  check_frame(frame);
  if (topology_ && topology_ != frame.topology && topology_->elements != frame.topology->elements)
    throw InputError(
        fmt::format("{}: the frame at step {} has {} atoms, not the {} of the first frame, "
                    "or other elements",
                    id_, frame.step, frame.size(), topology_->size()));
}

void FrameSequence::check_periodic(const Frame& frame) const {
  const auto& periodic = frame.cell.periodic();
  if (!frame.cell.exists() || !periodic[0] || !periodic[1] || !periodic[2])
    throw InputError(fmt::format("{}: needs a cell that repeats in all three directions", id_));
}

void FrameSequence::check_later(const Frame& frame) const {
  if (frames_ > 0 && !(frame.time > last_time_))
    throw InputError(
        fmt::format("{}: frames must follow each other in time, got {} ps after {} ps{}", id_,
                    frame.time, last_time_, frame.time == 0 ? ": the file tells no times" : ""));
}

void FrameSequence::check_even_times(const Frame& frame) const {
  check_later(frame);
  const double step = frame.time - last_time_;
  if (frames_ > 1 && std::abs(step - spacing()) > 1e-3 * spacing())
    throw InputError(
        fmt::format("{}: frames must be equally far apart in time, got {} ps after "
                    "steps of {} ps",
                    id_, step, spacing()));
}

void FrameSequence::check_masses(const Frame& frame) const {
  const std::vector<double>& masses = frame.topology->masses;
  const auto unknown = std::find(masses.begin(), masses.end(), 0.0);
  if (unknown != masses.end())
    throw InputError(fmt::format("{}: the mass of atom {} is not known", id_,
                                 frame.topology->ids[unknown - masses.begin()]));
}

void FrameSequence::check_velocities(const Frame& frame) const {
  if (!frame.velocities)
    throw InputError(fmt::format("{}: the frame at step {} has no velocities", id_, frame.step));
}

void FrameSequence::count(const Frame& frame) {
  if (!topology_) topology_ = frame.topology;
  if (frames_ == 0) first_time_ = frame.time;
  last_time_ = frame.time;
  ++frames_;
}

Result FrameSequence::begin_result(const Parameters& parameters, std::size_t fewest) const {
  if (frames_ == 0) throw InputError(fmt::format("{}: no frame was added yet", id_));
  if (frames_ < fewest)
    throw InputError(fmt::format("{}: needs {} frames or more, got {}", id_, fewest, frames_));
  Result result;
  result.id = id_;
  result.frames = frames_;
  result.parameters = parameters;
  return result;
}

int whole(const std::string& id, const Parameters& parameters, const std::string& name) {
  const double value = parameters.at(name);
  if (value != std::floor(value))
    throw InputError(fmt::format("{}: {} must be a whole number, got {}", id, name, value));
  return static_cast<int>(value);
}

}  // namespace vitrine::analysis
