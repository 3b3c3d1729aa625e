#include "widgets/analysis_lane.h"

#include <algorithm>
#include <utility>

#include "widgets/processor_time.h"

namespace vitrine::widgets {

AnalysisLane::AnalysisLane(std::size_t window, double spacing)
    : window_(window), spacing_(spacing) {
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

AnalysisLane::~AnalysisLane() {
  thread_.request_stop();
  thread_.join();
}

void AnalysisLane::put(AnalysisJob job) {
  {
    const std::lock_guard lock(mutex_);
    next_ = std::move(job);
  }
  wake_.notify_one();
}

bool AnalysisLane::idle() const {
  const std::lock_guard lock(mutex_);
  return !next_ && !busy_;
}

void AnalysisLane::run(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (wake_.wait(lock, stop, [this] { return next_.has_value(); })) {
    const AnalysisJob job = std::move(*std::exchange(next_, std::nullopt));
    busy_ = true;
    lock.unlock();
    work_.put(work(job, stop));
    lock.lock();
    busy_ = false;
  }
}

double AnalysisLane::work(const AnalysisJob& job, std::stop_token stop) {
  const double start = processor_seconds();
  SharedFrames frames;
  for (const FramePtr& frame : job.frames)
    frames.emplace_back(*frame, analysis::Work{nullptr, stop});  // on this thread alone
  analyse(job, frames, stop);
  return processor_seconds() - start;
}

std::vector<AnalysisRequest> AnalysisLane::prepare(const AnalysisJob& job) {
  const bool fresh = !job.rolling || job.generation != generation_;
  generation_ = job.generation;
  std::map<AnalysisRequest, Entry> kept;
  for (const AnalysisRequest& request : job.requests) {
    const auto before = entries_.find(request);
    Entry entry;
    if (before != entries_.end()) entry.seconds = before->second.seconds;
    if (before != entries_.end() && !fresh)
      entry = std::move(before->second);
    else
      try {
        entry.analysis.emplace(request, window_);
      } catch (const std::exception& failure) {
        entry.refused = failure.what();
      }
    kept.emplace(request, std::move(entry));
  }
  entries_ = std::move(kept);
  std::vector<AnalysisRequest> order(job.requests.begin(), job.requests.end());
  std::stable_sort(order.begin(), order.end(), [this](const auto& a, const auto& b) {
    return entries_.at(a).seconds < entries_.at(b).seconds;
  });
  return order;
}

void AnalysisLane::analyse(const AnalysisJob& job, const SharedFrames& frames,
                           std::stop_token stop) {
  PanelResults out{job.generation, job.frames.back()->time, job.rolling, 0, {}};
  for (const AnalysisRequest& request : prepare(job)) {
    if (stop.stop_requested()) return;
    out.outcomes.emplace(request, add_and_report(entries_.at(request), job, frames));
    constexpr double notable = 0.05;  // seconds: somebody would notice having to wait for the rest
    if (entries_.at(request).seconds > notable) results_.put(out);
  }
  results_.put(std::move(out));
}

AnalysisOutcome AnalysisLane::add_and_report(Entry& entry, const AnalysisJob& job,
                                             const SharedFrames& frames) {
  AnalysisOutcome out;
  out.serial = job.serial;
  out.failure = entry.refused;
  if (!entry.analysis) return out;
  const double start = processor_seconds();
  const auto before = entry.last_time;
  const std::string unusable = add(entry, job, frames);
  try {
    out.result = std::make_shared<const analysis::Result>(entry.analysis->result());
  } catch (const std::exception& failure) {
    out.failure = unusable.empty() ? failure.what() : unusable;
  }
  if (entry.last_time != before)
    entry.seconds = (processor_seconds() - start) / static_cast<double>(frames.size());
  out.seconds = entry.seconds;
  out.frames = entry.analysis->frames();
  out.warming_up = job.rolling && out.frames < warm_up;
  out.time = entry.last_time.value_or(job.frames.back()->time);
  out.stride = entry.stride;
  return out;
}

std::string AnalysisLane::add(Entry& entry, const AnalysisJob& job, const SharedFrames& frames) {
  std::string unusable;
  // A run that has gone back to an earlier state begins its window anew.
  if (job.rolling && entry.last_time && job.frames.back()->time < *entry.last_time) {
    entry.analysis->reset();
    entry.last_time.reset();
  }
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const Frame& frame = *job.frames[i];
    if (job.rolling && entry.last_time &&
        (frame.time <= *entry.last_time || frame.time - *entry.last_time < spacing_))
      continue;
    try {
      entry.analysis->add(frames[i]);
    } catch (const std::exception& failure) {
      unusable = failure.what();
      entry.analysis->reset();
    }
    if (entry.last_time) entry.stride = frame.step - entry.last_step;
    entry.last_time = frame.time;
    entry.last_step = frame.step;
  }
  return unusable;
}

}  // namespace vitrine::widgets
