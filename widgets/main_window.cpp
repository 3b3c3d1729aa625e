#include "widgets/main_window.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <algorithm>
#include <utility>

#include "sim/io/read.h"
#include "widgets/analysis_panels.h"
#include "widgets/autosave.h"
#include "widgets/colour_controls.h"
#include "widgets/inspector.h"
#include "widgets/job_list.h"
#include "widgets/message_bar.h"
#include "widgets/message_log.h"
#include "widgets/numbers.h"
#include "widgets/panels/entropy_roi.h"
#include "widgets/panels/file_timeline.h"
#include "widgets/panels/pair_distribution.h"
#include "widgets/panels/pole_figures.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/picture_job.h"
#include "widgets/run_controls.h"
#include "widgets/run_tree.h"
#include "widgets/saved_cameras.h"
#include "widgets/scalar_tracks.h"
#include "widgets/selection_controls.h"
#include "widgets/sessions.h"
#include "widgets/side_view.h"
#include "widgets/slice_controls.h"
#include "widgets/status_line.h"
#include "widgets/theme.h"
#include "widgets/title_strip.h"
#include "widgets/undo.h"
#include "widgets/view_3d.h"
#include "widgets/view_tools.h"
#include "widgets/welcome.h"

namespace vitrine::widgets {
namespace {

constexpr int refresh_interval = 250;  ///< ms: no number changes more often

/// "Readable files (*.dump *.data ...)" of the formats that the readers know.
QString file_filter() {
  QStringList patterns;
  for (const io::Format& format : io::formats())
    for (const std::string& extension : format.extensions)
      patterns << "*." + QString::fromStdString(extension);
  return QObject::tr("Structures and trajectories (%1);;All files (*)").arg(patterns.join(' '));
}

}  // namespace

MainWindow::MainWindow(const WindowOptions& options, QWidget* parent)
    : QMainWindow(parent),
      options_(options),
      last_request_{options.demo, {}, {}},
      actions_(make_actions(this)),
      presenter_(options.start_run) {
  setWindowTitle("Vitrine");
  setAcceptDrops(true);
  controls_ = new RunControls(actions_, this);
  addToolBar(controls_);
  makeMessages();
  makeDocks();
  makeMenus();
  status_ = new StatusLine(this);
  setStatusBar(status_);
  connectPresenter();
  connectPanels();
  connectActions();
  makeKeepers();
  makeComforts();
  restoreLayout();
  connect(&refresh_timer_, &QTimer::timeout, this, &MainWindow::refresh);
  refresh_timer_.start(refresh_interval);
  refresh();
  view_->setFocus();
}

MainWindow::~MainWindow() {
  presenter_.disconnect(this);
}

void MainWindow::begin() {
  fitToType();  // once more: it is polished now, and its buttons are as wide as their names
  undo_->forget();
  offerLost();
  openFiles(options_.files);
  if (!options_.attach.empty())
    startRun({{}, {}, {}, options_.attach});
  else if (options_.files.empty() && options_.start_demo && !autosave_->lost())
    welcome_->beginSoon(options_.demo_delay);
  // After the first pictures, so that they are not kept waiting for a processor.
  QTimer::singleShot(2000, this, [this] { crystals_.start(reference_crystals); });
}

void MainWindow::say(const QString& sentence) {
  message_->say(sentence);
  message_row_->show();
}

void MainWindow::note(const QString& sentence) {
  message_->say(sentence, MessageBar::Kind::notice);
  message_row_->show();
}

void MainWindow::makeMessages() {
  log_ = new MessageLog(this);
  const auto row_of = [this](MessageBar*& bar, const QString& title, const char* name) {
    bar = new MessageBar(this);
    auto* row = new QToolBar(title, this);
    row->setObjectName(name);
    row->setMovable(false);
    bar->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    row->addWidget(bar);
    row->toggleViewAction()->setVisible(false);
    addToolBarBreak();
    addToolBar(row);
    row->hide();
    connect(bar, &MessageBar::dismissed, row, &QWidget::hide);
    connect(bar, &MessageBar::said, log_, &MessageLog::add);
    return row;
  };
  message_row_ = row_of(message_, tr("Messages"), "messages");
  offer_row_ = row_of(offer_, tr("Offers"), "offers");
  const auto answered = [this](std::function<void()>& answer) {
    offer_row_->hide();
    const auto act = std::exchange(answer, {});
    offer_accepted_ = offer_dismissed_ = {};
    if (act) act();
  };
  accept_offer_ = new QAction(this);
  connect(accept_offer_, &QAction::triggered, this, [=, this] { answered(offer_accepted_); });
  connect(offer_, &MessageBar::dismissed, this, [=, this] { answered(offer_dismissed_); });
}

void MainWindow::connectPresenter() {
  const Presenter* p = &presenter_;
  connect(p, &Presenter::pictureChanged, this, &MainWindow::showPicture);
  connect(p, &Presenter::sourceChanged, this, &MainWindow::sourceChanged);
  connect(p, &Presenter::failed, this, &MainWindow::say);
  connect(p, &Presenter::opened, this, [this] {
    const OpenedFile& file = *presenter_.file();
    if (file.notice.empty()) return message_row_->hide();
    note(QString::fromStdString(file.name + ": " + file.notice));
  });
  connect(p, &Presenter::openingChanged, this, &MainWindow::showJobs);
  connect(p, &Presenter::fileGrew, this, [this] {
    const OpenedFile& file = *presenter_.file();
    if (timeline_file_ == file.id && file.measured)
      run_timeline_->showSamples(file.measured->samples);
  });
  connect(p, &Presenter::comparisonChanged, this, &MainWindow::showOtherRun);
  connect(p, &Presenter::sourceChanged, this, &MainWindow::showOtherRun);
  connect(p, &Presenter::fileScalarsAdded, this,
          [this] { file_timeline_->showScalars(presenter_.fileScalars()); });
  connect(&presenter_.feed(), &LiveFeed::started, this, [this] {
    map_->clearTrail();
    tracks_->beginRun();
    timeline_file_.reset();
    beginTimeline();
    last_request_ = asked_;
    run_message_.clear();
    message_row_->hide();
    if (left_run_.isEmpty()) return;
    note(std::exchange(left_run_, {}));
  });
  connect(&presenter_.feed(), &LiveFeed::statusChanged, this, &MainWindow::showRunMessage);
  connect(&presenter_.feed(), &LiveFeed::statusChanged, view_,
          [this] { view_->setSparing(presenter_.feed().isRunning()); });
}

void MainWindow::showRunMessage() {
  const dynamics::RunStatus& status = presenter_.feed().status();
  QString message = QString::fromStdString(status.message);
  const bool guarded = status.state == dynamics::RunState::guarded;
  if (guarded)
    message += tr(". The run is back at its last good step, %1: continue within the limits once "
                  "temperature or plan is another, branch from an earlier moment, or go on past "
                  "the guard.")
                   .arg(grouped(status.step));
  const bool notice = message.isEmpty();
  if (notice) message = QString::fromStdString(status.notice);
  if (message == run_message_) return;  // said once: what else was said since stays readable
  const QString last = std::exchange(run_message_, message);
  if (!message.isEmpty()) {
    message_->say(message, notice ? MessageBar::Kind::notice : MessageBar::Kind::failure,
                  guarded ? QList<QAction*>{actions_.pass_guard} : QList<QAction*>());
    message_row_->show();
  } else if (message_->sentence() == last) {
    message_row_->hide();
  }
}

void MainWindow::connectPanels() {
  connect(inspector_, &Inspector::lookChanged, this, [this](const render::Look& look) {
    view_->setLook(look);
    side_->setLook(look);
    presenter_.setPlacement(look.placement);
    refresh();
  });
  connect(&inspector_->colours(), &ColourControls::propertyChosen, this,
          [this](const QString& id) { presenter_.colourBy(id.toStdString()); });
  connect(&inspector_->colours(), &ColourControls::changed, this, &MainWindow::showPicture);
  connectSelection();
  connectMarks();
  connectTools();
  connect(view_, &View3d::drawn, &presenter_, &Presenter::chargeView);
  connect(analyses_, &AnalysisPanels::failed, this, &MainWindow::say);
  connect(&presenter_, &Presenter::resultsChanged, tracks_, &ScalarTracks::add);
  connect(tracks_, &ScalarTracks::chosenChanged, this, [this] {
    analyses_->want(tracks_->chosen() ? tracks_->chosen()->analysis : std::string());
  });
  connect(map_, &EntropyRoi::momentRequested, &presenter_, &Presenter::showTime);
  auto* spans = new TimeSpanMarks(&run_timeline_->plot());
  connect(map_, &EntropyRoi::momentsChosen, spans, &TimeSpanMarks::show);
  connect(run_timeline_, &RunTimeline::spanChosen, spans, &TimeSpanMarks::show);
  connect(run_timeline_, &RunTimeline::spanChosen, map_, &EntropyRoi::chooseTimes);
  connect(run_timeline_, &RunTimeline::timeChosen, &presenter_, &Presenter::showTime);
  connect(run_timeline_, &RunTimeline::endRequested, &presenter_, &Presenter::showLast);
  connect(run_timeline_, &RunTimeline::planChanged, &presenter_.feed(), &LiveFeed::changePlan);
  connect(&presenter_.feed(), &LiveFeed::planChanged, this, &MainWindow::showPlan);
  connect(run_timeline_, &RunTimeline::failed, this, &MainWindow::say);
  connect(file_timeline_, &FileTimeline::frameChosen, &presenter_, &Presenter::showFrame);
  connect(file_timeline_, &FileTimeline::failed, this, &MainWindow::say);
  picture_ = new PictureJob(this);
  connect(picture_, &PictureJob::failed, this, [this](const QString& sentence) {
    waits_for_picture_ = false;
    say(sentence);
  });
  connect(picture_, &PictureJob::saved, this,
          [this](const QString& file) { note(tr("The picture is in %1").arg(file)); });
  connect(sources_, &RunTree::runChosen, &presenter_, &Presenter::showLive);
  connect(sources_, &RunTree::fileChosen, this,
          [this](const QString& path) { presenter_.openFile(path.toStdString()); });
  connect(sources_, &RunTree::continueRequested, this, &MainWindow::continueRecord);
  connect(sources_, &RunTree::compareRequested, this,
          [this](const QString& path) { presenter_.compareWith(path.toStdString()); });
  LiveFeed* feed = &presenter_.feed();
  connect(controls_, &RunControls::temperatureChosen, feed, &LiveFeed::holdTemperature);
  connect(controls_, &RunControls::pressureChosen, feed, &LiveFeed::holdPressure);
  view_->setLook(inspector_->look());
  side_->setLook(inspector_->look());
}

void MainWindow::connectSelection() {
  Selection* selection = &presenter_.selection();
  SelectionControls* controls = &inspector_->selection();
  controls->setActions(actions_);
  connect(controls, &SelectionControls::expressionEntered, &presenter_, &Presenter::select);
  connect(selection, &Selection::refused, controls, &SelectionControls::showRefusal);
  connect(selection, &Selection::changed, this, &MainWindow::refresh);
  connect(&presenter_, &Presenter::restrictionChanged, this, &MainWindow::refresh);
}

void MainWindow::connectTools() {
  tools_ = new ViewTools(actions_, *view_, presenter_.selection(), this);
  MeasurementList* measured = &tools_->measurements();
  connect(measured, &MeasurementList::changed, this, [this, measured] {
    inspector_->showMeasurements(*measured, presenter_.picture().frame);
    side_->setMeasurements(measured->all());
  });
  connect(inspector_, &Inspector::trailsChanged, this, [this](int frames) {
    tools_->trails().setLength(frames);
    tools_->follow(presenter_.picture().frame);
  });
  SliceControls* slice = &inspector_->slice();
  connect(slice, &SliceControls::directionWanted, this, [this, slice] {
    const auto pose = view_->camera();
    slice->setDirection(pose ? Vec3(pose->position - pose->focus) : Vec3(Vec3::UnitZ()));
  });
  auto* cameras = new SavedCameras(actions_, *view_, this);
  connect(cameras, &SavedCameras::stored, this,
          [this](int number) { note(tr("Alt+%1 comes back to this view.").arg(number)); });
  for (const auto& [action, axis] :
       {std::pair(actions_.against_a, 0), std::pair(actions_.against_b, 1),
        std::pair(actions_.against_c, 2)})
    connect(action, &QAction::triggered, this,
            [this, axis = axis] { view_->viewAlong(axis, true); });
  connect(actions_.orthographic, &QAction::triggered, view_, &View3d::setParallel);
}

void MainWindow::showInInspector(QWidget* part) {
  inspector_dock_->show();
  inspector_dock_->raise();
  static_cast<QScrollArea*>(inspector_dock_->widget())->ensureWidgetVisible(part);
}

void MainWindow::refresh() {
  if (auto crystals = crystals_.take(); crystals && crystals->value)
    map_->setCrystals(std::move(*crystals->value));
  takeSaved();
  sessions_->poll();
  const LiveFeed& feed = presenter_.feed();
  const auto& images = inspector_->look().images;
  title_->show(presenter_, images[0] > 1 ? tr("with periodic images") : QString());
  side_->setFirstCaption(title_->words());
  controls_->show(feed);
  status_->show(presenter_);
  showWelcome();
  showJobs();
  inspector_->showSelection(presenter_);
  inspector_->showMeasurements(tools_->measurements(), presenter_.picture().frame);
  const auto pose = view_->camera();
  actions_.orthographic->setChecked(pose && pose->parallel);
  const bool any_selected = presenter_.selection().size() > 0;
  actions_.clear_selection->setEnabled(any_selected);
  actions_.invert_selection->setEnabled(any_selected);
  for (QAction* action : {actions_.bookmark, actions_.next_mark, actions_.previous_mark})
    action->setEnabled(presenter_.picture().frame != nullptr);
  actions_.set_reference->setEnabled(presenter_.picture().frame != nullptr);
  actions_.live->setEnabled(feed.exists() && presenter_.source() != Source::live);
  const PanelResults* results = presenter_.results();
  actions_.save_tables->setEnabled(results && results->any() && options_.save_tables &&
                                   !saving_.running());
  actions_.new_run->setEnabled(!feed.starting());
  const bool watches = feed.exists() && !feed.hasPlan() && presenter_.source() != Source::file;
  actions_.change_plan->setEnabled(planCanChange());
  actions_.branch->setEnabled(presenter_.picture().frame && !feed.starting() && !watches);
  sources_->poll();
  actions_.keep_moment->setEnabled(presenter_.picture().frame != nullptr);
  enableComparing();
  showTimeline();
}

void MainWindow::showWelcome() {
  const bool empty = !presenter_.picture().frame;
  welcome_->setVisible(empty);
  if (empty) welcome_->showPreparing(presenter_.feed().starting());
}

void MainWindow::showPicture() {
  inspector_->follow(presenter_);
  tools_->follow(presenter_.picture().frame);
  view_->showPicture(presenter_.picture(), inspector_->look());
  side_->setLook(inspector_->look());
  if (presenter_.source() == Source::live) return;
  if (presenter_.source() == Source::file) file_timeline_->setFrame(presenter_.fileIndex());
  if (!presenter_.isPlayingFile()) refresh();  // a playing file's numbers wait for the timer
}

void MainWindow::sourceChanged() {
  const bool file = presenter_.source() == Source::file;
  QString name = file ? QString::fromStdString(presenter_.file()->name) : QString();
  if (!file && presenter_.feed().exists())
    name = QString::fromStdString(presenter_.feed().run().title);
  setWindowTitle(name.isEmpty() ? "Vitrine" : name + " – Vitrine");
  beginTimeline();
  if (file)
    bookmarks_.open(presenter_.file()->path);
  else if (presenter_.feed().exists())
    bookmarks_.open(presenter_.feed().run().record);
  sources_->show(presenter_);
  refresh();
}

void MainWindow::showJobs() {
  std::vector<Job> jobs = presenter_.jobs();
  for (auto& job : {picture_->job(), map_->job(), tracks_->job()})
    if (job) jobs.push_back(*job);
  if (saving_.running()) jobs.push_back({tr("saving the tables"), {}, {}});
  if (presenter_.feed().starting()) jobs.push_back({tr("starting the run"), {}, {}});
  status_->jobs().show(jobs);
  if (waits_for_picture_ && !picture_->running()) close();  // saved or cancelled
}

void MainWindow::openFiles(const std::vector<std::filesystem::path>& files) {
  if (files.empty()) return;
  if (const auto session = std::find_if(files.begin(), files.end(), Sessions::isSession);
      session != files.end())
    return sessions_->open(*session);  // it lists files of its own
  sources_->addFiles(files);
  presenter_.openFile(files.front());
}

void MainWindow::chooseFile() {
  std::vector<std::filesystem::path> files;
  for (const QString& path : QFileDialog::getOpenFileNames(this, tr("Open"), {}, file_filter()))
    files.emplace_back(path.toStdString());
  openFiles(files);
}

void MainWindow::chooseComparison() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Compare with"), {}, file_filter());
  if (!path.isEmpty()) presenter_.compareWith(path.toStdString());
}

