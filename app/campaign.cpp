#include "app/campaign.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "app/child_process.h"
#include "app/interrupt.h"
#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::filesystem::path record_in(const Campaign& campaign, const std::string& run) {
  return campaign.folder / (run + ".h5");
}

/// One more choice for each run so far.
std::vector<CampaignRun> multiplied(const std::vector<CampaignRun>& runs,
                                    const std::vector<std::string>& keys,
                                    const std::vector<std::string>& values) {
  std::vector<CampaignRun> all;
  for (const CampaignRun& run : runs)
    for (const std::string& value : values) {
      CampaignRun next = run;
      next.name += fmt::format("{}{}={}", run.name.empty() ? "" : "_", keys.front(), value);
      for (const std::string& key : keys) next.overrides.push_back(key + "=" + value);
      all.push_back(std::move(next));
    }
  return all;
}

/// That what is there already belongs to this campaign.
void check_records(const Campaign& campaign, const std::vector<CampaignRun>& runs) {
  std::string hash;  // of a force field that was asked for by name
  if (!campaign.settings.model.empty()) hash = dlff::model_hash(*load_model(campaign.settings));
  std::set<std::string> structures;  // that can be read
  for (const CampaignRun& run : runs) {
    const dynamics::Protocol protocol = load_protocol(campaign.protocol, run.overrides);
    const std::filesystem::path record = record_in(campaign, run.name);
    if (!std::filesystem::exists(record)) {
      if (structures.insert(protocol.structure).second) starting_frame(protocol);
      continue;
    }
    const io::RunOrigin origin = io::read_origin(record);
    const char* what = origin.protocol != protocol.text                   ? "protocol"
                       : !hash.empty() && origin.force_field_hash != hash ? "force field"
                                                                          : nullptr;
    if (what)
      throw InputError(
          fmt::format("{} is the record of another {}; choose another folder for this campaign",
                      record.string(), what));
  }
}

std::vector<std::string> command_line(const Campaign& campaign, const CampaignRun& run) {
  const std::string record = record_in(campaign, run.name).string();
  const int threads = std::max(1, thread_count(campaign.settings) / campaign.at_once);
  std::vector<std::string> line = {"run", "--threads", std::to_string(threads)};
  const auto add = [&](const std::string& option, const std::string& value) {
    line.insert(line.end(), {option, value});
  };
  if (std::filesystem::exists(record)) {
    add("--resume", record);
    if (!progress_of(record).guard_reason.empty()) line.push_back("--past-guard");
    return line;
  }
  add("--engine", engine_name(campaign.settings.engine));
  if (!campaign.settings.model.empty()) add("--model", campaign.settings.model);
  const auto add_numbers = [&](const char* option, const std::vector<double>& numbers) {
    if (!numbers.empty()) add(option, fmt::format("{}", fmt::join(numbers, ",")));
  };
  add_numbers("--fparam", campaign.settings.frame_parameters);
  add_numbers("--aparam", campaign.settings.atom_parameters);
  for (const std::string& member : campaign.committee) add("--committee", member);
  for (const std::string& override_text : run.overrides) add("--set", override_text);
  add("--output", record);
  line.push_back(campaign.protocol);
  return line;
}

std::string state_of(const Campaign& campaign, const CampaignRun& run,
                     const std::map<std::string, std::string>& known) {
  const std::filesystem::path record = record_in(campaign, run.name);
  const auto found = known.find(run.name);
  if (!std::filesystem::exists(record)) return found == known.end() ? "not begun" : found->second;
  const RecordedProgress progress = progress_of(record);
  const std::string state = progress.finished                ? "finished"
                            : progress.running               ? "running"
                            : !progress.guard_reason.empty() ? "guard"
                            : found == known.end()           ? "to be resumed"
                                                             : found->second;
  return fmt::format("{:<14} {:>10} of {:<10} {}", state, progress.step, progress.total_steps,
                     progress.stage);
}

std::string table(const Campaign& campaign, const std::vector<CampaignRun>& runs,
                  const std::map<std::string, std::string>& known) {
  std::size_t width = 3;
  for (const CampaignRun& run : runs) width = std::max(width, run.name.size());
  std::string text = fmt::format("{:<{}}  {:<14} {:>10}    {:<10} stage\n", "run", width, "state",
                                 "step", "steps");
  for (const CampaignRun& run : runs)
    text += fmt::format("{:<{}}  {}\n", run.name, width, state_of(campaign, run, known));
  return text;
}

/// The runs of a campaign on their way.
class Workers {
 public:
  explicit Workers(const Campaign& campaign) : campaign_(campaign), runs_(runs_of(campaign)) {
    check_records(campaign, runs_);
    for (const CampaignRun& run : runs_) {
      const std::filesystem::path record = record_in(campaign, run.name);
      const bool begun = std::filesystem::exists(record);
      const RecordedProgress progress = begun ? progress_of(record) : RecordedProgress{};
      if (progress.running)
        throw InputError(fmt::format("{} is being written: this campaign is under way already",
                                     record.string()));
      const bool held = !progress.guard_reason.empty() && !campaign.past_guard;
      held_ += held;
      if (!progress.finished && !held) waiting_.push_back(run);
    }
    std::reverse(waiting_.begin(), waiting_.end());
  }

