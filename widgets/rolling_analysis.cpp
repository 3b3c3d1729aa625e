#include "widgets/rolling_analysis.h"

#include <utility>

namespace vitrine::widgets {

RollingAnalysis::RollingAnalysis(std::string id, std::size_t window)
    : id_(std::move(id)), window_(window) {
  reset();
}

void RollingAnalysis::reset() {
  older_ = analysis::make_analysis(id_);
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
  if (!younger_) younger_ = analysis::make_analysis(id_);
  younger_->add(frame);
  ++younger_frames_;
}

}  // namespace vitrine::widgets