void MainWindow::saveTables() {
  const PanelResults* shown = presenter_.results();
  if (!shown || saving_.running()) return;
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the tables"));
  if (folder.isEmpty()) return;
  const QString said = shown->only ? tr("%1, of the selected atoms only").arg(folder) : folder;
  saving_.start(
      [save = options_.save_tables, results = shown->all(), folder, said](std::stop_token) {
        save(results, folder.toStdString());
        return said;
      });
}

void MainWindow::takeSaved() {
  const auto saved = saving_.take();
  if (!saved) return;
  if (!saved->value) return say(QString::fromStdString(saved->error));
  note(tr("The tables of the analyses are in %1").arg(*saved->value));
}

/// Of the moment when it was asked for, whatever goes on while somebody looks for a name.
void MainWindow::savePicture() {
  constexpr double scale = 2;
  std::vector<std::unique_ptr<Shot>> shots;
  shots.push_back(view_->shot(scale, false));
  if (side_->isVisible()) shots.push_back(side_->view().shot(scale, false));
  if (std::count(shots.begin(), shots.end(), nullptr) > 0)
    return say(tr("there is no picture to save: no OpenGL"));
  const auto compose =
      shots.size() > 1
          ? side_->composer(scale)
          : PictureJob::Compose([](const std::vector<QImage>& images) { return images.front(); });
  QFileDialog dialog(this, tr("Save the picture"));
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setNameFilters({tr("PNG (*.png)"), tr("JPEG (*.jpg)")});
  dialog.setDefaultSuffix("png");
  connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString& filter) {
    dialog.setDefaultSuffix(filter.contains("png") ? "png" : "jpg");
  });
  dialog.selectFile("vitrine");
  if (dialog.exec() != QDialog::Accepted) return;
  picture_->start(std::move(shots), compose, dialog.selectedFiles().front().toStdString());
  showJobs();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  if (watched == view_ && event->type() == QEvent::Resize)
    welcome_->setGeometry(view_->rect().adjusted(48, 24, -48, -24));
  // A floating view is a window of its own: its keys would end there.
  if (watched == view_dock_ && event->type() == QEvent::KeyPress && view_dock_->isFloating()) {
    keyPressEvent(static_cast<QKeyEvent*>(event));
    return event->isAccepted();
  }
  return QMainWindow::eventFilter(watched, event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  std::vector<std::filesystem::path> files;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) files.emplace_back(url.toLocalFile().toStdString());
  openFiles(files);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  // Closing drops no picture unasked; to do it again does.
  if (picture_->running() && !std::exchange(waits_for_picture_, true)) {
    note(tr("The window closes when the picture is saved, or at once if you close it again."));
    return event->ignore();
  }
  QSettings settings;
  settings.setValue("window/size", size());
  settings.setValue("window/geometry", saveGeometry());
  rememberTaste();
  autosave_->end();
  event->accept();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  // Later than Qt itself, which sets the remembered widths once more in a maximised window.
  if (settled_) return;
  QTimer::singleShot(200, this, [this] {
    if (size() == remembered_size_ && remembered_layout_.exists())
      set_dock_sizes(*this, remembered_layout_);
    else
      setProportions();
  });
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && status_) refresh();
}

}  // namespace vitrine::widgets
