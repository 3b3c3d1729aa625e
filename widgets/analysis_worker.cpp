#include "widgets/analysis_worker.h"

#include <algorithm>
#include <utility>

namespace vitrine::widgets {
namespace {

constexpr std::size_t window = 40;      // frames of the rolling window
constexpr double frame_spacing = 0.01;  // ps: nearer ones say next to nothing new

bool is_row(const AnalysisRequest& request) {
  return analysis::analysis_info(request.id).sampling == analysis::Sampling::row;
}

}  // namespace

AnalysisWorker::AnalysisWorker()
    : cheap_(window, frame_spacing), costly_(window, frame_spacing), rows_(row_window, 0) {}

bool AnalysisWorker::from_row(const AnalysisRequest& request) const {
  return is_row(request) || (request.whole && !file_.empty());
}

/// Analyses of unknown cost go to the costly ones until they have proved cheap.
bool AnalysisWorker::is_costly(const AnalysisRequest& request) const {
  const auto known = seconds_.find(request.id);
  return known == seconds_.end() || known->second > costly_frame;
}

bool AnalysisWorker::wants_row() const {
  return std::any_of(wanted_.begin(), wanted_.end(),
                     [this](const auto& request) { return from_row(request); });
}

AnalysisRequests AnalysisWorker::pick(bool costly, bool live) const {
  AnalysisRequests picked;
  for (const AnalysisRequest& request : wanted_) {
    if (from_row(request) || is_costly(request) != costly) continue;
    const auto found = results_.outcomes.find(request);
    const bool known = found != results_.outcomes.end() && found->second.result;
    // One frame of a run is analysed whatever it costs; the panel shows it, and the price.
    if (costly && live && known && !request.insist && seconds_.contains(request.id)) continue;
    picked.insert(request);
  }
  return picked;
}

void AnalysisWorker::want(const AnalysisRequests& requests, const analysis::ChosenPtr& only) {
  AnalysisRequests wanted;
  for (AnalysisRequest request : requests) {
    request.only = only;
    wanted.insert(std::move(request));
  }
  results_.only = only;
  if (wanted == wanted_) return;
  const AnalysisRequests before = std::exchange(wanted_, std::move(wanted));
  std::erase_if(results_.outcomes,
                [this](const auto& outcome) { return !wanted_.contains(outcome.first); });
  news_ = true;  // a panel that has become visible has not seen what is known
  const bool more = !std::includes(before.begin(), before.end(), wanted_.begin(), wanted_.end());
  if (!more || shown_.empty()) return;
  put(true, true);
  if (!row_.empty() || results_.live)
    put_row(row_, results_.live);
  else
    read_file();
}

void AnalysisWorker::begin(std::uint64_t generation, double time, bool live) {
  if (generation != results_.generation || live != results_.live) {
    results_ = {generation, time, live, file_frames_, {}, results_.only};
    for (WorkPace* pace : {&panels_pace_, &costly_pace_, &row_pace_}) pace->restart();
    row_.clear();
  }
  results_.time = time;
}

void AnalysisWorker::show(std::uint64_t generation, std::vector<FramePtr> frames,
                          std::vector<FramePtr> row) {
  begin(generation, frames.back()->time, false);
  shown_ = std::move(frames);
  row_ = std::move(row);
  put(true, true);
  if (!row_.empty())
    put_row(row_, false);
  else
    read_file();
}

void AnalysisWorker::follow(std::uint64_t generation, FramePtr frame) {
  begin(generation, frame->time, true);
  shown_ = {std::move(frame)};
  put(cheap_.idle() && panels_pace_.due(), costly_.idle() && costly_pace_.due());
}

void AnalysisWorker::follow_row(std::uint64_t generation, std::vector<FramePtr> frames) {
  if (frames.empty()) return;
  begin(generation, results_.live ? results_.time : frames.back()->time, true);
  row_ = frames;
  put_row(std::move(frames), true);
}

void AnalysisWorker::put(bool cheap, bool costly) {
  if (atoms_ != shown_.back()->size()) seconds_.clear();
  atoms_ = shown_.back()->size();
  const bool live = results_.live;
  AnalysisJob job{results_.generation, ++serial_, shown_, live, {}};
  if (cheap) job.requests = pick(false, live);
  if (!job.requests.empty()) cheap_.put(job);
  if (!costly) return;
  job.requests = pick(true, live);
  if (!job.requests.empty()) costly_.put(std::move(job));
}

void AnalysisWorker::put_row(std::vector<FramePtr> frames, bool rolling) {
  AnalysisJob job{results_.generation, ++serial_, std::move(frames), rolling, {}};
  for (const AnalysisRequest& request : wanted_)
    if (from_row(request)) job.requests.insert(request);
  if (!job.frames.empty() && !job.requests.empty()) rows_.put(std::move(job));
}

void AnalysisWorker::set_file(std::filesystem::path file, std::size_t frames) {
  file_frames_ = frames;
  if (file == file_) return;
  whole_file_.cancel();
  file_ = std::move(file);
  std::erase_if(results_.outcomes, [this](const auto& outcome) { return from_row(outcome.first); });
}

std::optional<double> AnalysisWorker::file_progress() const {
  return whole_file_.running() ? std::optional(whole_file_.progress()) : std::nullopt;
}

void AnalysisWorker::cancel_file() {
  for (const AnalysisRequest& request : whole_file_.requests())
    if (const auto at = results_.outcomes.find(request); at != results_.outcomes.end()) {
      at->second.progress.reset();
      at->second.cancelled = true;
      at->second.failure = "cancelled";
    }
  whole_file_.cancel();
  news_ = true;
}

void AnalysisWorker::resume_file() {
  std::erase_if(results_.outcomes, [](const auto& outcome) { return outcome.second.cancelled; });
  read_file();
}

void AnalysisWorker::read_file() {
  if (file_.empty()) return;
  AnalysisRequests missing;
  for (const AnalysisRequest& request : wanted_)
    if (from_row(request) && !results_.outcomes.contains(request)) missing.insert(request);
  if (missing.empty()) return;
  // A job that is replaced has given nothing yet: what it was to do is done together with the new.
  for (const AnalysisRequest& request : wanted_) {
    const AnalysisOutcome* known = results_.outcome(request);
    if (known && known->progress) missing.insert(request);
  }
  for (const AnalysisRequest& request : missing) results_.outcomes[request].progress = 0;
  news_ = true;
  whole_file_.start(file_, std::move(missing));
}

bool AnalysisWorker::due() {
  // Asked before pay(): a lane says what its work was before it says that it is idle.
  const bool cheap = cheap_.idle(), costly = costly_.idle();
  pay();
  if (cheap && panels_pace_.due() && !pick(false, true).empty()) return true;
  return costly && costly_pace_.due() && !pick(true, true).empty();
}

bool AnalysisWorker::row_due() {
  const bool idle = rows_.idle();
  pay();
  return idle && row_pace_.due() && wants_row();
}

bool AnalysisWorker::idle() const {
  return cheap_.idle() && costly_.idle() && rows_.idle() && !whole_file_.running();
}

void AnalysisWorker::pay() {
  const auto paid = [this](AnalysisLane& lane, WorkPace& pace) {
    const auto work = lane.take_work();
    if (!work) return;
    pace.worked(*work);
    spent_ += *work;
  };
  paid(cheap_, panels_pace_);
  paid(costly_, costly_pace_);
  paid(rows_, row_pace_);
}

double AnalysisWorker::spent() {
  pay();
  return spent_;
}

bool AnalysisWorker::merge(std::optional<PanelResults> fresh) {
  if (!fresh || fresh->generation != results_.generation) return false;
  bool any = false;
  for (auto& [request, outcome] : fresh->outcomes) {
    if (!wanted_.contains(request)) continue;
    if (!from_row(request)) seconds_[request.id] = outcome.seconds;
    AnalysisOutcome& known = results_.outcomes[request];
    if (known.serial > outcome.serial) continue;
    known = std::move(outcome);
    known.waits = results_.live && !from_row(request) && is_costly(request) && !request.insist;
    any = true;
  }
  return any;
}

std::optional<PanelResults> AnalysisWorker::take_results() {
  pay();
  bool news = std::exchange(news_, false);
  for (AnalysisLane* lane : {&cheap_, &costly_, &rows_}) news |= merge(lane->take_results());
  if (auto outcomes = whole_file_.take()) {
    for (auto& [request, outcome] : *outcomes)
      if (wanted_.contains(request)) {
        outcome.serial = ++serial_;
        results_.outcomes[request] = std::move(outcome);
      }
    news = true;
  } else if (whole_file_.running()) {
    for (const AnalysisRequest& request : whole_file_.requests())
      if (const auto at = results_.outcomes.find(request); at != results_.outcomes.end()) {
        news |= at->second.progress != whole_file_.progress();
        at->second.progress = whole_file_.progress();
      }
  }
  if (!news) return std::nullopt;
  return results_;
}

}  // namespace vitrine::widgets
