#include "widgets/colour_lane.h"

#include <algorithm>
#include <utility>

#include "widgets/processor_time.h"

namespace vitrine::widgets {

const analysis::AtomProperty* FrameColours::property() const {
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [this](const auto& one) { return one.id == job.property; });
  return found == properties.end() ? nullptr : &*found;
}

FrameColours colour_now(ColourJob job, std::stop_token stop) {
  FrameColours colours;
  try {
    const analysis::ReferenceFrame* reference = job.reference.get();
    colours.properties = analysis::atom_properties(*job.frame, reference);
    const analysis::SharedFrame shared(*job.frame, analysis::Work{nullptr, std::move(stop)});
    colours.values = analysis::atom_values(job.property, shared, reference);
  } catch (const std::exception& failure) {
    colours.failure = failure.what();
  }
  try {
    colours.arranged = std::make_shared<const render::DrawnStructure>(
        render::arrange(*job.frame, {1, 1, 1}, job.placement));
  } catch (const std::exception&) {
    // The view tries it itself, and what it says is said.
  }
  colours.job = std::move(job);
  return colours;
}

ColourLane::ColourLane() {
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

ColourLane::~ColourLane() {
  thread_.request_stop();
  thread_.join();
}

void ColourLane::put(ColourJob job) {
  {
    const std::lock_guard lock(mutex_);
    next_ = std::move(job);
  }
  wake_.notify_one();
}

double ColourLane::take_seconds() {
  const std::lock_guard lock(mutex_);
  return std::exchange(seconds_, 0);
}

void ColourLane::run(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (wake_.wait(lock, stop, [this] { return next_.has_value(); })) {
    ColourJob job = std::move(*std::exchange(next_, std::nullopt));
    lock.unlock();
    const double start = processor_seconds();
    colours_.put(colour_now(std::move(job), stop));
    const double took = processor_seconds() - start;
    lock.lock();
    seconds_ += took;
  }
}

}  // namespace vitrine::widgets
