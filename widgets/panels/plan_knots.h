#pragma once
#include <QObject>
#include <array>
#include <optional>

#include "sim/dynamics/plan.h"

class QCPAxis;
class QCPGraph;
class QContextMenuEvent;
class QMouseEvent;
class QPoint;

namespace vitrine::widgets {

class Plot;

/// The knots of a plan on its dashed curves of temperature and pressure: dragged to another time
/// and value (with Shift: value alone), added by a double click on a curve, taken away by their
/// menu.
class PlanKnots : public QObject {
  Q_OBJECT
 public:
  struct Axes {
    QCPAxis *time, *temperature, *pressure;
  };
  PlanKnots(Plot& plot, Axes axes);

  /// Those after a time, ps; without a plan that can be changed: none. Not while one is dragged.
  void show(const dynamics::Protocol* plan, double now);
  bool dragging() const { return dragged_.has_value(); }
  /// As it would be if the knot were let go now.
  const dynamics::Protocol& preview() const { return preview_; }
  void restyle(const QColor& temperature, const QColor& pressure);

  // The mouse, in pixels of the plot; true: taken.
  bool press(const QMouseEvent& event);
  bool move(const QMouseEvent& event);
  bool release();
  bool doubleClick(const QMouseEvent& event);
  bool menu(const QContextMenuEvent& event);

 Q_SIGNALS:
  void previewed();
  void changed(const dynamics::Protocol& plan);

 private:
  enum Quantity { temperature, pressure };
  struct Handle {
    dynamics::Knot knot;
    Quantity quantity;
  };
  QCPAxis& axisOf(Quantity quantity) const;
  QPointF placeOf(const Handle& handle) const;
  std::optional<Handle> handleAt(const QPoint& point) const;
  bool isOnCurve(const QPoint& point) const;
  void draw(const dynamics::Protocol& plan);
  void remove(const Handle& handle);

  Plot& plot_;
  Axes axes_;
  std::array<QCPGraph*, 2> handles_;  ///< by Quantity
  std::optional<dynamics::Protocol> plan_;
  dynamics::Protocol preview_;
  std::optional<Handle> dragged_;
  double now_ = 0;  ///< ps
};

}  // namespace vitrine::widgets
