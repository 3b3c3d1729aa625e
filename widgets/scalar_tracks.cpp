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
  beginFile({}, true);
}

void ScalarTracks::beginFile(const std::filesystem::path& file, bool by_time) {
  known_.clear();
  file_ = file;
  by_time_ = by_time;
  scan_.cancel();
  scanned_.reset();
  of_file_ = {};
  Q_EMIT changed();
}

void ScalarTracks::add(const PanelResults& results) {
  // Of two requests of one analysis the one whose parameters somebody has chosen, which is later.
  std::map<std::string, AnalysisOutcomes::const_iterator> by_id;
  for (auto at = results.outcomes.begin(); at != results.outcomes.end(); ++at)
    if (at->second.result && at->first.only == results.only) by_id[at->first.id] = at;
  for (const auto& [id, at] : by_id) {
    if (analysis::analysis_info(id).sampling == analysis::Sampling::row) continue;
    for (const analysis::Scalar& scalar : at->second.result->scalars) {
      Known& known = known_[{id, scalar.name}];
      known.request = at->first;
      known.unit = scalar.unit;
      if (file_.empty() && std::isfinite(scalar.value))
        put(known.track, at->second.time, scalar.value);
    }
  }
  if (!chosen_) return;
  file_.empty() ? Q_EMIT changed() : scan();
}

std::map<ScalarName, std::string> ScalarTracks::known() const {
  std::map<ScalarName, std::string> units;
  for (const auto& [name, known] : known_) units[name] = known.unit;
  return units;
}

void ScalarTracks::choose(const std::optional<ScalarName>& name) {
  if (name == chosen_) return;
  chosen_ = name;
  scan_.cancel();
  scanned_.reset();
  of_file_ = {};
  if (chosen_ && !file_.empty()) scan();
  Q_EMIT chosenChanged();
  Q_EMIT changed();
}

/// Unless it has been done, or nothing is known of what is chosen.
void ScalarTracks::scan() {
  const auto at = known_.find(*chosen_);
  if (at == known_.end()) return;
  AnalysisRequest request = at->second.request;
  request.whole = request.insist = false;
  if (scanned_ == request) return;
  scanned_ = request;
  of_file_ = {};
  scan_.start(file_, request, chosen_->scalar, by_time_);
  poll_.start();
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
  const auto at = chosen_ ? known_.find(*chosen_) : known_.end();
  return at == known_.end() ? "1" : at->second.unit;
}

const Track& ScalarTracks::track() const {
  static const Track none;
  if (!chosen_) return none;
  if (!file_.empty()) return of_file_;
  const auto at = known_.find(*chosen_);
  return at == known_.end() ? none : at->second.track;
}

std::optional<Job> ScalarTracks::job() {
  if (!scan_.running()) return std::nullopt;
  return Job{tr("%1 along the file").arg(title()), scan_.progress(), [this] { scan_.cancel(); }};
}

}  // namespace vitrine::widgets
