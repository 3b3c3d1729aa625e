#pragma once
#include <QMainWindow>
#include <QTimer>
#include <functional>
#include <optional>

#include "widgets/actions.h"
#include "widgets/bookmarks.h"
#include "widgets/dock_layout.h"
#include "widgets/map_points.h"
#include "widgets/presenter.h"

class QDockWidget;
class QMenu;
class QStackedWidget;

namespace vitrine::widgets {

class AnalysisPanels;
class Autosave;
class EntropyRoi;
class FileTimeline;
class Inspector;
class MessageBar;
class MessageLog;
class PairDistribution;
class PictureJob;
class PoleFigures;
class RecentFiles;
class RunControls;
class RunTimeline;
class RunTree;
class ScalarTracks;
class Sessions;
class Shortcuts;
class SideView;
class StateKeeper;
class StatusLine;
class TitleStrip;
class Undo;
class View3d;
class ViewTools;
class Welcome;
struct Preferences;
struct RunStart;
struct WindowState;

/// The window: a 3D view with the panels around it, all of them docks, and what was asked of them
/// passed on to the presenter. It computes nothing.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(const WindowOptions& options, QWidget* parent = nullptr);
  ~MainWindow() override;
  /// Opens the files, or starts the demonstration.
  void begin();

  Presenter& presenter() { return presenter_; }
  View3d& view() { return *view_; }
  SideView& sideView() { return *side_; }
  ViewTools& tools() { return *tools_; }
  QDockWidget& viewDock() { return *view_dock_; }
  PoleFigures& poleFigures() { return *poles_; }
  PairDistribution& pairDistribution() { return *pairs_; }
  EntropyRoi& entropyRoi() { return *map_; }
  AnalysisPanels& analyses() { return *analyses_; }
  RunTimeline& timeline() { return *run_timeline_; }
  StatusLine& statusLine() { return *status_; }
  MessageBar& messageBar() { return *message_; }
  TitleStrip& titleStrip() { return *title_; }
  Inspector& inspector() { return *inspector_; }
  RunTree& runs() { return *sources_; }
  const Actions& actions() const { return actions_; }
  StateKeeper& keeper() { return *keeper_; }
  Sessions& sessions() { return *sessions_; }
  Autosave& autosave() { return *autosave_; }
  Undo& undo() { return *undo_; }
  RecentFiles& recentFiles() { return *recent_; }
  MessageLog& log() { return *log_; }
  MessageBar& offerBar() { return *offer_; }
  Welcome& welcome() { return *welcome_; }
  Shortcuts& shortcuts() { return *shortcuts_; }

 public Q_SLOTS:
  void say(const QString& sentence);
  void note(const QString& sentence);  ///< no failure
  /// A notice with a button, in a row of its own, until it is answered.
  void offer(const QString& sentence, const QString& button, std::function<void()> accepted,
             std::function<void()> dismissed = {});
  void resetLayout();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QDockWidget* addDock(const QString& name, const QString& title, QWidget* content);
  void makeDocks();
  void makeMenus();
  void makeThemeMenu(QMenu* menu);
  void fitToType();
  void setType(const Preferences& preferences);
  QMenu* makeColourMenu();
  void makeMessages();
  void makeKeepers();
  void connectUndo();
  void connectSessions();
  void restoreTaste();
  void rememberTaste();
  void offerLost();
  void offerToContinue(const WindowState& state);
  void openPath(const QString& path);
  void makeComforts();
  void openPalette();
  void openPreferences();
  void apply(const Preferences& preferences);
  void about();
  void connectPresenter();
  void connectPanels();
  void connectSelection();
  void connectMarks();
  void showEvents();
  double shownPlace() const;    ///< on the axis of the timeline
  void goToPlace(double at);    ///< on that axis
  void goToMark(bool forward);  ///< the next bookmark or broken ring
  void connectTools();
  void showInInspector(QWidget* part);
  void connectActions();
  void restoreLayout();
  void setProportions();
  void refresh();  ///< numbers and curves: four times a second, and when something is chosen
  void showPicture();
  void beginTimeline();  ///< of what is shown now
  void showTimeline();
  /// What the times of the run that is compared with lack for those of the run shown, where one
  /// branched from the other: ps.
  double comparisonShift() const;
  void enableComparing();
  void showOtherRun();
  void sourceChanged();
  void showWelcome();
  void showRunMessage();
  void startRun(const RunRequest& request);
  void runOrContinue();
  void leaveFullScreenOrPause();
  void openFiles(const std::vector<std::filesystem::path>& files);  ///< all listed, one opened
  void chooseFile();
  void newRun();
  void branchHere();
  bool planCanChange() const;
  void changePlan();
  void showPlan();
  void ask(RunStart start);  ///< what to run, then runs it
  RunStart shownMoment();
  void continueRecord(const QString& path);
  void chooseComparison();
  void savePicture();
  void showJobs();
  void saveTables();
  void takeSaved();

