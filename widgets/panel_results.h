#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "widgets/analysis_request.h"

namespace vitrine::widgets {

/// What has become of a request.
struct AnalysisOutcome {
  std::shared_ptr<const analysis::Result> result;  ///< null: there is none yet, or it failed
  std::string failure;                             ///< why it failed
  std::size_t frames = 0;                          ///< used
  bool warming_up = false;                         ///< live: the window is not half full yet
  double time = 0;                                 ///< ps, of the newest frame used
  std::int64_t stride = 0;         ///< live: steps between the last two frames used; 0: unknown
  double seconds = 0;              ///< of a processor, for the newest frame
  bool waits = false;              ///< live: a frame costs too much to follow the run unasked
  bool cancelled = false;          ///< of a whole file
  std::optional<double> progress;  ///< 0..1 while a whole file is being analysed
  std::uint64_t serial = 0;        ///< of the job that gave it: later ones are greater
};
using AnalysisOutcomes = std::map<AnalysisRequest, AnalysisOutcome>;

/// What the panels show.
struct PanelResults {
  std::uint64_t generation = 0;
  double time = 0;  ///< ps, of the frame on the screen when they were asked for
  bool live = false;
  std::size_t file_frames = 0;  ///< of the file shown; 0: none is
  AnalysisOutcomes outcomes;
  analysis::ChosenPtr only = {};  ///< the atoms that all of it is of; nullptr: of all

  /// Of the atoms in `only`, whatever the request says. nullptr: nobody has computed it.
  const AnalysisOutcome* outcome(const AnalysisRequest& request) const;
  const analysis::Result* find(const AnalysisRequest& request) const;
  bool any() const;  ///< some analysis has given a result
  /// One result of each analysis, with the parameters that somebody has chosen where there are any.
  std::vector<analysis::Result> all() const;
};

}  // namespace vitrine::widgets
