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
  std::string structure;   ///< empty: the protocol's
  std::vector<std::string> overrides;
  std::optional<std::uint64_t> seed;
  RunSettings settings;
};

/// Runs to the end with progress in the terminal; returns the protocol as it was run. The record
/// holds every recorded frame even when the run fails.
dynamics::Protocol run_and_record(const RecordedRun& request);

}  // namespace vitrine::app
