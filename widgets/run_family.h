#pragma once
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "sim/dynamics/protocol.h"
#include "sim/io/run_origin.h"

namespace vitrine::widgets {

/// What a run record says of itself and of the run that it branched from.
struct RecordedRunInfo {
  std::filesystem::path file;
  std::string id;
  std::optional<io::ParentRun> parent;
  dynamics::Protocol protocol;
  std::string force_field;  ///< its name
};

/// The run records among `files`, and those that belong to their families: what they branched
/// from, what branched from them and so on, as far as these lie in the same folders or where a
/// record says that its parent is. `leave` is not opened: a record that this program is writing.
/// A file that cannot be read is left out; whoever opens it hears why.
std::vector<RecordedRunInfo> read_families(const std::vector<std::filesystem::path>& files,
                                           const std::filesystem::path& leave,
                                           std::stop_token stop);

}  // namespace vitrine::widgets
