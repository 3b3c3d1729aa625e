#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.h"

namespace vitrine::app {

/// Analyses over a row of frames: each frame by itself, and all of them together.
class AnalysisReport {
 public:
  /// Empty `ids`: every analysis of the registry.
  explicit AnalysisReport(const std::vector<std::string>& ids);

  /// A frame that an analysis cannot use (no Zn, no rings, no cell) is left out of that analysis.
  void add(const Frame& frame);
  /// Why an analysis left a frame out, by id: the first reason of each.
  std::map<std::string, std::string> reasons() const;
  /// Results of all frames together, of the analyses that could use at least one.
  std::vector<analysis::Result> accumulated() const;
  /// JSON: frames[] with each analysis' scalars, and `accumulated` with scalars and datasets.
  /// Every number stands beside its unit. Written beside and renamed. FileError.
  void write_json(const std::filesystem::path& file, const std::string& source) const;
  /// frames.csv, and ID.DATASET.csv for every dataset of the accumulated results.
  void write_csv(const std::filesystem::path& folder) const;

 private:
  struct FrameEntry {
    std::int64_t step;
    double time;  ///< ps
    std::map<std::string, analysis::Result> results;
    std::map<std::string, std::string> reasons;  ///< of the analyses that have no result
  };
  analysis::Dataset frame_table() const;

  std::vector<std::string> ids_;
  std::map<std::string, std::unique_ptr<analysis::Analysis>> accumulated_;
  std::vector<FrameEntry> frames_;
};

/// ID.DATASET.csv for every dataset of the results; makes the folder. FileError.
void write_tables(const std::vector<analysis::Result>& results,
                  const std::filesystem::path& folder);

}  // namespace vitrine::app
