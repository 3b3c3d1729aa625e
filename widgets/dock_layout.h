#pragma once
#include <QMap>
#include <QRect>
#include <QStringList>
#include <vector>

class QDockWidget;
class QMainWindow;

namespace vitrine::widgets {

/// A place of a dock area: docks in tabs, or further places beside or below each other.
struct DockPlace {
  QStringList docks = {};  ///< object names, in the order of their tabs; none: `parts` count
  QString raised = {};     ///< one of the docks
  bool beside = false;     ///< the parts, instead of below each other
  std::vector<DockPlace> parts = {};
  int size = 0;  ///< pixels, in the direction that the parts lie in; 0: as it comes
  bool operator==(const DockPlace&) const = default;
};

/// Where the docks of a window are, as a value that can be written to a file and read by anybody.
/// Instead of QMainWindow::saveState(), whose counterpart crashes on damaged bytes, and when docks
/// are moved soon after it (Qt 6.4).
struct DockLayout {
  QMap<int, DockPlace> areas = {};     ///< by Qt::DockWidgetArea
  QMap<QString, QRect> floating = {};  ///< by object name
  bool exists() const { return !areas.isEmpty() || !floating.isEmpty(); }
  QStringList shown() const;  ///< in the areas and floating, ascending
  bool operator==(const DockLayout&) const = default;
};

/// Whether docks, places and tabs are the same, whatever the sizes and which tab is in front.
bool same_arrangement(const DockLayout& a, const DockLayout& b);

/// Of a window that is laid out.
DockLayout dock_layout(const QMainWindow& window);
/// Names that the window does not have are passed over; docks that are not named are closed, where
/// they can be.
void set_dock_layout(QMainWindow& window, const DockLayout& layout);
/// The sizes alone: once more when the window has got its own.
void set_dock_sizes(QMainWindow& window, const DockLayout& layout);
/// The docks of a window, by object name.
QMap<QString, QDockWidget*> docks_of(const QMainWindow& window);

}  // namespace vitrine::widgets
