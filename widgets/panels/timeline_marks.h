#pragma once
#include <QObject>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "widgets/bookmarks.h"
#include "widgets/event_lane.h"

class QCPAxis;
class QCPGraph;
class QContextMenuEvent;
class QMouseEvent;
class QPoint;

namespace vitrine::widgets {

class Plot;

/// What stands on a time axis to be jumped to: events as ticks at its foot (bonds short, rings
/// tall), bookmarks as flags at its head.
class TimelineMarks : public QObject {
  Q_OBJECT
 public:
  /// `place_of`: where on the axis an event stands.
  TimelineMarks(Plot& plot, QCPAxis& time, std::function<double(const StructureEvent&)> place_of);

  void showEvents(const std::vector<StructureEvent>& events, TopologyPtr topology);
  void showBookmarks(const std::vector<Bookmark>& bookmarks);
  void restyle();
  /// What lies under the mouse, in words; empty: nothing.
  QString explain(const QPoint& point) const;

  // The mouse, in pixels of the plot; true: taken.
  bool press(const QMouseEvent& event);
  bool menu(const QContextMenuEvent& event);

 Q_SIGNALS:
  void chosen(double at, const std::vector<int>& atoms);  ///< a bookmark has no atoms
  void renamed(std::size_t bookmark, const QString& name);
  void removed(std::size_t bookmark);

 private:
  enum Row { bonds_formed, bonds_broken, rings_changed, flags, rows };
  std::optional<std::size_t> eventAt(const QPoint& point) const;
  std::optional<std::size_t> bookmarkAt(const QPoint& point) const;

  Plot& plot_;
  QCPAxis& time_;
  QCPAxis* height_;  ///< hidden; 0..1
  std::function<double(const StructureEvent&)> place_of_;
  std::array<QCPGraph*, rows> graphs_;
  std::vector<StructureEvent> events_;  ///< in the order of the axis
  std::vector<Bookmark> bookmarks_;
  TopologyPtr topology_;
};

}  // namespace vitrine::widgets
