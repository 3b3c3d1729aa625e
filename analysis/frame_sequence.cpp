#include "analysis/frame_sequence.h"

#include <fmt/format.h>

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

void FrameSequence::count(const Frame& frame) {
  if (!topology_) topology_ = frame.topology;
  ++frames_;
}

Result FrameSequence::begin_result(const Parameters& parameters) const {
  if (frames_ == 0) throw InputError(fmt::format("{}: no frame was added yet", id_));
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
