// The window's runs: starting them, branching from and going on with them, and their timeline.
#include <QStackedWidget>

#include "sim/dynamics/hydrogen_mass.h"
#include "sim/model/errors.h"
#include "widgets/main_window.h"
#include "widgets/new_run_dialog.h"
#include "widgets/numbers.h"
#include "widgets/panels/file_timeline.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/plan_dialog.h"
#include "widgets/preferences.h"
#include "widgets/run_tree.h"
#include "widgets/scalar_tracks.h"
#include "widgets/title_strip.h"

namespace vitrine::widgets {
namespace {

constexpr int the_run = 0;  ///< instead of a file's id, which counts from 1

}  // namespace

void MainWindow::beginTimeline() {
  const LiveFeed& feed = presenter_.feed();
  if (presenter_.source() != Source::file) {
    timelines_->setCurrentWidget(run_timeline_);
    if (timeline_file_ == the_run || !feed.exists()) return;
    timeline_file_ = the_run;
    tracks_->showRun();
    const auto past = feed.history();
    run_timeline_->begin(feed.plan(), past ? past->topology()->size() : 1, feed.status().timed);
    return;
  }
  const OpenedFile& file = *presenter_.file();
  const RecordedMeasurements* measured = file.measured.get();
  timelines_->setCurrentWidget(measured ? static_cast<QWidget*>(run_timeline_) : file_timeline_);
  if (timeline_file_ == file.id) return;
  timeline_file_ = file.id;
  tracks_->beginFile(file.path, measured != nullptr);
  if (measured) {
    run_timeline_->begin(*measured->protocol, file.first->size());
    run_timeline_->showSamples(measured->samples);
  } else {
    file_timeline_->begin(file);
    file_timeline_->showScalars(presenter_.fileScalars());
  }
}

void MainWindow::showTimeline() {
  const LiveFeed& feed = presenter_.feed();
  const Source source = presenter_.source();
  if (source == Source::file && !presenter_.file()->measured)
    return file_timeline_->tell(title_->state());
  if (source != Source::file && feed.exists()) {
    run_timeline_->setPlanChangeable(planCanChange());
    run_timeline_->showSamples(feed.samples(), !feed.followsSchedule());
  }
  if (source != Source::nothing)
    run_timeline_->setPlayhead(presenter_.shownTime(), source == Source::live);
}

bool MainWindow::planCanChange() const {
  const LiveFeed& feed = presenter_.feed();
  return feed.hasPlan() && !feed.isOver() && feed.status().state != dynamics::RunState::minimising;
}

void MainWindow::changePlan() {
  const LiveFeed& feed = presenter_.feed();
  try {
    auto* dialog = new PlanDialog(feed.plan(), feed.status().time, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { presenter_.feed().changePlan(dialog->plan()); });
    dialog->open();  // the run goes on behind it
  } catch (const Error& nothing_left) {
    say(QString::fromStdString(nothing_left.what()));
  }
}

void MainWindow::showPlan() {
  if (timeline_file_ == the_run) run_timeline_->setPlan(presenter_.feed().plan());
}

double MainWindow::comparisonShift() const {
  const bool file = presenter_.source() == Source::file;
  if (!file && !presenter_.feed().exists()) return 0;
  const RecordedRunInfo* shown =
      sources_->infoOf(file ? presenter_.file()->path : presenter_.feed().run().record);
  const RecordedRunInfo* other = sources_->infoOf(presenter_.comparison().file());
  if (!shown || !other) return 0;
  if (shown->parent && shown->parent->id == other->id)
    return -double(shown->parent->step) * other->protocol.time_step;
  if (other->parent && other->parent->id == shown->id)
    return double(other->parent->step) * shown->protocol.time_step;
  return 0;
}

void MainWindow::enableComparing() {
  const bool compares = presenter_.comparison().exists();
  actions_.stop_comparing->setEnabled(compares);
  actions_.two_views->setEnabled(compares);
  if (!compares) actions_.two_views->setChecked(false);
}

void MainWindow::showOtherRun() {
  enableComparing();
  const RecordedMeasurements* other = presenter_.comparison().measured();
  const double shift = comparisonShift();
  presenter_.setComparisonShift(shift);
  if (!other) return run_timeline_->showOther({}, 0, {});
  run_timeline_->showOther(
      other->samples, shift,
      QString::fromStdString(presenter_.comparison().file().filename().string()));
}

void MainWindow::startRun(const RunRequest& request) {
  if (presenter_.feed().starting()) return;
  asked_ = request;
  asked_.record.clear();  // of this run alone
  const LiveFeed& feed = presenter_.feed();
  left_run_ = feed.exists() && !feed.isOver() && !feed.run().record.empty()
                  ? tr("%1 was stopped; the menu of its record in Runs and files goes on with it.")
                        .arg(QString::fromStdString(feed.run().title))
                  : QString();
  RunRequest with_threads = request;
  with_threads.threads = Preferences::stored().threads;
  if (!request.resume.empty()) tracks_->letGo(request.resume);
  presenter_.startRun(with_threads);
}

void MainWindow::runOrContinue() {
  presenter_.showLive();
  if (presenter_.feed().isOver())
    startRun(last_request_);
  else
    presenter_.feed().resume();
}

void MainWindow::newRun() {
  ask({});
}

void MainWindow::branchHere() {
  ask(shownMoment());
}

void MainWindow::ask(RunStart start) {
  auto* dialog = new NewRunDialog(std::move(start), options_.runs_folder, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { startRun(dialog->request()); });
  dialog->open();  // what is shown goes on behind it
}

RunStart MainWindow::shownMoment() {
  RunStart start;
  start.frame = presenter_.picture().frame;
  if (!start.frame) return start;
  const bool timed = start.frame->time > 0;
  if (presenter_.source() == Source::file) {
    const OpenedFile& file = *presenter_.file();
    start.name = file.name;
    if (start.frame->velocities) start.parent = {{}, file.path.string(), start.frame->step};
    if (const RecordedRunInfo* info = sources_->infoOf(file.path)) start.rest = info->protocol;
  } else {
    const Run& run = presenter_.feed().run();
    start.name = run.title;
    if (start.frame->velocities && !run.record.empty())
      start.parent = {run.id, run.record.string(), start.frame->step};
    start.rest = presenter_.feed().plan();
    if (start.rest->hydrogen_mass) start.frame = dynamics::with_element_masses(start.frame);
  }
  if (timed) start.when = tr(" at %1").arg(quantity(start.frame->time, 2, "ps")).toStdString();
  try {
    if (start.rest) start.rest = dynamics::rest_of(*start.rest, start.frame->time);
  } catch (const Error&) {
    start.rest.reset();  // the schedule is at its end
  }
  return start;
}

void MainWindow::continueRecord(const QString& path) {
  RunRequest request;
  request.resume = path.toStdString();
  startRun(request);
}

}  // namespace vitrine::widgets
