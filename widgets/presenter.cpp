#include "widgets/presenter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/model/errors.h"
#include "widgets/display_units.h"
#include "widgets/frame_near.h"
#include "widgets/numbers.h"

namespace vitrine::widgets {
namespace {

constexpr int poll_interval = 30;      ///< ms
constexpr int hasty_interval = 4;      ///< ms: somebody waits for a moment that was asked for
constexpr int results_interval = 250;  ///< ms: no number of a live panel changes more often
constexpr int play_interval = 80;      ///< ms between frames of a file that plays
/// ms that a frame waits for its colours before it is shown without. A run has the next one soon.
constexpr int patience = 120, patience_live = 2000;
constexpr std::size_t replay_window = 10;  ///< recorded frames behind the panels of a replay

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
  connect(&feed_, &LiveFeed::failed, this, [this](const QString& sentence) {
    if (feed_.starting() || !std::exchange(let_go_, false)) return failed(sentence);
    said_when_opened_ = sentence;
    openFile(file_->path);
  });
  connect(&feed_, &LiveFeed::closed, this, [this] {
    live_frame_.reset();
    if (source_ != Source::file) setSource(Source::nothing);
  });
  connect(&feed_, &LiveFeed::statusChanged, this, &Presenter::markCulprits);
  connect(&comparison_, &Comparison::changed, this, &Presenter::comparisonChanged);
  connect(&comparison_, &Comparison::failed, this, &Presenter::failed);
  connect(&selection_, &Selection::changed, this, [this] {
    picture_.selected = selection_.atoms();
    if (picture_.frame) Q_EMIT pictureChanged();
    if (!restrictsToSelected()) return;
    chooseSelected();
    ask();
  });
  timer_.start(poll_interval);
}

void Presenter::startRun(const RunRequest& request) {
  if (!request.resume.empty()) letGo(request.resume);
  feed_.start(request);
}

void Presenter::openFile(const std::filesystem::path& file) {
  std::error_code none;
  if (feed_.exists() && std::filesystem::equivalent(feed_.run().record, file, none))
    return showLive();  // it is being written
  reader_.open(file);
  opening_ = file;
  was_opening_ = true;
  Q_EMIT openingChanged(0);
}

std::vector<Job> Presenter::jobs() {
  const auto name = [](const std::filesystem::path& file) {
    return QString::fromStdString(file.filename().string());
  };
  std::vector<Job> jobs;
  if (const auto progress = reader_.opening())
    jobs.push_back({tr("opening %1").arg(name(opening_)), progress, [this] { cancelOpening(); }});
  if (const auto progress = comparison_.opening())
    jobs.push_back({tr("opening %1 to compare").arg(name(comparison_.origin().file)), progress,
                    [this] { stopComparing(); }});
  if (const auto progress = worker_.file_progress(); progress && file_)
    jobs.push_back(
        {tr("analysing %1").arg(name(file_->path)), progress, [this] { cancelWholeFile(); }});
  return jobs;
}

void Presenter::poll() {
  feed_.poll();
  pollRun();
  pollFile();
  pollColours();
  pollAnalyses();
  pollComparison();
  pollEvents();
  selection_.poll();
  const bool asked = source_ == Source::file     ? wanted_index_ != file_index_ || waiting_
                     : source_ == Source::replay ? waiting_.has_value()
                                                 : false;
  if (!asked) pollEvery(poll_interval);
}

/// Without starting an interval anew: who asks often would put off the answer.
void Presenter::pollEvery(int milliseconds) {
  if (timer_.interval() != milliseconds) timer_.start(milliseconds);
}

void Presenter::pollRun() {
  if (!feed_.exists()) return;
  // Taken in replay too: a paused run publishes nothing new when one comes back to it.
  FramePtr newest = feed_.takeViewFrame();
  if (newest) live_frame_ = std::move(newest);
  if (source_ == Source::file) return;
  if (!reference_) withHistory([this](Trajectory& history) { changeReference(history.read(0)); });
  if (source_ != Source::live) return;
  const bool may_show = !waiting_ && (view_pace_.due() || !feed_.isRunning());
  if (may_show && live_frame_ && live_frame_ != picture_.frame) show(live_frame_);
  followRun();
}

void Presenter::followRun() {
  if (worker_.due())
    if (FramePtr frame = feed_.takeAnalysisFrame()) worker_.follow(generation_, std::move(frame));
  if (!worker_.row_due()) return;
  withHistory([this](Trajectory& history) {
    worker_.follow_row(generation_,
                       framesUpTo(history, history.size() - 1, AnalysisWorker::row_window));
  });
}

void Presenter::restrictToSelected(bool restricts) {
  if (restricts == restrictsToSelected()) return;
  if (restricts)
    chooseSelected();
  else
    chosen_.reset();
  ask();
  Q_EMIT restrictionChanged();
}

void Presenter::chooseSelected() {
  // Without a frame there is nothing to select, and the panels say so.
  static const TopologyPtr no_atoms = make_topology({});
  const std::vector<int> none;
  chosen_ = std::make_shared<const analysis::ChosenAtoms>(
      selection_.atoms() ? *selection_.atoms() : none,
      picture_.frame ? picture_.frame->topology : no_atoms);
}

void Presenter::want(const AnalysisRequests& requests) {
  wanted_ = requests;
  ask();
}

void Presenter::ask() {
  worker_.want(wanted_, chosen_);
  comparison_.want(wanted_, chosen_);
  // The frames before the one shown were not asked for as long as nobody wanted them.
  if (source_ == Source::replay && worker_.wants_row()) showTime(shownTime());
}

void Presenter::chargeView(double seconds) {
  if (source_ == Source::live && feed_.isRunning()) view_pace_.worked(seconds);
}

void Presenter::chargeDrawing(double seconds) {
  drawing_ += seconds;
  if (source_ == Source::live) worker_.charge(seconds);
}

void Presenter::pollComparison() {
  const bool live = source_ == Source::live;
  std::optional<double> time = knownTime();
  if (time) *time -= comparison_shift_;
  comparison_.setPresent(time, source_ == Source::file ? 1 : replay_window, live);
  comparison_.poll();
}

void Presenter::pollEvents() {
  if (events_.poll(feed_.isRunning())) Q_EMIT eventsChanged();
}

QString Presenter::shownName() const {
  if (source_ == Source::file) return QString::fromStdString(file_->name);
  // "ZIF-4 melt-quench, demonstration": what stands behind the comma is a remark.
  return feed_.exists() ? QString::fromStdString(feed_.run().title).section(',', 0, 0) : QString();
}

std::optional<double> Presenter::knownTime() const {
  const FramePtr& frame = picture_.frame;
  if (!frame) return std::nullopt;
  // Of a file that tells no times every frame is at 0.
  const bool told = frame->time != 0 ||
                    std::any_of(scalars_.begin(), scalars_.end(),
                                [](const FrameScalars& scalars) { return scalars.time != 0; });
  if (source_ == Source::file && !told) return std::nullopt;
  return frame->time;
}

QString Presenter::runTimeText(double time) const {
  return feed_.status().timed ? shown_quantity(time, 2, "ps")
                              : tr("frame %1").arg(grouped(std::llround(time)));
}

void Presenter::keepMoment() {
  if (!picture_.frame) return;
  if (source_ == Source::file) return keepFrameOfFile();
  std::vector<FramePtr> frames;
  withHistory([&](Trajectory& history) {
    frames = framesUpTo(history, frame_near(history, shownTime()), replay_window);
  });
  if (frames.empty()) frames = {picture_.frame};
  // The record need not hold the very frame that is shown; of the one next to it everything is
  // known, and a session finds it again.
  const double time = frames.back()->time;
  Comparison::Moment moment{shownName()};
  if (feed_.status().timed)
    moment.time = time;
  else
    moment.number = std::llround(time);
  const auto& samples = feed_.samples();
  const double kelvin = samples.empty() ? std::numeric_limits<double>::quiet_NaN()
                                        : samples[sample_near(samples, time)].temperature;
  if (std::isfinite(kelvin)) moment.temperature = kelvin;
  comparison_.keep(std::move(frames), moment,
                   {feed_.run().record, MomentOfFile{time, 0, frames.size()}});
}

void Presenter::keepFrameOfFile() {
  Comparison::Moment moment{shownName(), shownTemperature(), knownTime()};
  if (!moment.time && file_->frames > 1) moment.number = qint64(file_index_) + 1;
  comparison_.keep({picture_.frame}, moment, {file_->path, MomentOfFile{{}, file_index_}});
}

void Presenter::pollFile() {
  if (const auto progress = reader_.opening(); progress || was_opening_) {
    was_opening_ = progress.has_value();
    Q_EMIT openingChanged(progress.value_or(-1));
  }
  if (const auto error = reader_.take_error()) {
    pollEvery(poll_interval);  // what was asked for does not come
    Q_EMIT failed(QString::fromStdString(*error));
  }
  if (auto opened = reader_.take_opened()) takeOpened(std::move(*opened));
  if (auto frame = reader_.take_frame();
      frame && source_ == Source::file && file_ && frame->file == file_->id) {
    show(frame->frame, frame->index);
    analyse({frame->frame});
  }
  if (auto growth = reader_.take_growth(); growth && file_ && growth->file == file_->id)
    takeGrowth(std::move(*growth));
  const auto fresh = reader_.take_scalars();
  for (const FrameScalars& scalars : fresh)
    if (file_ && scalars.file == file_->id) scalars_.push_back(scalars);
  if (!fresh.empty()) Q_EMIT fileScalarsAdded();
}

void Presenter::pollColours() {
  chargeColours();
  if (auto colours = colours_.take()) takeColours(std::move(*colours));
  const int longest = source_ == Source::live && feed_.isRunning() ? patience_live : patience;
  if (waiting_ && waiting_->since.elapsed() > longest)
    put(waiting_->frame, waiting_->index, {}, waiting_->serial);
}

void Presenter::pollAnalyses() {
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
  wanted_index_ = 0;
  scalars_.clear();
  play_.stop();
  setSource(Source::file);
  show(file_->first);
  analyse({file_->first});
  Q_EMIT opened();
  if (!said_when_opened_.isEmpty()) Q_EMIT failed(std::exchange(said_when_opened_, {}));
}

void Presenter::takeGrowth(FileGrowth growth) {
  const bool at_end = wanted_index_ + 1 == file_->frames;
  file_->frames = growth.frames;
  file_->measured = std::move(growth.measured);
  events_.grew();
  Q_EMIT fileGrew();
  if (at_end && source_ == Source::file) showFrame(file_->frames - 1);
}

void Presenter::letGo(const std::filesystem::path& record) {
  const auto is_it = [&](const std::filesystem::path& file) {
    std::error_code none;
    return std::filesystem::equivalent(file, record, none);
  };
  if (is_it(comparison_.file())) comparison_.stop();
  if (!file_ || !is_it(file_->path)) return;
  worker_.set_file({}, 0);
  events_.stop();
  reader_.close();
  let_go_ = true;
}

void Presenter::runStarted() {
  if (std::exchange(let_go_, false)) file_.reset();
  live_frame_.reset();
  view_pace_.restart();
  source_ = Source::nothing;  // another run than the one whose past may have been shown
  setSource(Source::live);
}

void Presenter::setSource(Source source) {
  const bool other_atoms = source == Source::file || source_ == Source::file ||
                           (source == Source::live && source_ != Source::replay);
  if (source != Source::file) play_.stop();
  source_ = source;
  ++generation_;
  if (source == Source::file)
    worker_.set_file(file_->path, file_->frames);
  else
    worker_.set_file({}, 0);
  results_.reset();
  since_results_.invalidate();
  picture_.marked.clear();
  waiting_.reset();
  oldest_serial_ = serial_ + 1;
  if (other_atoms) {
    at_once_ = true;
    seen_.reset();
    reference_.reset();
    if (source == Source::file) changeReference(file_->first);
    if (source == Source::file)
      file_->frames > 1 ? events_.read(file_->path) : events_.stop();
    else if (feed_.exists())
      events_.follow(feed_.history());
    else
      events_.stop();
  }
  Q_EMIT sourceChanged();
  Q_EMIT resultsCleared();
}

void Presenter::showLive() {
  if (!feed_.exists() || source_ == Source::live) return;
  setSource(Source::live);
  if (live_frame_) {
    show(live_frame_);
    worker_.follow(generation_, live_frame_);
  }
  markCulprits();
}

void Presenter::showTime(double time) {
  if (source_ == Source::file) {
    if (file_->measured) showFrame(sample_near(file_->measured->samples, time));
    return;
  }
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
  std::vector<FramePtr> frames = framesUpTo(history, last, replay_window), row;
  if (worker_.wants_row()) row = framesUpTo(history, last, AnalysisWorker::row_window);
  if (source_ != Source::replay) setSource(Source::replay);
  show(frames.back());
  analyse(std::move(frames), std::move(row));
}

std::vector<FramePtr> Presenter::framesUpTo(Trajectory& history, std::size_t index,
                                            std::size_t count) {
  std::vector<FramePtr> frames;
  for (std::size_t i = index - std::min(index, count - 1); i <= index; ++i)
    frames.push_back(history.read(i));
  return frames;
}

void Presenter::showFrame(std::size_t index) {
  if (!file_) return;
  if (source_ != Source::file) setSource(Source::file);
  wanted_index_ = std::min(index, file_->frames - 1);
  reader_.read(wanted_index_);
  pollEvery(hasty_interval);
}

void Presenter::moveBy(int frames) {
  const auto moved = [frames](std::size_t from) {
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, std::ptrdiff_t(from) + frames));
  };
  if (source_ == Source::file) return showFrame(moved(wanted_index_));
  withHistory([&](Trajectory& history) {
    const std::size_t from = source_ == Source::replay
                                 ? frame_near(history, aimed()->time)  // frames may be thinned
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

std::optional<double> Presenter::shownTemperature() const {
  if (!picture_.frame) return std::nullopt;
  double kelvin = std::numeric_limits<double>::quiet_NaN();
  if (source_ != Source::file) {
    if (const dynamics::Sample* sample = shownSample()) kelvin = sample->temperature;
  } else if (file_->measured) {
    kelvin =
        file_->measured->samples[sample_near(file_->measured->samples, shownTime())].temperature;
  } else {
    for (const FrameScalars& scalars : scalars_)
      if (scalars.index == file_index_) kelvin = scalars.temperature;
  }
  return std::isfinite(kelvin) ? std::optional(kelvin) : std::nullopt;
}

void Presenter::show(FramePtr frame, std::size_t index) {
  if (!waiting_) {
    waiting_.emplace();
    waiting_->since.start();
  }
  waiting_->frame = std::move(frame);
  waiting_->index = index;
  if (source_ == Source::replay) pollEvery(hasty_interval);
  recolour();
  if (std::exchange(at_once_, false)) put(waiting_->frame, index, {}, waiting_->serial);
}

void Presenter::recolour() {
  const FramePtr frame = aimed();
  if (!frame) return;
  ColourJob job{++serial_, frame,      waiting_ ? waiting_->index : file_index_,
                property_, reference_, placement_};
  if (waiting_) waiting_->serial = serial_;
  colours_.put(std::move(job));
}

void Presenter::put(FramePtr frame, std::size_t index, render::Colouring colouring,
                    std::uint64_t serial, std::shared_ptr<const render::DrawnStructure> arranged) {
  picture_.arranged = std::move(arranged);
  const FramePtr before = std::exchange(picture_.frame, std::move(frame));
  picture_.colouring = std::move(colouring);
  if (source_ == Source::file) file_index_ = index;
  shown_serial_ = serial;
  if (waiting_ && waiting_->serial <= serial)
    waiting_.reset();
  else if (waiting_)
    waiting_->since.restart();
  const bool other_atoms = before && before->topology != picture_.frame->topology &&
                           before->topology->elements != picture_.frame->topology->elements;
  if (other_atoms) selection_.clear();
  Q_EMIT pictureChanged();
}

void Presenter::takeColours(FrameColours colours) {
  const ColourJob& job = colours.job;
  if (job.serial < oldest_serial_ || job.serial < shown_serial_) return;
  const auto known = [](const analysis::AtomProperty& p, const analysis::AtomProperty& q) {
    return p.id == q.id && p.obstacle == q.obstacle;
  };
  const bool others = !std::equal(properties_.begin(), properties_.end(),
                                  colours.properties.begin(), colours.properties.end(), known);
  colour_failure_ = job.property == property_ ? QString::fromStdString(colours.failure) : QString();
  const analysis::AtomProperty* property = colours.property();
  render::Colouring colouring;
  if (property && !colours.values.empty()) {
    if (const auto range = range_of(colours.values); range && job.property == property_)
      seen_ = seen_
                  ? ValueRange{std::min(seen_->low, range->low), std::max(seen_->high, range->high)}
                  : *range;
    colouring = colouring_of(*property, std::move(colours.values));
  }
  properties_ = std::move(colours.properties);
  if (others) Q_EMIT propertiesChanged();
  // Another property was asked for meanwhile: its colours are on their way.
  if (job.property != property_) return;
  worn_ = property_;
  put(job.frame, job.index, std::move(colouring), job.serial, colours.arranged);
}

void Presenter::chargeColours() {
  const double seconds = colours_.take_seconds();
  if (source_ == Source::live && feed_.isRunning()) view_pace_.worked(seconds);
}

void Presenter::colourBy(const std::string& property) {
  if (property == property_) return;
  property_ = property;
  seen_.reset();
  recolour();
  Q_EMIT propertyChosen();
}

void Presenter::changeReference(FramePtr frame) {
  reference_ = std::make_shared<const analysis::ReferenceFrame>(std::move(frame));
  recolour();
}

void Presenter::setReference() {
  if (picture_.frame) changeReference(picture_.frame);
}

void Presenter::select(const QString& expression) {
  if (picture_.frame) selection_.find(expression, picture_.frame, reference_);
}

void Presenter::markCulprits() {
  if (source_ != Source::live || picture_.marked == feed_.status().culprits) return;
  picture_.marked = feed_.status().culprits;
  if (picture_.frame) Q_EMIT pictureChanged();
}

void Presenter::analyse(std::vector<FramePtr> frames, std::vector<FramePtr> row) {
  worker_.show(generation_, std::move(frames), std::move(row));
}

}  // namespace vitrine::widgets
