#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "analysis/curve_match.h"
#include "sim/model/thread_team.h"

namespace vitrine::app {

/// A measured curve to lay over one of a result (compare_with_experiment()).
struct Experiment {
  std::string id, column;  ///< of the analysis and its curve
  Curve curve;
  analysis::CurveWindow window;
  analysis::CurveFreedom freedom;
};

/// Analyses over a row of frames: each frame by itself, and all of them together.
class AnalysisReport {
 public:
  /// Empty `ids`: every analysis of the registry. `settings`: parameters by id, for those that do
  /// not keep their default. `chosen`: of these atoms only; nullptr: of all. What
  /// cannot be restricted is left out where `ids` is empty. InputError: an unknown id or parameter,
  /// settings of an analysis that is not to be done, or an analysis that cannot be restricted.
  explicit AnalysisReport(const std::vector<std::string>& ids,
                          const std::map<std::string, analysis::Parameters>& settings = {},
                          int threads = 1, analysis::ChosenPtr chosen = {});

  /// A frame that an analysis cannot use (no Zn, no rings, no cell) is left out of that analysis.
  /// What several analyses look for in the frame is found once. With several threads the analyses
  /// are done side by side; a single one shares its own work out.
  void add(const Frame& frame);
  /// frame_at(0) to frame_at(count - 1), read in this order, each thread at a frame of its own. The
  /// results are those of one frame after the other on one thread, to the bit. Throws what frame_at
  /// throws, and is of no use then. Holds as many frames as there are threads; fewer are shared out
  /// one after the other.
  void add(std::size_t count, const std::function<FramePtr(std::size_t)>& frame_at);
  /// To lay over a result of all frames. InputError unless its analysis is to be done.
  void compare(Experiment experiment);

  /// Seconds that an analysis took for a frame: by itself and for the row, on one thread or, of
  /// add(frame) with a single analysis, on all. What several look for counts for the first.
  struct Cost {
    double fastest = 0, mean = 0;
  };
  Cost cost(const std::string& id) const;

  /// Why an analysis left a frame out, or has no result of all frames, by id: the first reason.
  std::map<std::string, std::string> reasons() const;
  /// Whether it has a result of all frames that it could use.
  bool has_result(const std::string& id) const;
  /// Results of all frames together, of the analyses that could use at least one. InputError where
  /// an experiment cannot be laid over its result.
  const std::vector<analysis::Result>& accumulated() const;
  /// False where several frames, or one after the first step, all say 0 ps: then times are not
  /// numbers in what is written (null in JSON, NaN elsewhere).
  bool knows_times() const;
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
  /// What one analysis says of one frame.
  struct Outcome {
    std::optional<analysis::Result> result;  ///< its numbers alone
    std::string reason;                      ///< why it could not use the frame
  };
  struct FrameEntry {
    std::int64_t step;
    double time;                              ///< ps
    std::map<std::string, Outcome> outcomes;  ///< by id
  };
  analysis::Dataset frame_table() const;
  double told_time(const FrameEntry& frame) const;
  Outcome look_at(const std::string& id, const analysis::SharedFrame& shared) const;
  void accumulate(const std::string& id, const analysis::SharedFrame& shared, Outcome& outcome);
  void add_to(std::size_t n, const analysis::SharedFrame& shared, Outcome& outcome);
  void add_side_by_side(const Frame& frame, std::vector<Outcome>& outcomes);
  void look_ahead(const std::string& id, const analysis::SharedFrame& shared,
                  Outcome& outcome) const;
  void finish() const;

  std::vector<std::string> ids_;
  std::map<std::string, analysis::Parameters> settings_;
  analysis::ChosenPtr chosen_;
  std::map<std::string, std::unique_ptr<analysis::Analysis>> accumulated_;
  ThreadTeam team_;
  std::vector<std::vector<double>> seconds_;  // that each analysis took for the frames
  std::vector<FrameEntry> frames_;
  std::optional<Experiment> experiment_;
  // Worked out when first asked for.
  mutable bool finished_ = false;
  mutable std::vector<analysis::Result> results_;
  mutable std::map<std::string, std::string> without_result_;  // why
};

/// ID.DATASET.csv for every dataset of the results; makes the folder. FileError.
void write_tables(const std::vector<analysis::Result>& results,
                  const std::filesystem::path& folder);

}  // namespace vitrine::app
