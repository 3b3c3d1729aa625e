#include "widgets/comparison.h"

#include <cmath>

#include "widgets/display_units.h"
#include "widgets/frame_near.h"
#include "widgets/numbers.h"

namespace vitrine::widgets {

void Comparison::begin(Kind kind) {
  kind_ = kind;
  ++generation_;
  results_ = {};
  file_.reset();
  scalars_.clear();
  moment_ = {};
  origin_ = {};
  frame_.reset();
  asked_.reset();
  asking_ = shows_ = at_end_ = false;
  pace_.restart();
  worker_.set_file({}, 0);
  reader_.close();
}

void Comparison::open(const std::filesystem::path& file, const std::optional<MomentOfFile>& at) {
  begin(Kind::file);
  origin_ = {file, at};
  reader_.open(file);
  Q_EMIT changed();
}

void Comparison::keep(std::vector<FramePtr> frames, const Moment& moment, const Origin& origin) {
  begin(Kind::moment);
  origin_ = origin;
  moment_ = moment;
  moment_.is_kept = true;
  frame_ = frames.back();
  hold(std::move(frames));
}

void Comparison::hold(std::vector<FramePtr> frames) {
  std::vector<FramePtr> row = frames;
  worker_.show(generation_, std::move(frames), std::move(row));
  Q_EMIT changed();
}

void Comparison::stop() {
  if (!exists()) return;
  begin(Kind::none);
  Q_EMIT changed();
}

void Comparison::want(const AnalysisRequests& requests, const analysis::ChosenPtr& only) {
  worker_.want(requests, only);
}

void Comparison::setPresent(std::optional<double> time, std::size_t frames, bool live) {
  time_ = time;
  frames_ = frames;
  live_ = live;
}

void Comparison::poll() {
  if (!exists()) return;
  if (const auto error = reader_.take_error()) {
    const bool lost = !file_;
    asking_ = false;
    Q_EMIT failed(QString::fromStdString(*error));
    if (lost) return stop();
  }
  if (auto opened = reader_.take_opened(); opened && kind_ == Kind::file) {
    file_ = std::move(opened);
    worker_.set_file(file_->path, file_->frames);
  }
  for (const FrameScalars& scalars : reader_.take_scalars())
    if (file_ && scalars.file == file_->id) scalars_.push_back(scalars);
  if (auto moment = reader_.take_moment(); moment && file_ && moment->file == file_->id)
    show(std::move(*moment));
  if (auto results = worker_.take_results(); results && results->generation == generation_) {
    results_ = std::move(*results);
    Q_EMIT changed();
  }
  ask();
}

void Comparison::ask() {
  const auto wanted = origin_.at ? origin_.at
                      : time_    ? std::optional(MomentOfFile{time_})
                                 : std::nullopt;
  if (!file_ || asking_ || (shows_ && asked_ == wanted)) return;
  const double spent = worker_.spent();
  pace_.worked(spent - spent_);
  spent_ = spent;
  if (live_ && !pace_.due()) return;
  asked_ = wanted;
  asking_ = true;
  reader_.read_moment(wanted, origin_.at ? origin_.at->frames : frames_);
}

void Comparison::show(FileMoment moment) {
  asking_ = false;
  if (shows_ && at_end_ && !moment.there) return;  // as before
  shows_ = true;
  at_end_ = !moment.there;
  frame_ = moment.frames.back();
  moment_ = {QString::fromStdString(file_->name), temperatureOf(moment)};
  moment_.is_kept = origin_.at.has_value();
  moment_.is_end = !moment.there && file_->frames > 1;
  if (const double time = frame_->time; time != 0 || (moment.there && asked_->time))
    moment_.time = time;
  else if (moment.there)
    moment_.number = qint64(asked_->frame) + 1;
  if (!origin_.at) return worker_.show(generation_, std::move(moment.frames));
  // One moment, come what may: the file is no longer needed.
  kind_ = Kind::moment;
  file_.reset();
  scalars_.clear();
  reader_.close();
  worker_.set_file({}, 0);
  hold(std::move(moment.frames));
}

/// What the record measured goes before the velocities: hydrogens may have been given more mass.
std::optional<double> Comparison::temperatureOf(const FileMoment& moment) const {
  double kelvin = moment.temperature;
  if (const RecordedMeasurements* record = measured())
    kelvin = record->samples[sample_near(record->samples, moment.frames.back()->time)].temperature;
  return std::isfinite(kelvin) ? std::optional(kelvin) : std::nullopt;
}

QString Comparison::name() const {
  const QString name = file_ ? QString::fromStdString(file_->name) : moment_.name;
  const QString when = moment_.when();
  return when.isEmpty() ? name : name + ", " + when;
}

QString Comparison::Moment::when() const {
  const QString at = time     ? shown_quantity(*time, 2, "ps")
                     : number ? tr("frame %1").arg(grouped(*number))
                              : QString();
  if (!is_end) return at;
  return at.isEmpty() ? tr("its last frame") : tr("its end (%1)").arg(at);
}

}  // namespace vitrine::widgets
