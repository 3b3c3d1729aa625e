// What the window's actions and keys do.
#include <QDockWidget>
#include <QKeyEvent>
#include <QTimer>

#include "widgets/colour_controls.h"
#include "widgets/help.h"
#include "widgets/inspector.h"
#include "widgets/main_window.h"
#include "widgets/selection_controls.h"
#include "widgets/view_3d.h"
#include "widgets/view_tools.h"

namespace vitrine::widgets {
namespace {

constexpr int page = 25;  ///< frames of Page Up and Page Down

}  // namespace

void MainWindow::connectActions() {
  const auto on = [this](QAction* action, auto&& function) {
    connect(action, &QAction::triggered, this, function);
  };
  LiveFeed* feed = &presenter_.feed();
  on(actions_.open, &MainWindow::chooseFile);
  on(actions_.picture, &MainWindow::savePicture);
  on(actions_.save_tables, &MainWindow::saveTables);
  on(actions_.quit, &QWidget::close);
  on(actions_.demo, [this] { startRun({options_.demo, {}, {}}); });
  on(actions_.new_run, &MainWindow::newRun);
  on(actions_.branch, &MainWindow::branchHere);
  on(actions_.run, &MainWindow::runOrContinue);
  on(actions_.pause, [feed] { feed->pause(); });
  on(actions_.pass_guard, [feed] { feed->passGuard(); });
  on(actions_.step, [feed] { feed->stepOnce(); });
  on(actions_.stop, [feed] { feed->stop(); });
  on(actions_.follow_schedule, [feed] { feed->followSchedule(); });
  on(actions_.change_plan, &MainWindow::changePlan);
  on(actions_.live, [this] { presenter_.showLive(); });
  on(actions_.play, [this] { presenter_.togglePlay(); });
  on(actions_.bookmark, [this] { bookmarks_.toggle(shownPlace()); });
  on(actions_.next_mark, [this] { goToMark(true); });
  on(actions_.previous_mark, [this] { goToMark(false); });
  on(actions_.compare_with, &MainWindow::chooseComparison);
  on(actions_.keep_moment, [this] { presenter_.keepMoment(); });
  on(actions_.stop_comparing, [this] { presenter_.stopComparing(); });
  on(actions_.reset_view, [this] { view_->resetCamera(); });
  on(actions_.along_a, [this] { view_->viewAlong(0, false); });
  on(actions_.along_b, [this] { view_->viewAlong(1, false); });
  on(actions_.along_c, [this] { view_->viewAlong(2, false); });
  on(actions_.float_view, [this](bool floats) {
    view_dock_->setFloating(floats);
    if (floats) view_dock_->move(view_dock_->pos() + QPoint(32, 32));  // seen to have come loose
  });
  connect(view_dock_, &QDockWidget::topLevelChanged, this, [this](bool floats) {
    actions_.float_view->setChecked(floats);
    // Its neighbours have taken its room; it gets it back when the layout knows of it again.
    if (!floats) QTimer::singleShot(0, this, &MainWindow::setProportions);
  });
  on(actions_.full_screen, [this](bool full) { full ? showFullScreen() : showNormal(); });
  on(actions_.reset_layout, &MainWindow::resetLayout);
  on(actions_.colour_by, [this] {
    showInInspector(&inspector_->colours());
    inspector_->colours().openList();
  });
  on(actions_.set_reference, [this] { presenter_.setReference(); });
  on(actions_.select, [this] {
    showInInspector(&inspector_->selection());
    inspector_->selection().edit();
  });
  on(actions_.clear_selection, [this] { presenter_.selection().clear(); });
  on(actions_.invert_selection, [this] {
    if (const FramePtr& frame = presenter_.picture().frame)
      presenter_.selection().invert(frame->size());
  });
  on(actions_.only_selected, [this](bool only) { presenter_.restrictToSelected(only); });
  on(actions_.shortcuts, [this] { show_keys(this); });
  on(actions_.about, &MainWindow::about);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Space:
      presenter_.togglePlay();
      break;
    case Qt::Key_Left:
      presenter_.moveBy(-1);
      break;
    case Qt::Key_Right:
      presenter_.moveBy(1);
      break;
    case Qt::Key_PageUp:
      presenter_.moveBy(-page);
      break;
    case Qt::Key_PageDown:
      presenter_.moveBy(page);
      break;
    case Qt::Key_Home:
      presenter_.showFirst();
      break;
    case Qt::Key_End:
      presenter_.showLast();
      break;
    case Qt::Key_Escape:
      leaveFullScreenOrPause();
      break;
    default:
      return QMainWindow::keyPressEvent(event);
  }
  refresh();
}

void MainWindow::leaveFullScreenOrPause() {
  if (isFullScreen())
    actions_.full_screen->trigger();
  else if (tools_->leave())
    return;
  else if (presenter_.selection().size() > 0)
    presenter_.selection().clear();
  else if (presenter_.isPlayingFile())
    presenter_.togglePlay();
  else if (presenter_.feed().isRunning())
    presenter_.feed().pause();
}

}  // namespace vitrine::widgets
