#include "app/analysis_report.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <mutex>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "app/turns.h"
#include "sim/model/errors.h"
#include "sim/model/share_out.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

using analysis::Column;
using analysis::Dataset;
using analysis::Result;
using analysis::Scalar;
using Json = nlohmann::ordered_json;

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Json quantity(double value, const std::string& unit) {
  Json json;
  // JSON has no NaN: a number that is not there is null.
  json["value"] = std::isfinite(value) ? Json(value) : Json(nullptr);
  json["unit"] = unit;
  return json;
}

/// Puts a scalar at its dotted place; one named like its analysis stands at the top.
void put_scalar(Json& target, const std::string& id, const Scalar& scalar) {
  Json entry = quantity(scalar.value, scalar.unit);
  if (scalar.error) entry["error"] = *scalar.error;
  if (scalar.name == id) {
    target.update(entry);
    return;
  }
  Json* place = &target;
  std::string_view rest = scalar.name;
  for (std::size_t dot; (dot = rest.find('.')) != rest.npos; rest.remove_prefix(dot + 1))
    place = &(*place)[std::string(rest.substr(0, dot))];
  (*place)[std::string(rest)] = std::move(entry);
}

Json scalars_json(const Result& result) {
  Json json = Json::object();
  for (const Scalar& scalar : result.scalars) put_scalar(json, result.id, scalar);
  return json;
}

Json dataset_json(const Dataset& dataset) {
  Json columns = Json::array();
  for (const Column& column : dataset.columns) {
    Json values = Json::array();
    for (const double value : column.values)
      values.push_back(std::isfinite(value) ? Json(value) : Json(nullptr));
    columns.push_back(
        {{"name", column.name}, {"unit", column.unit}, {"values", std::move(values)}});
  }
  return columns;
}

Json result_json(const Result& result) {
  const analysis::AnalysisInfo& info = analysis::analysis_info(result.id);
  Json json = {{"title", info.title}, {"reference", info.reference}, {"version", result.version}};
  if (!result.selection.empty()) json["selection"] = result.selection;
  json["frames"] = quantity(static_cast<double>(result.frames), "1");
  for (const analysis::Parameter& parameter : info.parameters)
    json["parameters"][parameter.name] =
        quantity(result.parameters.at(parameter.name), parameter.unit);
  json["scalars"] = scalars_json(result);
  for (const Dataset& dataset : result.datasets)
    json["datasets"][dataset.name] = dataset_json(dataset);
  return json;
}

/// Names may hold commas; quotes as in RFC 4180.
std::string csv_heading(const std::string& name, const std::string& unit) {
  const std::string heading = unit == "1" ? name : fmt::format("{} ({})", name, unit);
  return heading.find(',') == heading.npos ? heading : '"' + heading + '"';
}

std::string csv_table(const Dataset& dataset) {
  std::string text;
  for (const Column& column : dataset.columns) {
    if (!text.empty()) text += ',';
    text += csv_heading(column.name, column.unit);
  }
  text += '\n';
  const std::size_t rows = dataset.columns.empty() ? 0 : dataset.columns.front().values.size();
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < dataset.columns.size(); ++c)
      text += fmt::format("{}{}", c ? "," : "", dataset.columns[c].values[row]);
    text += '\n';
  }
  return text;
}

}  // namespace

AnalysisReport::AnalysisReport(const std::vector<std::string>& ids,
                               const std::map<std::string, analysis::Parameters>& settings,
                               int threads, analysis::ChosenPtr chosen)
    : ids_(ids),
      settings_(settings),
      chosen_(std::move(chosen)),
      team_(static_cast<std::size_t>(std::max(threads, 1))) {
  for (auto id = ids_.begin(); id != ids_.end();)
    id = std::find(ids_.begin(), id, *id) == id ? id + 1 : ids_.erase(id);
  if (ids_.empty())
    for (const auto& info : analysis::registry())
      if (!chosen_ || info.restriction.possible) ids_.push_back(info.id);
  for (const auto& [id, parameters] : settings_)
    if (std::find(ids_.begin(), ids_.end(), id) == ids_.end())
      throw InputError(fmt::format("'{}' has settings, but is not among the analyses to do",
                                   analysis::analysis_info(id).id));
  for (const std::string& id : ids_)
    accumulated_[id] = analysis::make_analysis(id, settings_[id], chosen_);
  seconds_.resize(ids_.size());
}

/// The frame by itself.
AnalysisReport::Outcome AnalysisReport::look_at(const std::string& id,
                                                const analysis::SharedFrame& shared) const {
  Outcome outcome;
  if (analysis::analysis_info(id).sampling != analysis::Sampling::frame) return outcome;
  try {
    const auto single = analysis::make_analysis(id, settings_.at(id), chosen_);
    single->add(shared);
    outcome.result = single->result();
    // Datasets of every frame would fill the memory; those of the whole row are kept.
    outcome.result->datasets.clear();
  } catch (const InputError& error) {
    outcome.reason = error.what();
  }
  return outcome;
}

