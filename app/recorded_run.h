#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/runs.h"

namespace vitrine::app {

/// A run without a window, from a protocol to a run record.
struct RecordedRun {
  std::string protocol;
  std::filesystem::path record;
  bool overwrite = false;  ///< a record that is there already
  std::string structure;   ///< atoms to start from; empty: the protocol's
  std::string from;        ///< or a moment of another run: see branch_point()
  std::vector<std::string> overrides;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> committee;  ///< files or shipped names
  RunSettings settings;
};

/// Runs to the end with progress in the terminal; returns the protocol as it was run. The record
/// holds every recorded frame, and a checkpoint of the last moment, even when the run fails.
dynamics::Protocol run_and_record(const RecordedRun& request);

/// Goes on with a record from its newest checkpoint as if nothing had happened. Force field,
/// parameters and committee are those of the record; settings that are empty or 0 are too. `engine`
/// and threads may be others, at the cost of the last digits.
struct ResumedRun {
  std::filesystem::path record;
  std::optional<dlff::EngineKind> engine;
  int threads = 0;
  std::string model;        ///< where the record's force field is now; empty: where it was
  bool past_guard = false;  ///< limits tenfold, to get past the guard that ended it
};
void resume_and_record(const ResumedRun& request);

/// Whether a record is of a run that came to its end; the step it reached and the last of its
/// protocol.
struct RecordedProgress {
  std::int64_t step = 0, total_steps = 0;
  std::string stage;
  bool finished = false;
};
RecordedProgress progress_of(const std::filesystem::path& record);

}  // namespace vitrine::app
