// What the window keeps: its state, sessions, what a crash would lose, and the steps that led here.
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>
#include <QToolBar>

#include "sim/model/errors.h"
#include "widgets/analysis_panels.h"
#include "widgets/autosave.h"
#include "widgets/colour_controls.h"
#include "widgets/inspector.h"
#include "widgets/main_window.h"
#include "widgets/message_bar.h"
#include "widgets/message_log.h"
#include "widgets/recent_files.h"
#include "widgets/scalar_tracks.h"
#include "widgets/sessions.h"
#include "widgets/state_file.h"
#include "widgets/state_keeper.h"
#include "widgets/undo.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

constexpr const char* taste_key = "window/view";

}  // namespace

void MainWindow::makeKeepers() {
  keeper_ = new StateKeeper({*this, presenter_, *view_, *inspector_, *analyses_, *sources_, *map_,
                             *tracks_, *actions_.two_views});
  sessions_ = new Sessions(*keeper_, this);
  autosave_ = new Autosave(*keeper_, options_.sessions_folder, this);
  undo_ = new Undo(*keeper_, this);
  recent_ = new RecentFiles(this);
  restoreTaste();
  connectUndo();
  connectSessions();
}

void MainWindow::connectUndo() {
  // By itself: panels are hidden once more when the window has gone.
  const auto touch = [undo = undo_] { undo->touch(); };
  connect(inspector_, &Inspector::lookChanged, undo_, touch);
  connect(&inspector_->colours(), &ColourControls::changed, undo_, touch);
  connect(&presenter_, &Presenter::propertyChosen, undo_, touch);
  connect(&presenter_.selection(), &Selection::changed, undo_, touch);
  connect(view_, &View3d::cameraMoved, undo_, touch);
  connect(analyses_, &AnalysisPanels::stateChanged, undo_, touch);
  connect(tracks_, &ScalarTracks::chosenChanged, undo_, touch);
  for (QDockWidget* dock : findChildren<QDockWidget*>()) {
    connect(dock, &QDockWidget::visibilityChanged, undo_, touch);
    connect(dock, &QDockWidget::topLevelChanged, undo_, touch);
    connect(dock, &QDockWidget::dockLocationChanged, undo_, touch);
  }
  // From the first picture on there is a camera to come back to.
  connect(
      &presenter_, &Presenter::pictureChanged, undo_, [this] { undo_->commit(); },
      static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
  const auto show = [this] {
    const UndoStack& stack = undo_->stack();
    const auto name = [](QAction* action, const QString& verb, const QString& step, bool can) {
      action->setText(step.isEmpty() ? verb : verb + ' ' + step);
      action->setEnabled(can);
    };
    name(actions_.undo, tr("&Undo"), stack.undoName(), stack.canUndo());
    name(actions_.redo, tr("&Redo"), stack.redoName(), stack.canRedo());
  };
  connect(undo_, &Undo::changed, this, show);
  connect(actions_.undo, &QAction::triggered, undo_, &Undo::undo);
  connect(actions_.redo, &QAction::triggered, undo_, &Undo::redo);
  show();
}

void MainWindow::connectSessions() {
  connect(actions_.save_session, &QAction::triggered, sessions_, &Sessions::save);
  connect(actions_.save_session_as, &QAction::triggered, sessions_, &Sessions::saveAs);
  connect(actions_.open_session, &QAction::triggered, sessions_, &Sessions::choose);
  connect(actions_.last_session, &QAction::triggered, this,
          [this] { sessions_->restore(autosave_->lastSession()); });
  actions_.last_session->setEnabled(!autosave_->lastSession().empty());
  connect(sessions_, &Sessions::failed, this, &MainWindow::say);
  connect(sessions_, &Sessions::saved, this, [this](const QString& path) {
    recent_->add(path);
    note(tr("The session is in %1").arg(path));
  });
  connect(sessions_, &Sessions::opened, recent_, &RecentFiles::add);
  connect(sessions_, &Sessions::applied, undo_, &Undo::forget);
  connect(keeper_, &StateKeeper::missing, this, &MainWindow::say);
  connect(keeper_, &StateKeeper::shown, this, [this](const WindowState& state) {
    undo_->forget();
    if (state.contents.was_running) offerToContinue(state);
  });
  connect(&presenter_, &Presenter::opened, recent_,
          [this] { recent_->add(QString::fromStdString(presenter_.file()->path.string())); });
  connect(recent_, &RecentFiles::chosen, this, &MainWindow::openPath);
  recent_->fill(findChild<QMenu*>("recent"));
  connect(actions_.log, &QAction::triggered, this,
          [this] { (new LogWindow(*log_, this))->show(); });
}

void MainWindow::openPath(const QString& path) {
  if (QFileInfo::exists(path)) return openFiles({path.toStdString()});
  recent_->remove(path);
  say(tr("%1 is not there any more; it is taken off the list").arg(path));
}

void MainWindow::restoreTaste() {
  const QByteArray json = QSettings().value(taste_key).toByteArray();
  if (json.isEmpty()) return;
  try {
    const ViewState last = parse_state(json, {}).view;
    keeper_->setTaste(last);
    remembered_layout_ = last.layout;
  } catch (const Error& error) {
    // Of a newer Vitrine, say. The window begins as if nothing had been remembered.
    log_->add(
        tr("The remembered colours cannot be used: %1").arg(QString::fromStdString(error.what())),
        MessageBar::Kind::failure);
  }
}

/// And the layout. A column of one file is no colour to begin the next day with.
void MainWindow::rememberTaste() {
  const ViewState now = keeper_->view();
  WindowState taste;
  taste.view.look = now.look;
  taste.view.property = now.property.starts_with("column.") ? "entropy" : now.property;
  taste.view.colours = now.colours;
  taste.view.panels = now.panels;
  taste.view.layout = now.layout;
  QSettings().setValue(taste_key, state_json(taste, {}));
}

void MainWindow::offer(const QString& sentence, const QString& button,
                       std::function<void()> accepted, std::function<void()> dismissed) {
  offer_accepted_ = std::move(accepted);
  offer_dismissed_ = std::move(dismissed);
  accept_offer_->setText(button);
  offer_->say(sentence, MessageBar::Kind::notice, {accept_offer_});
  offer_row_->show();
}

void MainWindow::offerLost() {
  const auto& lost = autosave_->lost();
  if (!lost) return;
  offer(
      tr("Vitrine did not end properly. What was on the screen at %1 can be had again.")
          .arg(QLocale().toString(lost->when, QLocale::ShortFormat)),
      tr("Restore"),
      [this] {
        sessions_->restore(autosave_->lost()->file);
        autosave_->replaceLost();
      },
      [this] { autosave_->discardLost(); });
}

void MainWindow::offerToContinue(const WindowState& state) {
  const QString record = QString::fromStdString(state.contents.shown.string());
  offer(tr("The run %1 was going on then. It is shown as far as it was recorded.")
            .arg(QFileInfo(record).completeBaseName()),
        tr("Continue the run"), [this, record] { continueRecord(record); });
}

}  // namespace vitrine::widgets
