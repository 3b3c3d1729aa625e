#pragma once
#include <QColor>
#include <QObject>
#include <optional>

class QCPItemRect;
class QMouseEvent;

namespace vitrine::widgets {

class Plot;

/// A range of x that is chosen by dragging over a plot with the left mouse button. With Shift the
/// plot is moved, as others are without.
class RangeBrush : public QObject {
  Q_OBJECT
 public:
  explicit RangeBrush(Plot* plot);
  void setEnabled(bool enabled) { enabled_ = enabled; }
  void setColour(const QColor& colour) { colour_ = colour; }  ///< unset: the accent

 Q_SIGNALS:
  void begun(const QPoint& at);  ///< pixels of the plot
  void chosen(double low, double high);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool begins(const QMouseEvent& event) const;
  bool press(const QMouseEvent& event);  ///< whether the event is the brush's
  bool release(const QMouseEvent& event);
  void draw(double to);
  void finish(const QPoint& at);

  Plot* plot_;
  QCPItemRect* rectangle_;
  bool enabled_ = true;
  QColor colour_;
  std::optional<double> from_;  ///< on the axis, while the mouse is dragged
};

}  // namespace vitrine::widgets
