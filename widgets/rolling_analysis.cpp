#include "widgets/rolling_analysis.h"

#include <utility>

namespace vitrine::widgets {

RollingAnalysis::RollingAnalysis(AnalysisRequest request, std::size_t window)
    : request_(std::move(request)), window_(window) {
  reset();
}

std::unique_ptr<analysis::Analysis> RollingAnalysis::make() const {
  return analysis::make_analysis(request_.id, request_.parameters, request_.only);
}

void RollingAnalysis::reset() {
  older_ = make();
  younger_.reset();
  older_frames_ = younger_frames_ = 0;
}

void RollingAnalysis::add(const analysis::SharedFrame& frame) {
  if (older_frames_ == window_ && younger_) {
    older_ = std::move(younger_);
    older_frames_ = std::exchange(younger_frames_, 0);
  }
  older_->add(frame);
  ++older_frames_;
  if (older_frames_ <= window_ / 2) return;
  if (!younger_) younger_ = make();
  younger_->add(frame);
  ++younger_frames_;
}

}  // namespace vitrine::widgets
