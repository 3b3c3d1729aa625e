// Where things are in the window: docks, menus and the remembered layout.
#include <QActionGroup>
#include <QDockWidget>
#include <QMenuBar>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyle>
#include <QToolBar>
#include <algorithm>

#include "widgets/analysis_panels.h"
#include "widgets/inspector.h"
#include "widgets/main_window.h"
#include "widgets/panels/entropy_roi.h"
#include "widgets/panels/file_timeline.h"
#include "widgets/panels/pair_distribution.h"
#include "widgets/panels/pole_figures.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/preferences.h"
#include "widgets/run_tree.h"
#include "widgets/scalar_tracks.h"
#include "widgets/side_view.h"
#include "widgets/steady_docks.h"
#include "widgets/theme.h"
#include "widgets/title_strip.h"
#include "widgets/title_words.h"
#include "widgets/undo.h"
#include "widgets/view_3d.h"
#include "widgets/welcome.h"

namespace vitrine::widgets {

QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* content) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(name);
  dock->setWidget(content);
  dock->toggleViewAction()->setToolTip(tr("Show or hide: %1").arg(title));
  return dock;
}

void MainWindow::makeDocks() {
  setDockNestingEnabled(true);
  // Docks that are shown or raised while Qt moves others there bit by bit can crash it (6.4).
  setAnimated(false);
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  // The view is a dock like the others, so it can float; the columns left and right of it reach
  // the toolbar, the right one also the status bar. The central widget has no height: it only
  // gives the middle column the width that the others leave.
  auto* middle = new QWidget(this);
  middle->setFixedHeight(0);
  middle->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCentralWidget(middle);
  setCorner(Qt::TopLeftCorner, Qt::LeftDockWidgetArea);
  setCorner(Qt::TopRightCorner, Qt::RightDockWidgetArea);
  setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);

  view_ = makeView3d(this);
  view_->installEventFilter(this);
  welcome_ = new Welcome(actions_, view_);
  title_ = new TitleStrip(actions_, this);
  auto* views = new QSplitter(this);
  views->setChildrenCollapsible(false);
  side_ = new SideView(presenter_, *view_, this);
  side_->hide();
  views->addWidget(side_->firstColumn());
  views->addWidget(side_);
  connect(actions_.two_views, &QAction::toggled, this, [this, views](bool two) {
    title_->words().setVisible(!two);  // each view has a caption of its own then
    refresh();
    side_->setVisible(two);
    views->setSizes({1, 1});
  });
  connect(actions_.lasso, &QAction::toggled, &side_->view(), &View3d::setLasso);
  view_dock_ = addDock("view", tr("3D view"), views);
  view_dock_->setTitleBarWidget(title_);
  view_dock_->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
  view_dock_->installEventFilter(this);

  sources_ = new RunTree(this);
  sources_dock_ = addDock("sources", tr("Runs and files"), sources_);
  inspector_ = new Inspector(this);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(inspector_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  inspector_dock_ = addDock("inspector", tr("Inspector"), scroll);
  fitToType();

  poles_ = new PoleFigures(this);
  poles_dock_ = addDock("poles", tr("Orientation of the rings"), poles_);
  pairs_ = new PairDistribution(this);
  pairs_dock_ = addDock("pairs", tr("Pair distribution"), pairs_);
  map_ = new EntropyRoi(this);
  map_dock_ = addDock("map", tr("Entropy against orientation"), map_);
  analyses_ = new AnalysisPanels(this, presenter_);
  analyses_->add(poles_, poles_dock_);
  analyses_->add(pairs_, pairs_dock_);
  analyses_->add(map_, map_dock_);

  run_timeline_ = new RunTimeline(this);
  file_timeline_ = new FileTimeline(this);
  tracks_ = new ScalarTracks(this);
  run_timeline_->offer(*tracks_);
  file_timeline_->offer(*tracks_);
  timelines_ = new QStackedWidget(this);
  timelines_->addWidget(run_timeline_);
  timelines_->addWidget(file_timeline_);
  timeline_dock_ = addDock("timeline", tr("Timeline"), timelines_);
  new SteadyDocks(*this);
  resetLayout();
}