  WindowOptions options_;
  QString left_run_;  ///< what to say of the run that ends as the one asked for begins
  RunRequest asked_, last_request_;  ///< the newest, and the newest that made a run
  Actions actions_;
  QTimer refresh_timer_;
  struct Sizes {
    QSize window;
    DockLayout docks;
  };
  Sizes sizes() const { return {size(), dock_layout(*this)}; }
  void restoreDocks(const DockLayout& docks);  ///< unless they stand elsewhere by now
  std::optional<std::pair<double, Sizes>> before_larger_type_;  ///< and the scale of type then

  View3d* view_ = nullptr;
  SideView* side_ = nullptr;  ///< beside it, of what is compared; mostly hidden
  ViewTools* tools_ = nullptr;
  Welcome* welcome_ = nullptr;  ///< over the empty view
  TitleStrip* title_ = nullptr;
  RunControls* controls_ = nullptr;
  RunTree* sources_ = nullptr;
  Inspector* inspector_ = nullptr;
  PoleFigures* poles_ = nullptr;
  PairDistribution* pairs_ = nullptr;
  EntropyRoi* map_ = nullptr;
  PictureJob* picture_ = nullptr;
  AnalysisPanels* analyses_ = nullptr;
  RunTimeline* run_timeline_ = nullptr;
  FileTimeline* file_timeline_ = nullptr;
  ScalarTracks* tracks_ = nullptr;
  QStackedWidget* timelines_ = nullptr;
  StatusLine* status_ = nullptr;
  MessageBar *message_ = nullptr, *offer_ = nullptr;
  QToolBar *message_row_ = nullptr, *offer_row_ = nullptr;
  QAction* accept_offer_ = nullptr;
  std::function<void()> offer_accepted_, offer_dismissed_;
  MessageLog* log_ = nullptr;
  StateKeeper* keeper_ = nullptr;
  Sessions* sessions_ = nullptr;
  Autosave* autosave_ = nullptr;
  Undo* undo_ = nullptr;
  RecentFiles* recent_ = nullptr;
  Shortcuts* shortcuts_ = nullptr;
  QDockWidget *view_dock_ = nullptr, *sources_dock_ = nullptr, *inspector_dock_ = nullptr,
              *poles_dock_ = nullptr, *pairs_dock_ = nullptr, *map_dock_ = nullptr,
              *timeline_dock_ = nullptr;
  std::optional<int> timeline_file_;  ///< id of the file that the timeline shows; 0: the run
  Bookmarks bookmarks_;
  QString run_message_;  ///< what the run says of itself; said when it changes
  BackgroundJob<std::vector<MapPoint>> crystals_;
  BackgroundJob<QString> saving_;   ///< of tables; the folder
  QSize remembered_size_;           ///< that of the remembered layout
  DockLayout remembered_layout_;    ///< of the last window; empty: the usual one
  bool waits_for_picture_ = false;  ///< to be closed
  bool settled_ = false;            ///< the window manager has had its say on the size
  Presenter presenter_;  // last: its threads end before the widgets that its signals reach
};

}  // namespace vitrine::widgets
