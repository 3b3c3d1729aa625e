#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "sim/dynamics/live_run.h"

namespace vitrine::widgets {

/// What the window asks for when somebody starts a run.
struct RunRequest {
  std::string protocol;                ///< resource ("protocols/demo-small.toml") or file name
  std::vector<std::string> overrides;  ///< as `vitrine run --set` takes them
  FramePtr start;                      ///< empty: the structure that the protocol names
  std::string attach = {};             ///< HOST:PORT of somebody else's simulation to watch instead
};

/// A started run and what the status bar says about it.
struct Run {
  std::unique_ptr<dynamics::LiveRun> live;
  std::string title;   ///< "ZIF-4"
  std::string engine;  ///< "2 threads · zif-chnzn"
};
/// Writes the tables of results into a folder, on a worker thread. Throws Error.
using TableWriter =
    std::function<void(const std::vector<analysis::Result>&, const std::filesystem::path& folder)>;
/// Makes and starts a run; called on a worker thread, may take a second. Throws Error.
using RunFactory = std::function<Run(const RunRequest&)>;

struct WindowOptions {
  RunFactory start_run;
  TableWriter save_tables;                         ///< empty: nothing to save with
  std::vector<std::filesystem::path> files;        ///< opened at start
  std::string demo = "protocols/demo-small.toml";  ///< begins by itself when no file is given
  bool start_demo = true;
  std::string attach;   ///< HOST:PORT of a simulation to watch from the start
  std::string version;  ///< of the program
  std::string theme;    ///< "light", "dark" or empty: as the system
};

/// Shows the window and returns when it is closed, everything joined. The exit status.
int runWindow(int argc, char** argv, const WindowOptions& options);

}  // namespace vitrine::widgets
