#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>

#include "sim/model/latest.h"
#include "widgets/panel_results.h"
#include "widgets/rolling_analysis.h"

namespace vitrine::widgets {

/// Frames to analyse. Jobs of a new generation start from nothing; results carry theirs, and
/// whoever has moved on drops them.
struct AnalysisJob {
  std::uint64_t generation = 0, serial = 0;
  std::vector<FramePtr> frames;  ///< the last one is on the screen
  bool rolling = false;          ///< live: joins the window of the frames before it
  AnalysisRequests requests;
};

/// A thread that does one job after another, the newest first: older ones that it has not begun are
/// dropped.
class AnalysisLane {
 public:
  /// `window`: frames of the rolling window; `spacing`: ps between them, what lies nearer is
  /// skipped.
  AnalysisLane(std::size_t window, double spacing);
  ~AnalysisLane();
  void put(AnalysisJob job);
  bool idle() const;  ///< neither a job waiting nor one under way

  /// Processor time of the last finished job, seconds; given once.
  std::optional<double> take_work() { return work_.take(); }
  /// What was found so far of the newest job that was begun.
  std::optional<PanelResults> take_results() { return results_.take(); }

 private:
  /// The frames of a job, with what the analyses find in each.
  using SharedFrames = std::deque<analysis::SharedFrame>;
  struct Entry {
    std::optional<RollingAnalysis> analysis;
    std::string refused;  ///< why there is no analysis
    std::optional<double> last_time;
    std::int64_t last_step = 0, stride = 0;
    double seconds = 0;
  };
  void run(std::stop_token stop);
  double work(const AnalysisJob& job, std::stop_token stop);
  void analyse(const AnalysisJob& job, const SharedFrames& frames, std::stop_token stop);
  /// The requests of a job, the cheapest first; what nobody wants any more is forgotten.
  std::vector<AnalysisRequest> prepare(const AnalysisJob& job);
  AnalysisOutcome add_and_report(Entry& entry, const AnalysisJob& job, const SharedFrames& frames);
  /// The sentence of the last frame that the analysis could not use.
  std::string add(Entry& entry, const AnalysisJob& job, const SharedFrames& frames);

  const std::size_t window_;
  const double spacing_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<AnalysisJob> next_;
  bool busy_ = false;
  Latest<double> work_;
  Latest<PanelResults> results_;
  // Touched by the thread alone.
  std::uint64_t generation_ = 0;
  std::map<AnalysisRequest, Entry> entries_;
  std::jthread thread_;  // last: it ends before what it uses
};

/// Frames until a rolling result is steady.
inline constexpr std::size_t warm_up = 20;

}  // namespace vitrine::widgets
