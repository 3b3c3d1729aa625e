#pragma once
#include <set>
#include <string>

#include "analysis/analysis.h"

namespace vitrine::widgets {

/// An analysis that a panel wants. Panels that want the same thing share one computation.
struct AnalysisRequest {
  std::string id;
  analysis::Parameters parameters = {};  ///< those that differ from their defaults
  bool whole = false;                    ///< of a file: all of its frames instead of the one shown
  bool insist = false;                   ///< of a live run: even where a frame costs much
  analysis::ChosenPtr only = {};         ///< of these atoms; nullptr: of all
  auto operator<=>(const AnalysisRequest&) const = default;
};
using AnalysisRequests = std::set<AnalysisRequest>;

}  // namespace vitrine::widgets
