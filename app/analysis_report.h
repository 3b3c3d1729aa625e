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
  /// Empty `ids`: every analysis of the registry. `settings`: parameters by id, for those that do
  /// not keep their default. InputError: an unknown id or parameter, or settings of an analysis
  /// that is not to be done.
  explicit AnalysisReport(const std::vector<std::string>& ids,
                          const std::map<std::string, analysis::Parameters>& settings = {});

  /// A frame that an analysis cannot use (no Zn, no rings, no cell) is left out of that analysis.
  /// What several analyses look for in the frame is found once.
  void add(const Frame& frame);
  /// Why an analysis left a frame out, or has no result of all frames, by id: the first reason.
  std::map<std::string, std::string> reasons() const;
  /// Results of all frames together, of the analyses that could use at least one.
  std::vector<analysis::Result> accumulated() const;
  /// JSON: frames[] with each analysis' scalars, and `accumulated` with scalars and datasets.
  /// Every number stands beside its unit. Written beside and renamed. FileError.
  void write_json(const std::filesystem::path& file, const std::string& source) const;
  /// frames.csv, and ID.DATASET.csv for every dataset of the accumulated results.
  void write_csv(const std::filesystem::path& folder) const;
  /// HDF5, for whom arrays are handier than text: /frames/NAME of one value a frame, and for each
  /// analysis /ID/scalars/NAME (value, and its error where there is one), /ID/parameters/NAME and
  /// /ID/DATASET/COLUMN, each with an attribute `unit`; /ID has `title`, `reference`, `frames`.
  /// FileError.
  void write_hdf5(const std::filesystem::path& file, const std::string& source) const;

 private:
  struct FrameEntry {
    std::int64_t step;
    double time;  ///< ps
    std::map<std::string, analysis::Result> results;
    std::map<std::string, std::string> reasons;  ///< of the analyses that have no result
  };
  analysis::Dataset frame_table() const;

  void add_to(const std::string& id, const analysis::SharedFrame& shared, FrameEntry& entry);

  std::vector<std::string> ids_;
  std::map<std::string, analysis::Parameters> settings_;
  std::map<std::string, std::unique_ptr<analysis::Analysis>> accumulated_;
  std::vector<FrameEntry> frames_;
};

/// ID.DATASET.csv for every dataset of the results; makes the folder. FileError.
void write_tables(const std::vector<analysis::Result>& results,
                  const std::filesystem::path& folder);

}  // namespace vitrine::app
