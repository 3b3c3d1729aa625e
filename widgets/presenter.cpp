#include "widgets/presenter.h"

#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine::widgets {
namespace {

constexpr int poll_interval = 30;          ///< ms
constexpr int results_interval = 250;      ///< ms: no number of a live panel changes more often
constexpr int play_interval = 80;          ///< ms between frames of a file that plays
constexpr std::size_t replay_window = 10;  ///< recorded frames behind the panels of a replay

/// Index of the recorded frame next to a time; times ascend.
std::size_t frame_near(Trajectory& recorded, double time) {
  std::size_t low = 0, high = recorded.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (recorded.read(middle)->time < time)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == recorded.size()) return low - 1;
  if (low > 0 && time - recorded.read(low - 1)->time < recorded.read(low)->time - time) --low;
  return low;
}

}  // namespace

Presenter::Presenter(RunFactory factory, QObject* parent)
    : QObject(parent), feed_(std::move(factory)) {
  connect(&timer_, &QTimer::timeout, this, &Presenter::poll);
  connect(&play_, &QTimer::timeout, this, [this] {
    if (file_ && file_index_ + 1 < file_->frames)
      moveBy(1);
    else
      togglePlay();
  });
  connect(&feed_, &LiveFeed::started, this, &Presenter::runStarted);
  connect(&feed_, &LiveFeed::failed, this, &Presenter::failed);
  connect(&feed_, &LiveFeed::closed, this, [this] {
    live_frame_.reset();
    if (source_ != Source::file) setSource(Source::nothing);
  });
  connect(&feed_, &LiveFeed::statusChanged, this, &Presenter::markCulprits);
  timer_.start(poll_interval);
}

void Presenter::startRun(const RunRequest& request) {
  feed_.start(request);
}

void Presenter::openFile(const std::filesystem::path& file) {
  std::error_code none;
  if (feed_.exists() && std::filesystem::equivalent(feed_.run().record, file, none))
    return showLive();  // it is being written
  reader_.open(file);
  was_opening_ = true;
  Q_EMIT openingChanged(0);
}

void Presenter::poll() {
  feed_.poll();
  pollRun();
  pollFile();
  pollAnalyses();
}

void Presenter::pollRun() {
  if (!feed_.exists()) return;
  // Taken in replay too: a paused run publishes nothing new when one comes back to it.
  FramePtr newest = feed_.takeViewFrame();
  if (newest) live_frame_ = newest;
  if (source_ != Source::live) return;
  if (newest) show(std::move(newest));
  if (!worker_.idle()) return;
  if (FramePtr frame = feed_.takeAnalysisFrame()) analyse({std::move(frame)}, true);
}

void Presenter::pollFile() {
  if (const auto progress = reader_.opening(); progress || was_opening_) {
    was_opening_ = progress.has_value();
    Q_EMIT openingChanged(progress.value_or(-1));
  }
  if (const auto error = reader_.take_error()) Q_EMIT failed(QString::fromStdString(*error));
  if (auto opened = reader_.take_opened()) takeOpened(std::move(*opened));
  if (auto frame = reader_.take_frame();
      frame && source_ == Source::file && file_ && frame->file == file_->id) {
    file_index_ = frame->index;
    show(frame->frame);
    analyse({frame->frame}, false);
  }
  const auto fresh = reader_.take_scalars();
  for (const FrameScalars& scalars : fresh)
    if (file_ && scalars.file == file_->id) scalars_.push_back(scalars);
  if (!fresh.empty()) Q_EMIT fileScalarsAdded();
}

void Presenter::pollAnalyses() {
  if (auto colours = worker_.take_entropies(); colours && colours->generation == generation_) {
    picture_.zincs = std::move(colours->zincs);
    picture_.zinc_values = std::move(colours->values);
    if (picture_.frame) Q_EMIT pictureChanged();
  }
  if (source_ == Source::live && since_results_.isValid() &&
      since_results_.elapsed() < results_interval)
    return;
  if (auto results = worker_.take_results(); results && results->generation == generation_) {
    since_results_.start();
    results_ = std::move(results);
    Q_EMIT resultsChanged(*results_);
  }
}

