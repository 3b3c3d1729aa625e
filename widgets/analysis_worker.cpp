#include "widgets/analysis_worker.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace vitrine::widgets {
namespace {

using Clock = std::chrono::steady_clock;
constexpr const char* ids[] = {"entropy", "orientation", "rdf", "coordination", "rings"};

/// After a live job the thread rests twice as long as it worked, within these bounds.
Clock::duration rest_after(Clock::duration work) {
  using std::chrono::milliseconds;
  return std::clamp<Clock::duration>(2 * work, milliseconds(60), milliseconds(2000));
}

}  // namespace

const analysis::Result* PanelResults::find(const std::string& id) const {
  const auto at = results.find(id);
  return at == results.end() ? nullptr : &at->second;
}

AnalysisWorker::AnalysisWorker() {
  for (const char* id : ids) analyses_.emplace_back(id, window);
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

AnalysisWorker::~AnalysisWorker() {
  thread_.request_stop();
  thread_.join();
}

void AnalysisWorker::put(AnalysisJob job) {
  {
    const std::lock_guard lock(mutex_);
    next_ = std::move(job);
  }
  wake_.notify_one();
}

bool AnalysisWorker::idle() const {
  const std::lock_guard lock(mutex_);
  return !next_ && !busy_;
}

void AnalysisWorker::run(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (wake_.wait(lock, stop, [this] { return next_.has_value(); })) {
    const AnalysisJob job = std::move(*std::exchange(next_, std::nullopt));
    busy_ = true;
    lock.unlock();
    const auto begin = Clock::now();
    work(job, stop);
    const auto rest = rest_after(Clock::now() - begin);
    lock.lock();
    // A job that somebody waits for (a frame of a file) does not wait for the rest to end.
    if (job.rolling) wake_.wait_for(lock, stop, rest, [this] { return next_ && !next_->rolling; });
    busy_ = false;
  }
}

void AnalysisWorker::work(const AnalysisJob& job, std::stop_token stop) {
  SharedFrames frames;
  for (const FramePtr& frame : job.frames) frames.emplace_back(*frame);
  colour(job, frames);
  analyse(job, frames, stop);
}

void AnalysisWorker::colour(const AnalysisJob& job, const SharedFrames& frames) {
  try {
    const auto entropy = analysis::make_analysis("entropy");
    entropy->add(frames.back());
    const analysis::Result result = entropy->result();
    const analysis::Dataset& zinc = result.dataset("zinc");
    ZincEntropies out{job.generation, {}, zinc.column("entropy").values};
    for (const double atom : zinc.column("atom").values)
      out.zincs.push_back(static_cast<int>(std::lround(atom)));
    entropies_.put(std::move(out));
  } catch (const std::exception&) {
    entropies_.put({job.generation, {}, {}});  // no Zn, no cell: the panels say why
  }
}

void AnalysisWorker::analyse(const AnalysisJob& job, const SharedFrames& frames,
                             std::stop_token stop) {
  const double time = job.frames.back()->time;
  const bool fresh = !job.rolling || job.generation != generation_;
  if (!fresh && last_time_ && std::abs(time - *last_time_) < frame_spacing) return;
  if (fresh)
    for (RollingAnalysis& analysis : analyses_) analysis.reset();
  generation_ = job.generation;
  last_time_ = time;
  PanelResults out;
  out.generation = job.generation;
  out.time = time;
  out.live = job.rolling;
  for (RollingAnalysis& analysis : analyses_) {
    if (stop.stop_requested()) return;
    add_and_report(analysis, frames, out);
  }
  out.warming_up = job.rolling && out.frames < warm_up;
  results_.put(std::move(out));
}

void AnalysisWorker::add_and_report(RollingAnalysis& analysis, const SharedFrames& frames,
                                    PanelResults& out) {
  try {
    for (const analysis::SharedFrame& frame : frames) analysis.add(frame);
    out.results.emplace(analysis.id(), analysis.result());
    out.frames = std::max(out.frames, analysis.frames());
  } catch (const std::exception& failure) {
    out.failures.emplace(analysis.id(), failure.what());
    analysis.reset();
  }
}

}  // namespace vitrine::widgets
