#pragma once
#include <filesystem>
#include <string>

#include "app/prepared_run.h"

namespace vitrine::app {

/// A run without a window, from a protocol to a run record.
struct RecordedRun {
  NewRun run;
  std::filesystem::path record;
  bool overwrite = false;  ///< a record that is there already
};

/// Runs to the end with progress in the terminal; returns the protocol as it was run. The record
/// holds every recorded frame, and a checkpoint of the last moment, even when the run fails.
dynamics::Protocol run_and_record(const RecordedRun& request);

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
