#include "app/recorded_run.h"

#include <fmt/core.h>

#include <algorithm>

#include "app/interrupt.h"
#include "app/progress.h"
#include "sim/dynamics/moment.h"
#include "sim/dynamics/schedule.h"
#include "sim/io/disk_room.h"
#include "sim/io/h5md.h"
#include "sim/model/errors.h"
#include "widgets/recorded_plan.h"

namespace vitrine::app {
namespace {

void announce(const PreparedRun& run) {
  const dynamics::Protocol& protocol = run.setup.protocol;
  fmt::print(stderr,
             "{}: {} atoms ({}), {:g} ps in steps of {:g} fs, force field {}, threads: {}\n",
             protocol.title, run.setup.start->size(), formula(*run.setup.start->topology),
             protocol.duration(), protocol.time_step * 1000, run.origin.force_field,
             thread_count(run.settings));
  if (!protocol.note.empty()) fmt::print(stderr, "{}\n", protocol.note);
  if (!run.setup.checkpoint.empty())
    fmt::print(stderr, "goes on from step {}{}\n", run.setup.start->step,
               run.guard_reason.empty() ? "" : ", where its guard stopped it: " + run.guard_reason);
}

std::string how_to_go_on(const std::filesystem::path& record) {
  return fmt::format("go on with: vitrine run --resume '{}'", record.string());
}

void follow(PreparedRun run, const std::filesystem::path& record) {
  Recorder recorder(run.open_record);
  announce(run);                      // once its record can be written
  run.setup.publish_interval = 3600;  // nobody watches
  run.setup.history_limit = 0;
  record_into(recorder, run.setup);
  try {
    dynamics::Simulation simulation(std::move(run.setup));
    follow_to_end(simulation, recorder);
  } catch (const Interrupted& stop) {
    recorder.finish();
    throw Interrupted(fmt::format("{}; {}", stop.what(), how_to_go_on(record)));
  } catch (const PausedByGuard& guard) {
    recorder.finish();
    throw Error(fmt::format("{}; {}", guard.what(), how_to_go_on(record) + " --past-guard"));
  }
  recorder.finish();
  fmt::print(stderr, "wrote {}\n", record.string());
}

}  // namespace

dynamics::Protocol run_and_record(const RecordedRun& request) {
  std::error_code none;
  const std::string& from = request.run.from;
  if (!from.empty() && std::filesystem::equivalent(request.record, record_of(from), none))
    throw FileError(request.record, "is the run to branch from; give the branch another name");
  if (std::filesystem::is_directory(request.record))
    throw FileError(request.record, "is a folder; name the run record to write");
  if (!request.overwrite && std::filesystem::exists(request.record))
    throw FileError(request.record,
                    "is there already; --resume goes on with it, --force replaces it");
  PreparedRun run = prepare(request.run, request.record);
  dynamics::Protocol protocol = run.setup.protocol;
  follow(std::move(run), request.record);
  return protocol;
}

void resume_and_record(const ResumedRun& request) {
  PreparedRun run = prepare(request);
  if (progress_of(request.record).finished) {
    fmt::print(stderr, "{} is finished: nothing of its protocol is left to run\n",
               request.record.string());
    return;
  }
  follow(std::move(run), request.record);
}

RecordedProgress progress_of(const std::filesystem::path& record) {
  io::read_origin(record);  // says what is wrong with a file that is no record
  const dynamics::Protocol protocol = widgets::recorded_plan(record).value();
  const dynamics::Schedule schedule(protocol);
  const dynamics::Moment moment = newest_moment(record, io::read_checkpoint(record));
  RecordedProgress progress;
  progress.step = moment.state.step;
  progress.guard_reason = moment.guard_reason;
  progress.running = io::is_being_written(record);
  if (progress.running) {  // further than its newest checkpoint
    const auto frames = io::open_h5md(record);
    progress.step = std::max(progress.step, frames->read(frames->size() - 1)->step);
  }
  progress.total_steps = schedule.total_steps();
  auto stage = static_cast<std::size_t>(moment.stage);
  while (stage + 1 < protocol.stages.size() && schedule.end_of(stage) < progress.step) ++stage;
  progress.finished = stage >= protocol.stages.size();
  progress.stage = protocol.stages[std::min(stage, protocol.stages.size() - 1)].name;
  return progress;
}

}  // namespace vitrine::app
