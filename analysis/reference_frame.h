#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "sim/model/frame.h"
#include "sim/model/imidazole_rings.h"

namespace vitrine::analysis {

/// The moment that displacements and broken rings are counted from. Its rings are looked for once,
/// by the first thread that asks.
class ReferenceFrame {
 public:
  explicit ReferenceFrame(FramePtr frame) : frame_(std::move(frame)) {}

  const Frame& frame() const { return *frame_; }
  const std::vector<ImidazoleRing>& rings() const {
    const std::lock_guard lock(searching_);
    if (!rings_) rings_ = find_imidazole_rings(*frame_);
    return *rings_;
  }

 private:
  FramePtr frame_;
  mutable std::mutex searching_;
  mutable std::optional<std::vector<ImidazoleRing>> rings_;
};

using ReferencePtr = std::shared_ptr<const ReferenceFrame>;

}  // namespace vitrine::analysis
