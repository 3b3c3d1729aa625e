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

/// Where a recorded run stands: by its newest checkpoint, or frame while it runs.
struct RecordedProgress {
  std::int64_t step = 0, total_steps = 0;
  std::string stage;
  bool finished = false;
  bool running = false;      ///< somebody is writing it
  std::string guard_reason;  ///< why its guard stopped it; empty: it did not
};
RecordedProgress progress_of(const std::filesystem::path& record);

}  // namespace vitrine::app