/// The frame as one of the row, unless it was of no use by itself.
void AnalysisReport::accumulate(const std::string& id, const analysis::SharedFrame& shared,
                                Outcome& outcome) {
  if (!outcome.reason.empty()) return;
  try {
    accumulated_.at(id)->add(shared);
  } catch (const InputError& error) {
    outcome.reason = error.what();
  }
}

void AnalysisReport::add_to(std::size_t n, const analysis::SharedFrame& shared, Outcome& outcome) {
  const Stopwatch watch;
  outcome = look_at(ids_[n], shared);
  accumulate(ids_[n], shared, outcome);
  seconds_[n].push_back(watch.seconds());
}

/// What took longest for the last frame begins, so that the threads end together.
void AnalysisReport::add_side_by_side(const Frame& frame, std::vector<Outcome>& outcomes) {
  std::vector<std::size_t> order(ids_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t n) {
    return seconds_[n].empty() ? 0 : seconds_[n].back();
  });
  const analysis::SharedFrame shared(frame);
  share_out(&team_, order.size(), 1, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t n = first; n < last; ++n) add_to(order[n], shared, outcomes[order[n]]);
  });
}

void AnalysisReport::add(const Frame& frame) {
  finished_ = false;
  std::vector<Outcome> outcomes(ids_.size());
  if (ids_.size() == 1)
    add_to(0, {frame, {.team = &team_}}, outcomes[0]);
  else
    add_side_by_side(frame, outcomes);
  FrameEntry entry{frame.step, frame.time, {}};
  for (std::size_t n = 0; n < ids_.size(); ++n)
    entry.outcomes.emplace(ids_[n], std::move(outcomes[n]));
  frames_.push_back(std::move(entry));
}

/// What the row will ask the frame for is found here, before the frame's turn comes.
void AnalysisReport::look_ahead(const std::string& id, const analysis::SharedFrame& shared,
                                Outcome& outcome) const {
  if (analysis::analysis_info(id).sampling != analysis::Sampling::average) return;
  try {
    analysis::make_analysis(id, settings_.at(id), chosen_)->add(shared);
  } catch (const InputError& error) {
    outcome.reason = error.what();
  }
}

void AnalysisReport::add(std::size_t count, const std::function<FramePtr(std::size_t)>& frame_at) {
  // A row alone, which looks at no frame by itself, would only wait for its turn.
  const bool is_row_alone =
      ids_.size() == 1 && analysis::analysis_info(ids_[0]).sampling == analysis::Sampling::row;
  if (count < team_.size() || team_.size() == 1 || is_row_alone) {
    for (std::size_t k = 0; k < count; ++k) add(*frame_at(k));
    return;
  }
  finished_ = false;
  const std::size_t before = frames_.size();
  frames_.resize(before + count);
  Turns turns(ids_.size());
  std::mutex reading;
  std::size_t unread = 0;
  // The next frame and its place in the row. HDF5 is no friend of threads: one reads at a time; and
  // none after what cannot be read.
  const auto next = [&]() -> std::pair<FramePtr, std::size_t> {
    const std::lock_guard lock(reading);
    if (unread == count) return {};
    const std::size_t k = std::exchange(unread, count);
    FramePtr frame = frame_at(k);
    unread = k + 1;
    return {std::move(frame), k};
  };
  team_.run([&](std::size_t) {
    try {
      for (;;) {
        const auto [frame, k] = next();
        if (!frame) return;
        const analysis::SharedFrame shared(*frame);
        FrameEntry& entry = frames_[before + k];
        entry = {frame->step, frame->time, {}};
        for (std::size_t n = 0; n < ids_.size(); ++n) {
          const Stopwatch alone;
          Outcome& outcome = entry.outcomes[ids_[n]] = look_at(ids_[n], shared);
          look_ahead(ids_[n], shared, outcome);
          const double seconds = alone.seconds();
          if (!turns.wait(n, k)) return;
          const Stopwatch together;
          accumulate(ids_[n], shared, outcome);
          seconds_[n].push_back(seconds + together.seconds());
          turns.done(n);
        }
      }
    } catch (...) {
      turns.give_up();
      throw;
    }
  });
}

AnalysisReport::Cost AnalysisReport::cost(const std::string& id) const {
  const auto n = static_cast<std::size_t>(std::ranges::find(ids_, id) - ids_.begin());
  const std::vector<double>& seconds = seconds_.at(n);
  if (seconds.empty()) return {};
  return {std::ranges::min(seconds), std::accumulate(seconds.begin(), seconds.end(), 0.0) /
                                         static_cast<double>(seconds.size())};
}

