#include "app/window_run.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "app/attached_run.h"
#include "app/prepared_run.h"
#include "sim/io/read.h"
#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

/// A simulation and the recorder that it fills, as one run.
class RecordedSimulation final : public dynamics::LiveRun {
 public:
  explicit RecordedSimulation(PreparedRun run) : recorder_(run.open_record) {
    record_into(recorder_, run.setup);
    simulation_ = std::make_unique<dynamics::Simulation>(std::move(run.setup));
  }
  ~RecordedSimulation() override {
    recorder_.stop_waiting();  // else a full disk would hold the simulation's last checkpoint up
    simulation_.reset();
  }

  void pause() override { simulation_->pause(); }
  void resume() override { simulation_->resume(); }
  void pass_guard() override { simulation_->pass_guard(); }
  void step_once() override { simulation_->step_once(); }
  void stop() override {
    simulation_->stop();
    recorder_.stop_waiting();
  }
  void set_temperature(double kelvin) override { simulation_->set_temperature(kelvin); }
  void set_pressure(double gpa) override { simulation_->set_pressure(gpa); }
  void follow_schedule() override { simulation_->follow_schedule(); }
  void change_plan(const dynamics::Protocol& plan) override { simulation_->change_plan(plan); }

  dynamics::RunStatus status() const override {
    dynamics::RunStatus status = simulation_->status();
    if (const std::string reason = recorder_.waits_for(); !reason.empty())
      status.notice = fmt::format(
          "the run waits for room on the disk of its record ({}); free some and it goes on",
          reason);
    return status;
  }
  std::shared_ptr<const dynamics::Protocol> plan() const override { return simulation_->plan(); }
  FramePtr take_view_frame() override { return simulation_->take_view_frame(); }
  FramePtr take_analysis_frame() override { return simulation_->take_analysis_frame(); }
  std::vector<dynamics::Sample> samples_since(std::size_t first) const override {
    return simulation_->samples_since(first);
  }
  std::shared_ptr<Trajectory> history() const override { return simulation_->history(); }

 private:
  Recorder recorder_;
  std::unique_ptr<dynamics::Simulation> simulation_;
};

/// What a name may be as a file's: "protocols/demo.toml" -> "demo".
std::string file_stem(const widgets::RunRequest& request) {
  std::string stem = request.protocol_text.empty()
                         ? std::filesystem::path(request.protocol).stem().string()
                         : request.protocol;
  constexpr std::size_t longest = 80;  // bytes; file systems take 255
  std::replace_if(
      stem.begin(), stem.end(), [](char c) { return c == '/' || c == '\0'; }, '-');
  if (stem.size() > longest) stem.resize(longest);
  return stem.empty() || stem.front() == '.' ? "run" + stem : stem;
}

/// "demo-small 2026-11-27 19.41.05.h5", with a number where that is there already.
std::filesystem::path new_record_in(const std::filesystem::path& folder,
                                    const widgets::RunRequest& request) {
  make_folder(folder);
  const std::string name = fmt::format("{} {:%Y-%m-%d %H.%M.%S}", file_stem(request),
                                       fmt::localtime(std::time(nullptr)));
  std::filesystem::path file = folder / (name + ".h5");
  for (int n = 2; std::filesystem::exists(file); ++n)
    file = folder / fmt::format("{} ({}).h5", name, n);
  return file;
}

PreparedRun prepare(const widgets::RunRequest& request, const RunSettings& settings,
                    const std::filesystem::path& record) {
  if (!request.resume.empty())
    return prepare(ResumedRun{.record = request.resume,
                              .engine = {},
                              .threads = settings.threads,
                              .model = {},
                              .past_guard = false});
  NewRun run{.protocol = request.protocol,
             .protocol_text = request.protocol_text,
             .structure = {},
             .atoms = {},
             .from = {},
             .start = {},
             .overrides = request.overrides,
             .seed = {},
             .committee = request.committee,
             .settings = settings};
  if (request.parent && request.parent->id.empty())
    run.start = branch_point(request.start, request.parent->file);
  else if (request.parent)
    run.start = BranchPoint{request.start, *request.parent};
  else
    run.atoms = request.start;
  return prepare(run, record);
}

/// What a run that goes on had recorded before its moment `now`, evenly spaced and in at most half
/// of the memory that its past may take.
std::vector<FramePtr> recorded_past(const std::filesystem::path& record, const Frame& now,
                                    std::size_t history_limit) {
  const auto recorded = io::open_trajectory(record);
  const std::size_t bytes_a_frame = sizeof(Frame) + 2 * now.size() * sizeof(Vec3);
  const std::size_t most = std::max<std::size_t>(1, history_limit / 2 / bytes_a_frame);
  const std::size_t stride = (recorded->size() + most - 1) / most;
  std::vector<FramePtr> past;
  for (std::size_t i = 0; i < recorded->size(); i += stride) {
    auto frame = std::make_shared<Frame>(*recorded->read(i));
    if (frame->step > now.step) break;  // lost between the checkpoint and the end
    frame->topology = now.topology;
    past.push_back(std::move(frame));
  }
  return past;
}

/// $XDG_DATA_HOME/vitrine
std::filesystem::path data_folder() {
  const auto variable = [](const char* name) -> std::filesystem::path {
    const char* value = std::getenv(name);
    return value ? value : "";
  };
  std::filesystem::path data = variable("XDG_DATA_HOME");
  if (data.empty() && !variable("HOME").empty()) data = variable("HOME") / ".local" / "share";
  if (data.empty()) data = std::filesystem::temp_directory_path();
  return data / "vitrine";
}

}  // namespace

std::filesystem::path default_runs_folder() {
  return data_folder() / "runs";
}

std::filesystem::path default_sessions_folder() {
  return data_folder() / "sessions";
}

widgets::Run start_window_run(const widgets::RunRequest& request, RunSettings settings,
                              const std::filesystem::path& folder) {
  if (!request.model.empty()) settings.model = request.model;
  if (settings.threads == 0) settings.threads = request.threads;
  std::filesystem::path record = request.resume.empty() ? request.record : request.resume;
  if (record.empty()) record = new_record_in(folder, request);
  if (request.resume.empty() && std::filesystem::exists(record))
    throw FileError(record, "is there already; give the record another name");
  PreparedRun prepared = prepare(request, settings, record);
  if (!request.resume.empty())
    prepared.setup.past =
        recorded_past(record, *prepared.setup.start, prepared.setup.history_limit);
  const int threads = thread_count(prepared.settings);
  widgets::Run run;
  run.engine = fmt::format("{} thread{} · {}", threads, threads == 1 ? "" : "s",
                           prepared.origin.force_field);
  run.title = prepared.setup.protocol.title;
  if (run.title.empty()) run.title = record.stem().string();
  run.record = record;
  run.id = prepared.origin.id;
  run.parent = prepared.origin.parent;
  run.live = std::make_unique<RecordedSimulation>(std::move(prepared));
  return run;
}

widgets::Run attach_window_run(const std::string& address, const std::string& structure) {
  widgets::Run run;
  run.live = std::make_unique<AttachedRun>(address, load_structure(structure));
  run.title = address;
  run.engine = "watched at " + address;
  return run;
}

}  // namespace vitrine::app
