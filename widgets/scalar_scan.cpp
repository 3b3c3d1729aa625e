#include "widgets/scalar_scan.h"

#include <atomic>
#include <cmath>
#include <mutex>

#include "sim/io/read.h"

namespace vitrine::widgets {

struct ScalarScan::Found {
  std::mutex mutex;
  Track track;
  bool news = false;
  std::atomic<double> progress = 0;
};

namespace {

std::optional<double> scalar_of(const FramePtr& frame, const AnalysisRequest& request,
                                const std::string& scalar, const std::stop_token& stop) {
  try {
    const auto analysis = analysis::make_analysis(request.id, request.parameters, request.only);
    analysis->add(analysis::SharedFrame(*frame, {nullptr, stop}));
    const double value = analysis->result().scalar(scalar);
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

void ScalarScan::start(const std::filesystem::path& file, const AnalysisRequest& request,
                       const std::string& scalar, bool by_time) {
  found_ = std::make_shared<Found>();
  job_.start([=, found = found_](std::stop_token stop) {
    const auto trajectory = io::open_trajectory(file, {}, stop);
    const std::size_t frames = trajectory->size();
    const std::size_t count = std::min(frames, most_frames);
    for (std::size_t k = 0; k < count && !stop.stop_requested(); ++k) {
      const std::size_t index = count > 1 ? k * (frames - 1) / (count - 1) : 0;
      const FramePtr frame = trajectory->read(index);
      const auto value = scalar_of(frame, request, scalar, stop);
      found->progress = double(k + 1) / double(count);
      if (!value || stop.stop_requested()) continue;
      const std::lock_guard lock(found->mutex);
      found->track.x << (by_time ? frame->time : double(index + 1));
      found->track.y << *value;
      found->news = true;
    }
    return true;
  });
}

void ScalarScan::cancel() {
  job_.cancel();
  found_.reset();
}

double ScalarScan::progress() const {
  return found_ ? found_->progress.load() : 0;
}

std::optional<Track> ScalarScan::take() {
  job_.take();  // a file that cannot be read any more has no more of it
  if (!found_) return std::nullopt;
  const std::lock_guard lock(found_->mutex);
  if (!std::exchange(found_->news, false)) return std::nullopt;
  return found_->track;
}

}  // namespace vitrine::widgets
