#include "sim/dynamics/history.h"

#include <algorithm>

#include "sim/model/errors.h"

namespace vitrine::dynamics {
namespace {

std::size_t bytes(const Frame& frame) {
  std::size_t vectors = frame.positions.size();
  if (frame.velocities) vectors += frame.velocities->size();
  if (frame.forces) vectors += frame.forces->size();
  return sizeof(Frame) + vectors * sizeof(Vec3);
}

}  // namespace

History::History(TopologyPtr topology, std::string name, std::size_t limit_bytes)
    : topology_(std::move(topology)), name_(std::move(name)), limit_bytes_(limit_bytes) {}

void History::add(FramePtr frame) {
  const std::lock_guard lock(mutex_);
  if (added_++ % stride_ != 0) return;
  frames_.push_back(std::move(frame));
  if (frames_.size() > 2 && frames_.size() * bytes(*frames_.front()) > limit_bytes_) thin();
}

void History::thin() {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < frames_.size(); i += 2) frames_[kept++] = std::move(frames_[i]);
  frames_.resize(kept);
  stride_ *= 2;
}

std::size_t History::size() const {
  const std::lock_guard lock(mutex_);
  return frames_.size();
}

FramePtr History::read(std::size_t i) {
  const std::lock_guard lock(mutex_);
  if (frames_.empty()) throw InputError("the run has not recorded a frame yet");
  return frames_[std::min(i, frames_.size() - 1)];
}

}  // namespace vitrine::dynamics
