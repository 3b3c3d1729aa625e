#pragma once
#include <memory>

#include "widgets/analysis_request.h"

namespace vitrine::widgets {

/// An analysis over about the last `window` frames of a live run. Two copies fill, half a window
/// apart, and the fuller one answers until it is full and the other takes its place: between half
/// a window and a window of frames stand behind a result, at two add() per frame and no memory of
/// the frames.
class RollingAnalysis {
 public:
  /// InputError: no analysis of this id, or parameters that it does not take. window >= 2.
  RollingAnalysis(AnalysisRequest request, std::size_t window);
  void add(const analysis::SharedFrame& frame);
  analysis::Result result() const { return older_->result(); }
  std::size_t frames() const { return older_frames_; }
  void reset();

 private:
  std::unique_ptr<analysis::Analysis> make() const;

  AnalysisRequest request_;
  std::size_t window_, older_frames_ = 0, younger_frames_ = 0;
  std::unique_ptr<analysis::Analysis> older_, younger_;
};

}  // namespace vitrine::widgets
