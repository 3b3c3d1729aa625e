#include "analysis/analysis.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

std::string did_you_mean(const std::string& wrong, const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_name(wrong, candidates);
  return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

template <class T>
const T& find_named(const std::vector<T>& all, const std::string& name, const std::string& owner,
                    const std::string& kind) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& t) { return t.name == name; });
  if (found != all.end()) return *found;
  std::vector<std::string> names;
  for (const T& t : all) names.push_back(t.name);
  throw InputError(
      fmt::format("{}: there is no {} '{}'{}", owner, kind, name, did_you_mean(name, names)));
}

void check_range(const std::string& id, const Parameter& parameter, double value) {
  if (value >= parameter.minimum && value <= parameter.maximum) return;
  const std::string unit = parameter.unit == "1" ? "" : " " + parameter.unit;
  throw InputError(fmt::format("{}: {} must lie between {} and {}{}, got {}", id, parameter.name,
                               parameter.minimum, parameter.maximum, unit, value));
}

/// Sees to it that the frames have the atoms that were chosen, and that the result says so.
class Restricted final : public Analysis {
 public:
  Restricted(const AnalysisInfo& info, std::unique_ptr<Analysis> analysis, const ChosenPtr& chosen)
      : info_(info), analysis_(std::move(analysis)) {
    restrict_to(chosen);
    analysis_->restrict_to(chosen);
  }
  void add(const SharedFrame& shared) override {
    if (shared.frame().size() > 0) chosen()->check(info_.id, shared.frame());
    analysis_->add(shared);
  }
  Result result() const override {
    Result result = analysis_->result();
    const std::size_t atoms = chosen()->size();
    result.selection = fmt::format("{} selected atom{}: {}", atoms, atoms == 1 ? "" : "s",
                                   info_.restriction.sentence);
    return result;
  }

 private:
  const AnalysisInfo& info_;
  std::unique_ptr<Analysis> analysis_;
};

}  // namespace

const Column& Dataset::column(const std::string& column_name) const {
  return find_named(columns, column_name, name, "column");
}

const Dataset& Result::dataset(const std::string& dataset_name) const {
  return find_named(datasets, dataset_name, id, "dataset");
}

double Result::scalar(const std::string& scalar_name) const {
  return find_named(scalars, scalar_name, id, "number").value;
}

const AnalysisInfo& analysis_info(const std::string& id) {
  std::vector<std::string> ids;
  for (const AnalysisInfo& info : registry()) {
    if (info.id == id) return info;
    ids.push_back(info.id);
  }
  throw InputError(fmt::format("there is no analysis '{}'{}", id, did_you_mean(id, ids)));
}

std::unique_ptr<Analysis> make_analysis(const std::string& id, const Parameters& given,
                                        const ChosenPtr& chosen) {
  const AnalysisInfo& info = analysis_info(id);
  Parameters complete;
  for (const Parameter& parameter : info.parameters) complete[parameter.name] = parameter.value;
  for (const auto& [name, value] : given) {
    check_range(id, find_named(info.parameters, name, id, "parameter"), value);
    complete[name] = value;
  }
  std::unique_ptr<Analysis> made = info.factory(complete);
  if (!chosen) return made;
  if (!info.restriction.possible)
    throw InputError(fmt::format("{}: it cannot be restricted to selected atoms: {}", id,
                                 info.restriction.sentence));
  if (chosen->size() == 0) throw InputError(id + ": no atom is selected");
  return std::make_unique<Restricted>(info, std::move(made), chosen);
}

}  // namespace vitrine::analysis
