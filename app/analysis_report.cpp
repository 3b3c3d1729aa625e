#include "app/analysis_report.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

using analysis::Column;
using analysis::Dataset;
using analysis::Result;
using analysis::Scalar;
using Json = nlohmann::ordered_json;

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
                               const std::map<std::string, analysis::Parameters>& settings)
    : ids_(ids), settings_(settings) {
  if (ids_.empty())
    for (const auto& info : analysis::registry()) ids_.push_back(info.id);
  for (const auto& [id, parameters] : settings_)
    if (std::find(ids_.begin(), ids_.end(), id) == ids_.end())
      throw InputError(fmt::format("'{}' has settings, but is not among the analyses to do",
                                   analysis::analysis_info(id).id));
  for (const std::string& id : ids_) accumulated_[id] = analysis::make_analysis(id, settings_[id]);
}

void AnalysisReport::add_to(const std::string& id, const analysis::SharedFrame& shared,
                            FrameEntry& entry) {
  try {
    if (analysis::analysis_info(id).sampling == analysis::Sampling::frame) {
      const auto single = analysis::make_analysis(id, settings_.at(id));
      single->add(shared);
      // Datasets of every frame would fill the memory; those of the whole row are kept.
      Result result = single->result();
      result.datasets.clear();
      entry.results.emplace(id, std::move(result));
    }
    accumulated_.at(id)->add(shared);
  } catch (const InputError& error) {
    entry.reasons.emplace(id, error.what());
  }
}

void AnalysisReport::add(const Frame& frame) {
  FrameEntry entry{frame.step, frame.time, {}, {}};
  const analysis::SharedFrame shared(frame);
  for (const std::string& id : ids_) add_to(id, shared, entry);
  frames_.push_back(std::move(entry));
}

std::vector<Result> AnalysisReport::accumulated() const {
  std::vector<Result> results;
  for (const std::string& id : ids_) {
    try {
      results.push_back(accumulated_.at(id)->result());
    } catch (const InputError&) {
      continue;  // no frame that it could use, or too few: reasons() says so
    }
  }
  return results;
}

std::map<std::string, std::string> AnalysisReport::reasons() const {
  std::map<std::string, std::string> reasons;
  for (const FrameEntry& frame : frames_)
    reasons.insert(frame.reasons.begin(), frame.reasons.end());
  for (const std::string& id : ids_) {
    try {
      accumulated_.at(id)->result();
    } catch (const InputError& error) {
      reasons.emplace(id, error.what());
    }
  }
  return reasons;
}

void AnalysisReport::write_json(const std::filesystem::path& file,
                                const std::string& source) const {
  Json json = {{"program", "vitrine " VITRINE_VERSION}, {"source", source}};
  json["frames"] = Json::array();
  for (const FrameEntry& frame : frames_) {
    Json entry;
    entry["step"] = quantity(static_cast<double>(frame.step), "1");
    entry["time"] = quantity(frame.time, "ps");
    for (const auto& [id, result] : frame.results) entry[id] = scalars_json(result);
    for (const auto& [id, reason] : frame.reasons) entry[id] = {{"reason", reason}};
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
    table.columns[1].values.push_back(frames_[row].time);
    for (const auto& [id, result] : frames_[row].results)
      for (const Scalar& scalar : result.scalars) {
        const std::string name = scalar.name == id ? id : id + "." + scalar.name;
        const auto [place, is_new] = places.try_emplace(name, table.columns.size());
        if (is_new)
          table.columns.push_back(
              {name, scalar.unit, std::vector<double>(frames_.size(), std::nan(""))});
        table.columns[place->second].values[row] = scalar.value;
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
