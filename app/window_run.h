#pragma once
#include <filesystem>
#include <string>

#include "app/runs.h"
#include "widgets/window.h"

namespace vitrine::app {

/// Where the window records the runs that are given no file: $XDG_DATA_HOME/vitrine/runs, or
/// ~/.local/share/vitrine/runs.
std::filesystem::path default_runs_folder();
/// Where it keeps its state for a crash: the sibling sessions/.
std::filesystem::path default_sessions_folder();

/// Starts what the window asks for, recorded from its first step: a protocol, a branch, or a record
/// to go on with. `settings` hold where the request says nothing; `folder` is for records without a
/// name, and made when needed.
widgets::Run start_window_run(const widgets::RunRequest& request, RunSettings settings,
                              const std::filesystem::path& folder);

/// A simulation in another program, at HOST:PORT, of the atoms of a structure (shipped or a file).
widgets::Run attach_window_run(const std::string& address, const std::string& structure);

}  // namespace vitrine::app
