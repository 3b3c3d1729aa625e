#pragma once
#include <QObject>
#include <optional>

#include "widgets/window_state.h"

class QAction;
class QMainWindow;

namespace vitrine::widgets {

class AnalysisPanels;
class EntropyRoi;
class Inspector;
class Presenter;
class RunTree;
class ScalarTracks;
class View3d;

/// Takes the state of a window as a value, and gives it one.
class StateKeeper : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    QMainWindow& window;
    Presenter& presenter;
    View3d& view;
    Inspector& inspector;
    AnalysisPanels& analyses;
    RunTree& runs;
    EntropyRoi& map;
    ScalarTracks& tracks;
    QAction& two_views;
  };
  explicit StateKeeper(const Parts& parts);

  ViewState view() const;
  WindowState state() const { return {view(), contents()}; }

  /// Selection and images only where the atoms on the screen are those of the state.
  void setView(const ViewState& view);
  /// Look, colours and what was chosen in the panels: what outlives the files that are shown.
  void setTaste(const ViewState& view);
  /// All of a session. Its file is opened; frame, selection and camera follow with that. What is
  /// not there any more is told by missing().
  void setState(const WindowState& state);
  /// Nothing is opened from the last state any more.
  bool arrived() const { return !coming_; }

 Q_SIGNALS:
  void missing(const QString& sentence);
  /// The shown file of the state is on the screen.
  void shown(const WindowState& state);

 private:
  Contents contents() const;
  void select(const ViewState& view);
  void setCamera(const ViewState& view);
  void arrive();

  Parts parts_;
  std::optional<WindowState> coming_;  ///< its file is being opened
  int serial_ = 0;                     ///< of the newest of these
};

/// Whether a selection of one is a selection of the other.
bool same_atoms(const TopologyPtr& a, const TopologyPtr& b);

}  // namespace vitrine::widgets