void Presenter::takeOpened(OpenedFile file) {
  file_ = std::move(file);
  file_index_ = wanted_index_ = 0;
  scalars_.clear();
  play_.stop();
  setSource(Source::file);
  show(file_->first);
  analyse({file_->first}, false);
  Q_EMIT opened();
}

void Presenter::runStarted() {
  live_frame_.reset();
  setSource(Source::live);
}

void Presenter::setSource(Source source) {
  const bool other_atoms = source == Source::file || source_ == Source::file ||
                           (source == Source::live && source_ != Source::replay);
  if (source != Source::file) play_.stop();
  source_ = source;
  ++generation_;
  results_.reset();
  since_results_.invalidate();
  picture_.marked.clear();
  if (other_atoms) {
    picture_.zincs.clear();
    picture_.zinc_values.clear();
  }
  Q_EMIT sourceChanged();
  Q_EMIT resultsCleared();
}

void Presenter::showLive() {
  if (!feed_.exists() || source_ == Source::live) return;
  setSource(Source::live);
  if (live_frame_) {
    show(live_frame_);
    analyse({live_frame_}, true);
  }
  markCulprits();
}

void Presenter::showTime(double time) {
  withHistory([&](Trajectory& history) { showRecorded(history, frame_near(history, time)); });
}

void Presenter::withHistory(const std::function<void(Trajectory&)>& action) {
  if (!feed_.exists()) return;
  try {
    const auto history = feed_.history();
    if (history && history->size() > 0) action(*history);
  } catch (const Error& failure) {
    Q_EMIT failed(QString::fromStdString(failure.what()));
  }
}

void Presenter::showRecorded(Trajectory& history, std::size_t index) {
  const std::size_t last = std::min(index, history.size() - 1);
  std::vector<FramePtr> frames;
  for (std::size_t i = last - std::min(last, replay_window - 1); i <= last; ++i)
    frames.push_back(history.read(i));
  if (source_ != Source::replay) setSource(Source::replay);
  show(frames.back());
  analyse(std::move(frames), false);
}

void Presenter::showFrame(std::size_t index) {
  if (!file_) return;
  if (source_ != Source::file) setSource(Source::file);
  wanted_index_ = std::min(index, file_->frames - 1);
  reader_.read(wanted_index_);
}

void Presenter::moveBy(int frames) {
  const auto moved = [frames](std::size_t from) {
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, std::ptrdiff_t(from) + frames));
  };
  if (source_ == Source::file) return showFrame(moved(wanted_index_));
  withHistory([&](Trajectory& history) {
    const std::size_t from = source_ == Source::replay
                                 ? frame_near(history, shownTime())  // frames may be thinned
                                 : history.size();
    const std::size_t to = moved(from);
    to >= history.size() ? showLive() : showRecorded(history, to);
  });
}

void Presenter::showFirst() {
  source_ == Source::file ? showFrame(0) : showTime(-1);
}

void Presenter::showLast() {
  source_ == Source::file ? showFrame(file_->frames - 1) : showLive();
}

void Presenter::togglePlay() {
  if (source_ != Source::file) {
    feed_.isRunning() ? feed_.pause() : feed_.resume();
    return;
  }
  if (play_.isActive())
    play_.stop();
  else if (file_->frames > 1)
    play_.start(play_interval);
  if (play_.isActive() && file_index_ + 1 == file_->frames) showFrame(0);
  Q_EMIT sourceChanged();
}

const dynamics::Sample* Presenter::shownSample() const {
  const auto& samples = feed_.samples();
  if (source_ == Source::file || samples.empty()) return nullptr;
  if (source_ == Source::live) return &samples.back();
  const auto at = std::lower_bound(
      samples.begin(), samples.end(), shownTime(),
      [](const dynamics::Sample& sample, double time) { return sample.time < time; });
  return at == samples.end() ? &samples.back() : &*at;
}

void Presenter::show(FramePtr frame) {
  picture_.frame = std::move(frame);
  Q_EMIT pictureChanged();
}

void Presenter::markCulprits() {
  if (source_ != Source::live || picture_.marked == feed_.status().culprits) return;
  picture_.marked = feed_.status().culprits;
  if (picture_.frame) Q_EMIT pictureChanged();
}

void Presenter::analyse(std::vector<FramePtr> frames, bool rolling) {
  worker_.put({generation_, std::move(frames), rolling});
}

}  // namespace vitrine::widgets
