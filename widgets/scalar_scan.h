#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "widgets/analysis_request.h"
#include "widgets/background_job.h"
#include "widgets/track.h"

namespace vitrine::widgets {

/// A number of an analysis in frames along a file, each by itself, on a thread and a handle of its
/// own: of every frame, or of `most_frames` evenly spaced ones. A frame that the analysis cannot
/// use has none.
class ScalarScan {
 public:
  static constexpr std::size_t most_frames = 400;
  /// Instead of one that is under way. `by_time`: along the times of the frames, ps; otherwise
  /// along their numbers, from 1.
  void start(const std::filesystem::path& file, const AnalysisRequest& request,
             const std::string& scalar, bool by_time);
  void cancel();
  bool running() const { return job_.running(); }
  double progress() const;  ///< 0..1
  /// All that has been found so far, where that is more than before.
  std::optional<Track> take();

 private:
  struct Found;
  std::shared_ptr<Found> found_;
  BackgroundJob<bool> job_;
};

}  // namespace vitrine::widgets
