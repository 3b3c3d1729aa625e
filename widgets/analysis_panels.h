#pragma once
#include <QObject>
#include <QString>
#include <map>
#include <vector>

#include "widgets/window_state.h"

class QDockWidget;
class QMainWindow;
class QMenu;

namespace vitrine::widgets {

class AnalysisPanel;
class Panel;
class Presenter;

/// All panels of the window and a dock for every analysis of the registry. It tells the presenter
/// what the visible ones want and gives them what has been found.
class AnalysisPanels : public QObject {
  Q_OBJECT
 public:
  AnalysisPanels(QMainWindow* window, Presenter& presenter);
  /// A panel that is laid out by the window, with the dock it lies in.
  void add(Panel* panel, QDockWidget* dock);
  void takeOut();  ///< of the window's layout, until layOut()
  /// Closed, and tabbed with `beside` when opened.
  void layOut(QDockWidget* beside);
  /// The docks of add(), then every analysis, by category.
  void fillMenu(QMenu* menu);
  /// Opens the dock of an analysis. InputError: no such analysis.
  void open(const std::string& id);
  /// nullptr: it has never been open.
  AnalysisPanel* panel(const std::string& id) const;
  QDockWidget* dock(const std::string& id) const;
  /// Of the panels of analyses in which something was chosen, by id.
  std::map<std::string, PanelState> states() const;
  /// By somebody who shows a number of it, whatever is open; empty: by nobody.
  void want(const std::string& id);
  void setStates(const std::map<std::string, PanelState>& states);

 Q_SIGNALS:
  void stateChanged();  ///< by hand
  void failed(const QString& sentence);

 private:
  void makeDock(const std::string& id);
  void fill(QDockWidget* dock, const std::string& id);
  void adopt(Panel* panel);
  void askSoon();
  void ask();   ///< the presenter for what the visible panels want
  void show();  ///< what is known, in every visible panel
  void showSelected();
  void showRestriction();  ///< in the titles
  void clear();

  QMainWindow* window_;
  Presenter& presenter_;
  std::vector<Panel*> panels_;
  std::vector<QDockWidget*> own_docks_;
  std::map<QDockWidget*, QString> titles_;     ///< as they are of all atoms
  std::map<std::string, QDockWidget*> docks_;  ///< by id of the analysis
  std::map<std::string, PanelState> waiting_;  ///< for panels that have never been open
  std::map<Panel*, QString> drawn_;            ///< the signature of what each shows
  std::string wanted_;                         ///< by somebody else
  bool asks_ = false;                          ///< soon
};

}  // namespace vitrine::widgets
