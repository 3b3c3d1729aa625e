#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analysis.h"
#include "sim/dynamics/live_run.h"
#include "sim/io/run_origin.h"

namespace vitrine::widgets {

/// What the window asks for when somebody starts a run. What is empty is the program's choice.
struct RunRequest {
  std::string protocol;                ///< resource ("protocols/demo-small.toml") or file name
  std::vector<std::string> overrides;  ///< as `vitrine run --set` takes them
  FramePtr start;                      ///< empty: the structure that the protocol names
  std::string attach = {};             ///< HOST:PORT of somebody else's simulation to watch instead
  std::string protocol_text = {};      ///< the TOML itself; `protocol` is then its name
  std::optional<io::ParentRun> parent = {};  ///< that `start` is a moment of; id empty: look it up
  std::filesystem::path resume = {};        ///< or a record to go on with; the rest is then its own
  std::string model = {};                   ///< force field: shipped name or file
  std::vector<std::string> committee = {};  ///< further ones for the guard
  std::filesystem::path record = {};        ///< file to record into
  int threads = 0;                          ///< 0: the program's choice
};

/// A started run and what the status bar says about it.
struct Run {
  std::unique_ptr<dynamics::LiveRun> live;
  std::string title;                  ///< "ZIF-4"
  std::string engine;                 ///< "2 threads · zif-chnzn"
  std::filesystem::path record = {};  ///< that it is being recorded into; empty: none
  std::string id = {};                ///< of that record
  std::optional<io::ParentRun> parent = {};
  std::vector<dynamics::Sample> past = {};  ///< measured before, where it goes on with a record
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
  std::filesystem::path runs_folder;               ///< where runs without a file are recorded
  std::string demo = "protocols/demo-small.toml";  ///< begins by itself when no file is given
  bool start_demo = true;
  std::string attach;   ///< HOST:PORT of a simulation to watch from the start
  std::string version;  ///< of the program
  std::vector<std::pair<std::string, std::string>> components = {};  ///< for the about box
  int demo_delay = 0;  ///< seconds that the welcome screen stands before the demonstration
  std::filesystem::path sessions_folder = {};  ///< of what is kept for a crash; empty: nothing
  std::string theme;                           ///< "light", "dark" or empty: as the system
};

/// Shows the window, closes it when `is_to_end` (asked a few times a second) says so, and returns
/// when it is closed, everything joined. The exit status.
int runWindow(int argc, char** argv, const WindowOptions& options,
              const std::function<bool()>& is_to_end);

}  // namespace vitrine::widgets
