#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/branch.h"
#include "app/recorder.h"
#include "app/runs.h"
#include "sim/dynamics/moment.h"

namespace vitrine::app {

/// What a run is to be, from its protocol on.
struct NewRun {
  std::string protocol;              ///< shipped name or file
  std::string protocol_text;         ///< or the TOML itself
  std::string structure;             ///< atoms to start from; empty: the protocol's
  FramePtr atoms;                    ///< or these
  std::string from;                  ///< or a moment of another run: see branch_point()
  std::optional<BranchPoint> start;  ///< or that moment itself
  std::vector<std::string> overrides;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> committee;  ///< files or shipped names
  RunSettings settings;
};

/// Going on with a record from its newest checkpoint as if nothing had happened. Force field,
/// parameters and committee are those of the record; settings that are empty or 0 are too. `engine`
/// and threads may be others, at the cost of the last digits.
struct ResumedRun {
  std::filesystem::path record;
  std::optional<dlff::EngineKind> engine;
  int threads = 0;
  std::string model;        ///< where the record's force field is now; empty: where it was
  bool past_guard = false;  ///< limits tenfold, to get past the guard that ended it
};

/// All that a simulation takes, and what its record says and does.
struct PreparedRun {
  dynamics::Simulation::Setup setup;
  io::RunOrigin origin;
  RunSettings settings;
  std::string guard_reason;  ///< why the guard had stopped the run that goes on; empty: it had not
  Recorder::Open open_record;  ///< begins the record, or goes on with it
};
/// Throws Error for whatever is wrong with the request; the record is not touched.
PreparedRun prepare(const NewRun& request, const std::filesystem::path& record);
PreparedRun prepare(const ResumedRun& request);
/// Has the simulation record into `recorder`, which must outlive it.
void record_into(Recorder& recorder, dynamics::Simulation::Setup& setup);
/// The newest checkpoint of a record.
dynamics::Moment newest_moment(const std::filesystem::path& record,
                               const io::Checkpoint& checkpoint);

}  // namespace vitrine::app
