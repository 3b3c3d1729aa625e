#pragma once
#include <atomic>
#include <filesystem>

#include "widgets/background_job.h"
#include "widgets/panel_results.h"

namespace vitrine::widgets {

/// Analyses over every frame of a file, on a thread and a handle of its own. A frame that an
/// analysis cannot use is left out of that analysis.
class WholeFileJob {
 public:
  /// Instead of one that is under way.
  void start(std::filesystem::path file, AnalysisRequests requests);
  void cancel() { job_.cancel(); }
  bool running() const { return job_.running(); }
  double progress() const { return progress_ ? progress_->load() : 0; }  ///< 0..1
  const AnalysisRequests& requests() const { return requests_; }
  /// When it has ended; a file that cannot be read is every request's failure.
  std::optional<AnalysisOutcomes> take();

 private:
  AnalysisRequests requests_;
  std::shared_ptr<std::atomic<double>> progress_;
  BackgroundJob<AnalysisOutcomes> job_;
};

}  // namespace vitrine::widgets
