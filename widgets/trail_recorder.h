#pragma once
#include <deque>
#include <memory>
#include <vector>

#include "render/scene.h"

namespace vitrine::widgets {

/// Where some atoms were in the last frames that were shown, joined through periodic boundaries by
/// the shortest step from frame to frame. Memory is bounded by `most_points`: with many atoms the
/// trails get shorter.
class TrailRecorder {
 public:
  using Atoms = std::shared_ptr<const std::vector<int>>;
  static constexpr std::size_t most_points = 200'000;

  void setLength(int frames);  ///< 0: none are kept
  int length() const { return length_; }
  /// A frame that is shown, and the atoms whose paths are wanted. Other atoms begin anew; so does
  /// everything where the frame is of another system. The same frame again changes nothing.
  void add(const FramePtr& frame, const Atoms& atoms);
  void clear();
  std::shared_ptr<const render::Trails> trails() const { return trails_; }  ///< nullptr: none

 private:
  std::size_t mostFrames() const;
  void publish();

  int length_ = 0;
  Atoms atoms_;
  FramePtr last_;
  std::deque<std::vector<Vec3>> rows_;  // of each frame, one point for each atom
  std::shared_ptr<const render::Trails> trails_;
};

}  // namespace vitrine::widgets