/// The left column is as wide as its words need, and no wider.
void MainWindow::fitToType() {
  constexpr int widest = 280;  // pixels, at the usual size of type
  const int width = static_cast<int>(widest * std::max(1.0, type_scale()));
  for (QDockWidget* dock : {sources_dock_, inspector_dock_}) dock->setMaximumWidth(width);
  inspector_dock_->widget()->setMinimumWidth(inspector_->minimumSizeHint().width() +
                                             style()->pixelMetric(QStyle::PM_ScrollBarExtent));
}

void MainWindow::restoreDocks(const DockLayout& docks) {
  if (same_arrangement(dock_layout(*this), docks)) set_dock_sizes(*this, docks);
}

void MainWindow::resetLayout() {
  // All of them go first: Qt 6.4 crashes on a tab that is left where its neighbours have gone.
  analyses_->takeOut();
  for (QDockWidget* dock : {view_dock_, sources_dock_, inspector_dock_, poles_dock_, pairs_dock_,
                            map_dock_, timeline_dock_}) {
    removeDockWidget(dock);
    dock->setFloating(false);
  }
  addDockWidget(Qt::LeftDockWidgetArea, sources_dock_);
  addDockWidget(Qt::LeftDockWidgetArea, inspector_dock_);
  addDockWidget(Qt::TopDockWidgetArea, view_dock_);
  addDockWidget(Qt::BottomDockWidgetArea, timeline_dock_);
  for (QDockWidget* dock : {poles_dock_, pairs_dock_, map_dock_})
    addDockWidget(Qt::RightDockWidgetArea, dock);
  for (QDockWidget* dock : {view_dock_, sources_dock_, inspector_dock_, poles_dock_, pairs_dock_,
                            map_dock_, timeline_dock_})
    dock->show();
  analyses_->layOut(poles_dock_);
  setProportions();
  // Once more when the docks have been laid out: before that their sizes are only hints.
  QTimer::singleShot(0, this, &MainWindow::setProportions);
}

void MainWindow::setProportions() {
  const int w = width(), h = height();
  // At least half of the width is the view's.
  resizeDocks({sources_dock_, poles_dock_}, {w * 16 / 100, w * 28 / 100}, Qt::Horizontal);
  resizeDocks({view_dock_, timeline_dock_}, {h * 68 / 100, h * 24 / 100}, Qt::Vertical);
  resizeDocks({sources_dock_, inspector_dock_}, {h * 12 / 100, h * 54 / 100}, Qt::Vertical);
  resizeDocks({poles_dock_, pairs_dock_, map_dock_}, {h * 42 / 100, h * 25 / 100, h * 25 / 100},
              Qt::Vertical);
}

void MainWindow::makeMenus() {
  const auto menu = [this](const QString& name, const QList<QAction*>& entries) {
    QMenu* made = menuBar()->addMenu(name);
    for (QAction* entry : entries) {
      if (entry)
        made->addAction(entry);
      else
        made->addSeparator();
    }
    return made;
  };
  QMenu* file = menu(tr("&File"), {actions_.open, actions_.open_session, actions_.last_session,
                                   actions_.save_session, actions_.save_session_as, nullptr,
                                   actions_.picture, actions_.save_tables, nullptr, actions_.quit});
  auto* recent = new QMenu(tr("Open &recent"), this);
  recent->setObjectName("recent");
  file->insertMenu(actions_.save_session, recent);
  menu(tr("&Edit"),
       {actions_.undo, actions_.redo, nullptr, actions_.command_palette, actions_.preferences});
  menu(tr("&Run"), {actions_.demo, actions_.new_run, actions_.branch, nullptr, actions_.run,
                    actions_.pause, actions_.step, actions_.stop, nullptr, actions_.change_plan,
                    actions_.follow_schedule, actions_.pass_guard, actions_.live, actions_.play,
                    nullptr, actions_.bookmark, actions_.next_mark, actions_.previous_mark});
  actions_.play->setText(actions_.play->text() + "\t" + tr("Space"));
  QMenu* select = menu(tr("&Select"), {actions_.select, actions_.lasso, actions_.clear_selection,
                                       actions_.invert_selection});
  QMenu* measure = new QMenu(tr("&Measure"), this);
  measure->addActions(
      {actions_.measure_distance, actions_.measure_angle, actions_.measure_dihedral});
  measure->addSeparator();
  measure->addAction(actions_.clear_measurements);
  select->addMenu(measure);
  select->addSeparator();
  select->addAction(actions_.only_selected);
  QMenu* view =
      menu(tr("&View"), {actions_.reset_view, actions_.along_a, actions_.along_b, actions_.along_c,
                         actions_.against_a, actions_.against_b, actions_.against_c,
                         actions_.orthographic, nullptr, actions_.float_view, actions_.full_screen,
                         actions_.large_type, nullptr, actions_.compare_with, actions_.keep_moment,
                         actions_.stop_comparing, actions_.two_views, nullptr});
  for (QDockWidget* dock :
       {sources_dock_, inspector_dock_, poles_dock_, pairs_dock_, map_dock_, timeline_dock_})
    view->addAction(dock->toggleViewAction());
  view->addAction(actions_.reset_layout);
  auto* cameras = new QMenu(tr("&Kept views"), this);
  for (QAction* action : actions_.recall_camera) cameras->addAction(action);
  cameras->addSeparator();
  for (QAction* action : actions_.store_camera) cameras->addAction(action);
  view->insertMenu(actions_.float_view, cameras);
  view->addSeparator();
  view->addMenu(makeColourMenu());
  makeThemeMenu(view->addMenu(tr("&Theme")));
  QMenu* analyse = menu(tr("&Analyse"), {});
  analyses_->fillMenu(analyse);
  analyse->addSeparator();
  analyse->addAction(actions_.save_tables);
  menu(tr("&Help"), {actions_.shortcuts, actions_.log, nullptr, actions_.about});
}

