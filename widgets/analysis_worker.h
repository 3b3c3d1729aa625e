#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "analysis/analysis.h"
#include "sim/model/latest.h"
#include "widgets/rolling_analysis.h"

namespace vitrine::widgets {

/// Frames to analyse. Jobs of a new generation start from nothing; results carry theirs, and
/// whoever has moved on drops them.
struct AnalysisJob {
  std::uint64_t generation = 0;
  std::vector<FramePtr> frames;  ///< the last one is on the screen
  bool rolling = false;          ///< live: joins the window of the frames before it
};

/// The local entropy of every Zn of one frame: what the tetrahedra are coloured by.
struct ZincEntropies {
  std::uint64_t generation;
  std::vector<int> zincs;
  std::vector<double> values;  ///< k_B
};

/// What the panels show, by analysis id; an analysis that failed left its sentence instead.
struct PanelResults {
  std::uint64_t generation = 0;
  double time = 0;          ///< ps, of the newest frame
  std::size_t frames = 0;   ///< used
  bool warming_up = false;  ///< the rolling window is not half full yet
  bool live = false;
  std::map<std::string, analysis::Result> results;
  std::map<std::string, std::string> failures;

  const analysis::Result* find(const std::string& id) const;
};

/// Analyses on a thread of their own, the newest job first: frames are skipped where it is slow,
/// and it rests between live jobs so that the dynamics keep their cores.
class AnalysisWorker {
 public:
  static constexpr std::size_t window = 40;      ///< frames of the rolling window
  static constexpr std::size_t warm_up = 20;     ///< frames until a rolling result is steady
  static constexpr double frame_spacing = 0.01;  ///< ps between frames of the window

  AnalysisWorker();
  ~AnalysisWorker();
  void put(AnalysisJob job);
  bool idle() const;  ///< neither a job waiting nor one under way
  std::optional<ZincEntropies> take_entropies() { return entropies_.take(); }
  std::optional<PanelResults> take_results() { return results_.take(); }

 private:
  void run(std::stop_token stop);
  /// The frames of a job, with what the analyses find in each.
  using SharedFrames = std::deque<analysis::SharedFrame>;
  void work(const AnalysisJob& job, std::stop_token stop);
  void colour(const AnalysisJob& job, const SharedFrames& frames);
  void analyse(const AnalysisJob& job, const SharedFrames& frames, std::stop_token stop);
  void add_and_report(RollingAnalysis& analysis, const SharedFrames& frames, PanelResults& out);

  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<AnalysisJob> next_;
  bool busy_ = false;

  Latest<ZincEntropies> entropies_;
  Latest<PanelResults> results_;
  // Touched by the thread alone.
  std::uint64_t generation_ = 0;
  std::optional<double> last_time_;
  std::vector<RollingAnalysis> analyses_;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace vitrine::widgets