  bool done() const { return waiting_.empty() && running_.empty(); }
  std::size_t failed() const { return failed_; }
  std::size_t held() const { return held_; }  ///< by their guards
  std::string table() const { return app::table(campaign_, runs_, states_); }

  /// Starts what there is room for and notes what has ended; true: something has changed.
  bool turn() {
    bool changed = false;
    for (auto worker = running_.begin(); worker != running_.end();) {
      const std::optional<int> status = worker->second.ended();
      if (!status) {
        ++worker;
        continue;
      }
      states_[worker->first] = *status == 0 ? "finished" : stopping_ ? "stopped" : "failed";
      const bool held = *status != 0 && is_held(worker->first);
      held_ += held;
      failed_ += *status != 0 && !held;
      worker = running_.erase(worker);
      changed = true;
    }
    while (running_.size() < static_cast<std::size_t>(campaign_.at_once) && !waiting_.empty()) {
      start(waiting_.back());
      waiting_.pop_back();
      changed = true;
    }
    return changed;
  }

  void interrupt() {
    waiting_.clear();
    stopping_ = true;
    for (auto& [name, process] : running_) process.interrupt();
  }

 private:
  bool is_held(const std::string& name) const {
    const std::filesystem::path record = record_in(campaign_, name);
    return std::filesystem::exists(record) && !progress_of(record).guard_reason.empty();
  }
  void start(const CampaignRun& run) {
    const std::filesystem::path log = campaign_.folder / (run.name + ".log");
    running_.emplace(run.name, ChildProcess(command_line(campaign_, run), log));
    states_[run.name] = "running";
  }

  const Campaign& campaign_;
  std::vector<CampaignRun> runs_, waiting_;
  std::map<std::string, ChildProcess> running_;
  std::map<std::string, std::string> states_;
  std::size_t failed_ = 0, held_ = 0;
  bool stopping_ = false;
};

}  // namespace

GridAxis grid_axis(const std::string& text) {
  const std::size_t equals = text.find('=');
  GridAxis axis;
  if (equals != std::string::npos)
    axis = {parts_of(text.substr(0, equals)), parts_of(text.substr(equals + 1))};
  const auto has_blank = [](const std::vector<std::string>& parts) {
    return parts.empty() || std::find(parts.begin(), parts.end(), "") != parts.end();
  };
  if (has_blank(axis.keys) || has_blank(axis.values))
    throw InputError(
        fmt::format("grid \"{}\" must read KEY[,KEY...]=VALUE[,VALUE...], such as "
                    "melt.pressure_gpa,quench.pressure_gpa=0,0.2,0.4",
                    text));
  return axis;
}

std::vector<CampaignRun> runs_of(const Campaign& campaign) {
  std::vector<CampaignRun> runs = {{"", campaign.overrides}};
  for (const std::string& text : campaign.grid) {
    const GridAxis axis = grid_axis(text);
    runs = multiplied(runs, axis.keys, axis.values);
  }
  std::vector<std::string> seeds;
  for (const std::uint64_t seed : campaign.seeds) seeds.push_back(std::to_string(seed));
  if (!seeds.empty()) runs = multiplied(runs, {"seed"}, seeds);
  if (runs.size() == 1 && runs.front().name.empty()) runs.front().name = "run";
  std::set<std::string> names;
  for (const CampaignRun& run : runs)
    if (!names.insert(run.name).second || run.name.find('/') != std::string::npos)
      throw InputError(
          run.name.find('/') == std::string::npos
              ? fmt::format("two runs would have the name \"{}\": give each value once", run.name)
              : fmt::format("a run's file cannot be named \"{}\"", run.name));
  return runs;
}

std::string campaign_table(const Campaign& campaign) {
  const std::vector<CampaignRun> runs = runs_of(campaign);
  check_records(campaign, runs);
  return table(campaign, runs, {});
}

void run_campaign(const Campaign& campaign) {
  if (const int threads = thread_count(campaign.settings); campaign.at_once > threads)
    throw InputError(fmt::format("--at-once {} needs a thread for each run, and --threads is {}",
                                 campaign.at_once, threads));
  Workers workers(campaign);
  make_folder(campaign.folder);
  const InterruptWatch watch;
  bool interrupted = false;
  while (!workers.done()) {
    if (workers.turn()) fmt::print(stderr, "{}\n", workers.table());
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (!watch.interrupted() || std::exchange(interrupted, true)) continue;
    workers.interrupt();
  }
  if (interrupted) throw Interrupted("the campaign was stopped; the same command goes on with it");
  if (workers.failed() > 0)
    throw Error(fmt::format("{} of the runs failed; their logs in {} say why", workers.failed(),
                            campaign.folder.string()));
  if (const std::size_t held = workers.held(); held > 0)
    throw Error(
        fmt::format("the guards of {} of the runs stopped them; their logs in {} say why, and "
                    "--past-guard goes on with their limits tenfold",
                    held, campaign.folder.string()));
}

}  // namespace vitrine::app