/// Made anew each time it opens: what can be had depends on the frame.
QMenu* MainWindow::makeColourMenu() {
  auto* menu = new QMenu(tr("&Colour by"), this);
  menu->setToolTipsVisible(true);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] {
    menu->clear();
    for (const analysis::AtomProperty& property : presenter_.atomProperties()) {
      const QString title = QString::fromStdString(property.title);
      const QString obstacle = QString::fromStdString(property.obstacle);
      QAction* entry = menu->addAction(obstacle.isEmpty() ? title : title + " – " + obstacle);
      entry->setToolTip(QString::fromStdString(property.definition));
      entry->setEnabled(obstacle.isEmpty());
      entry->setCheckable(true);
      entry->setChecked(property.id == presenter_.colouredBy());
      connect(entry, &QAction::triggered, this,
              [this, id = property.id] { presenter_.colourBy(id); });
    }
    menu->addSeparator();
    menu->addAction(actions_.colour_by);
    menu->addAction(actions_.set_reference);
  });
  return menu;
}

void MainWindow::makeThemeMenu(QMenu* menu) {
  auto* group = new QActionGroup(this);
  const QString options_theme = QString::fromStdString(options_.theme);
  const auto add = [&](const QString& text, ThemeChoice choice, const QString& name) {
    QAction* action = group->addAction(menu->addAction(text));
    action->setCheckable(true);
    const QString now = options_.theme.empty() ? QSettings().value("theme").toString()
                                               : QString::fromStdString(options_.theme);
    action->setChecked(now == name || (now.isEmpty() && choice == ThemeChoice::system));
    connect(action, &QAction::triggered, this, [choice, name] {
      QSettings().setValue("theme", name);
      apply_theme(choice);
    });
    connect(menu, &QMenu::aboutToShow, action,
            [action, name, options_theme] {  // the preferences know better
              if (options_theme.isEmpty()) action->setChecked(Preferences::stored().theme == name);
            });
  };
  add(tr("As the &system"), ThemeChoice::system, "system");
  add(tr("&Light"), ThemeChoice::light, "light");
  add(tr("&Dark"), ThemeChoice::dark, "dark");
}

void MainWindow::restoreLayout() {
  const QSettings settings;
  if (!restoreGeometry(settings.value("window/geometry").toByteArray())) {
    resize(1280, 800);
    setWindowState(Qt::WindowMaximized);
  }
  if (remembered_layout_.exists())
    set_dock_layout(*this, remembered_layout_);
  else
    resetLayout();
  // The window manager may give another size than that of the remembered layout.
  remembered_size_ = settings.value("window/size").toSize();
  QTimer::singleShot(1500, this, [this] {
    settled_ = true;
    undo_->settleLayout();
  });
  message_row_->hide();
  offer_row_->hide();
}

}  // namespace vitrine::widgets