void AnalysisReport::compare(Experiment experiment) {
  if (std::find(ids_.begin(), ids_.end(), experiment.id) == ids_.end())
    throw InputError(fmt::format("experiment: '{}' is not among the analyses to do",
                                 analysis::analysis_info(experiment.id).id));
  experiment_ = std::move(experiment);
  finished_ = false;
}

void AnalysisReport::finish() const {
  if (finished_) return;
  results_.clear();
  without_result_.clear();
  for (const std::string& id : ids_) {
    try {
      results_.push_back(accumulated_.at(id)->result());
    } catch (const InputError& error) {
      // Why it could use no frame says more than that there was none.
      const auto refused = std::ranges::find_if(
          frames_, [&](const FrameEntry& frame) { return !frame.outcomes.at(id).reason.empty(); });
      without_result_.emplace(
          id, refused == frames_.end() ? error.what() : refused->outcomes.at(id).reason);
    }
  }
  for (Result& result : results_) {
    if (experiment_ && result.id == experiment_->id)
      analysis::compare_with_experiment(result, experiment_->column, experiment_->curve,
                                        experiment_->window, experiment_->freedom);
    if (knows_times()) continue;
    for (Dataset& dataset : result.datasets)
      for (Column& column : dataset.columns)
        if (column.name == "time")
          std::ranges::fill(column.values, std::numeric_limits<double>::quiet_NaN());
  }
  finished_ = true;
}

const std::vector<Result>& AnalysisReport::accumulated() const {
  finish();
  return results_;
}

bool AnalysisReport::has_result(const std::string& id) const {
  finish();
  return without_result_.find(id) == without_result_.end();
}

std::map<std::string, std::string> AnalysisReport::reasons() const {
  finish();
  std::map<std::string, std::string> reasons = without_result_;
  for (const FrameEntry& frame : frames_)
    for (const auto& [id, outcome] : frame.outcomes)
      if (!outcome.reason.empty()) reasons.emplace(id, outcome.reason);
  return reasons;
}

bool AnalysisReport::knows_times() const {
  if (frames_.size() == 1 && frames_[0].step == 0) return true;
  return std::ranges::any_of(frames_, [](const FrameEntry& frame) { return frame.time != 0; });
}

double AnalysisReport::told_time(const FrameEntry& frame) const {
  return knows_times() ? frame.time : std::numeric_limits<double>::quiet_NaN();
}

void AnalysisReport::write_json(const std::filesystem::path& file,
                                const std::string& source) const {
  Json json = {{"program", "vitrine " VITRINE_VERSION}, {"source", source}};
  if (!knows_times()) json["notice"] = "the file tells no times; analyze --time-step gives them";
  json["frames"] = Json::array();
  for (const FrameEntry& frame : frames_) {
    Json entry;
    entry["step"] = quantity(static_cast<double>(frame.step), "1");
    entry["time"] = quantity(told_time(frame), "ps");
    for (const auto& [id, outcome] : frame.outcomes) {
      if (!outcome.reason.empty())
        entry[id] = {{"reason", outcome.reason}};
      else if (outcome.result)
        entry[id] = scalars_json(*outcome.result);
    }
    json["frames"].push_back(std::move(entry));
  }
  for (const Result& result : accumulated()) json["accumulated"][result.id] = result_json(result);
  write_whole_file(file, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Dataset AnalysisReport::frame_table() const {
  Dataset table{"frames", Dataset::Kind::table, {{"step", "1", {}}, {"time", "ps", {}}}};
  // A frame may lack a scalar that another has (no rings, no Zn): its cell is NaN.
  std::map<std::string, std::size_t> places;
  for (std::size_t row = 0; row < frames_.size(); ++row) {
    table.columns[0].values.push_back(static_cast<double>(frames_[row].step));
    table.columns[1].values.push_back(told_time(frames_[row]));
    for (const auto& [id, outcome] : frames_[row].outcomes) {
      if (!outcome.result || !outcome.reason.empty()) continue;
      for (const Scalar& scalar : outcome.result->scalars) {
        const std::string name = scalar.name == id ? id : id + "." + scalar.name;
        const auto [place, is_new] = places.try_emplace(name, table.columns.size());
        if (is_new)
          table.columns.push_back(
              {name, scalar.unit, std::vector<double>(frames_.size(), std::nan(""))});
        table.columns[place->second].values[row] = scalar.value;
      }
    }
  }
  return table;
}

void AnalysisReport::write_csv(const std::filesystem::path& folder) const {
  make_folder(folder);
  write_whole_file(folder / "frames.csv", csv_table(frame_table()));
  write_tables(accumulated(), folder);
}

void write_tables(const std::vector<Result>& results, const std::filesystem::path& folder) {
  make_folder(folder);
  for (const Result& result : results)
    for (const Dataset& dataset : result.datasets)
      write_whole_file(folder / fmt::format("{}.{}.csv", result.id, dataset.name),
                       csv_table(dataset));
}

}  // namespace vitrine::app
