#pragma once
#include <QPolygonF>
#include <QWidget>
#include <functional>
#include <optional>

namespace vitrine::widgets {

/// A line drawn around things with the left mouse button, over a widget whose mouse it watches.
class Lasso : public QWidget {
  Q_OBJECT
 public:
  explicit Lasso(QWidget* over);
  /// Where one may begin, and with which keys; elsewhere the mouse is the widget's. At first:
  /// everywhere.
  void setStart(std::function<bool(const QMouseEvent&)> may_begin) {
    may_begin_ = std::move(may_begin);
  }

 Q_SIGNALS:
  /// Drawn around something: pixels of the widget.
  void closed(const QPolygonF& line, Qt::KeyboardModifiers keys);
  /// The mouse did not move.
  void clicked(const QPointF& at, Qt::KeyboardModifiers keys);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  // Whether the event is the lasso's.
  bool press(const QMouseEvent& event);
  bool move(const QMouseEvent& event);
  bool release(const QMouseEvent& event);
  void finish(Qt::KeyboardModifiers keys);

  std::function<bool(const QMouseEvent&)> may_begin_;
  std::optional<QPolygonF> line_;  ///< while the button is held
};

}  // namespace vitrine::widgets
