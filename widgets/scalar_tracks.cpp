#include "widgets/scalar_tracks.h"

#include <algorithm>
#include <cmath>

#include "widgets/panels/result_view.h"

namespace vitrine::widgets {
namespace {

constexpr qsizetype longest = 4000;  ///< points of a track; then every other one goes

/// In its place, or instead of what is there.
void put(Track& track, double x, double y) {
  const auto at = std::lower_bound(track.x.cbegin(), track.x.cend(), x) - track.x.cbegin();
  if (at < track.x.size() && track.x[at] == x) {
    track.y[at] = y;
    return;
  }
  track.x.insert(at, x);
  track.y.insert(at, y);
  if (track.x.size() <= longest) return;
  for (qsizetype i = 0; 2 * i < track.x.size(); ++i) {
    track.x[i] = track.x[2 * i];
    track.y[i] = track.y[2 * i];
  }
  track.x.resize((longest + 2) / 2);
  track.y.resize((longest + 2) / 2);
}

}  // namespace

ScalarTracks::ScalarTracks(QObject* parent) : QObject(parent) {
  constexpr int poll_interval = 250;  // ms
  poll_.setInterval(poll_interval);
  connect(&poll_, &QTimer::timeout, this, &ScalarTracks::takeScanned);
}

void ScalarTracks::beginRun() {
  of_run_.clear();
  showRun();
}

void ScalarTracks::showRun() {
  forgetFile();
  Q_EMIT changed();
}

void ScalarTracks::beginFile(const std::filesystem::path& file, bool by_time) {
  forgetFile();
  file_ = file;
  by_time_ = by_time;
  Q_EMIT changed();
}

void ScalarTracks::forgetFile() {
  in_file_.clear();
  file_.clear();
  scan_.cancel();
  scanned_.reset();
  of_file_ = {};
}

void ScalarTracks::letGo(const std::filesystem::path& record) {
  std::error_code none;
  if (!file_.empty() && std::filesystem::equivalent(file_, record, none)) scan_.cancel();
}

void ScalarTracks::add(const PanelResults& results) {
  // Of two requests of one analysis the one whose parameters somebody has chosen, which is later.
  std::map<std::string, AnalysisOutcomes::const_iterator> by_id;
  for (auto at = results.outcomes.begin(); at != results.outcomes.end(); ++at)
    if (at->second.result && at->first.only == results.only) by_id[at->first.id] = at;
  for (const auto& [id, at] : by_id) {
    if (analysis::analysis_info(id).sampling == analysis::Sampling::row) continue;
    AnalysisRequest request = at->first;
    request.whole = request.insist = false;
    for (const analysis::Scalar& scalar : at->second.result->scalars) {
      Known& known = (file_.empty() ? of_run_ : in_file_)[{id, scalar.name}];
      if (known.request != request) known = {request, scalar.unit};  // another quantity
      if (file_.empty() && std::isfinite(scalar.value))
        put(known.track, at->second.time, scalar.value);
    }
  }
  if (!chosen_) return;
  file_.empty() ? Q_EMIT changed() : scan();
}

const ScalarTracks::Known* ScalarTracks::known(const ScalarName& name) const {
  const auto at = shown().find(name);
  return at == shown().end() ? nullptr : &at->second;
}

std::map<ScalarName, std::string> ScalarTracks::known() const {
  std::map<ScalarName, std::string> units;
  for (const auto& [name, known] : shown()) units[name] = known.unit;
  return units;
}

void ScalarTracks::choose(const std::optional<ScalarName>& name) {
  if (name == chosen_ && !cancelled_) return;
  chosen_ = name;
  cancelled_ = false;
  scan_.cancel();
  scanned_.reset();
  of_file_ = {};
  if (chosen_ && !file_.empty()) scan();
  Q_EMIT chosenChanged();
  Q_EMIT changed();
}

/// Unless it has been done, or nothing is known of what is chosen.
void ScalarTracks::scan() {
  const Known* number = known(*chosen_);
  if (!number || scanned_ == number->request) return;
  scanned_ = number->request;
  cancelled_ = false;
  of_file_ = {};
  scan_.start(file_, number->request, chosen_->scalar, by_time_);
  poll_.start();
}

void ScalarTracks::cancelScan() {
  scan_.cancel();
  cancelled_ = true;
}

void ScalarTracks::takeScanned() {
  if (!scan_.running()) poll_.stop();
  if (auto track = scan_.take()) {
    of_file_ = std::move(*track);
    Q_EMIT changed();
  }
}

QString ScalarTracks::title() const {
  if (!chosen_) return {};
  return tr("%1: %2").arg(QString::fromStdString(analysis::analysis_info(chosen_->analysis).title),
                          name_text(chosen_->scalar));
}

std::string ScalarTracks::unit() const {
  const Known* number = chosen_ ? known(*chosen_) : nullptr;
  return number ? number->unit : "1";
}

const Track& ScalarTracks::track() const {
  static const Track none;
  if (chosen_ && !file_.empty()) return of_file_;
  const Known* number = chosen_ ? known(*chosen_) : nullptr;
  return number ? number->track : none;
}

std::optional<Job> ScalarTracks::job() {
  if (!scan_.running()) return std::nullopt;
  return Job{tr("%1 along the file").arg(title()), scan_.progress(), [this] { cancelScan(); }};
}

}  // namespace vitrine::widgets
