#include "widgets/panel_results.h"

#include <algorithm>

namespace vitrine::widgets {

const AnalysisOutcome* PanelResults::outcome(const AnalysisRequest& request) const {
  if (only && request.only != only) {
    AnalysisRequest restricted = request;
    restricted.only = only;
    return outcome(restricted);
  }
  const auto at = outcomes.find(request);
  return at == outcomes.end() ? nullptr : &at->second;
}

const analysis::Result* PanelResults::find(const AnalysisRequest& request) const {
  const AnalysisOutcome* found = outcome(request);
  return found ? found->result.get() : nullptr;
}

bool PanelResults::any() const {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](const auto& entry) { return entry.second.result != nullptr; });
}

std::vector<analysis::Result> PanelResults::all() const {
  std::map<std::string, analysis::Result> by_id;  // requests of one id: default parameters first
  for (const auto& [request, outcome] : outcomes)
    if (outcome.result) by_id[request.id] = *outcome.result;
  std::vector<analysis::Result> results;
  for (auto& [id, result] : by_id) results.push_back(std::move(result));
  return results;
}

}  // namespace vitrine::widgets
