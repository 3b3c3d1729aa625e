#include "widgets/lasso.h"

#include <QMouseEvent>
#include <QPainter>
#include <utility>

#include "widgets/theme.h"

namespace vitrine::widgets {

Lasso::Lasso(QWidget* over) : QWidget(over) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAttribute(Qt::WA_NoSystemBackground);
  hide();
  over->installEventFilter(this);
}

bool Lasso::eventFilter(QObject* watched, QEvent* event) {
  if (watched != parentWidget()) return false;
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      return press(static_cast<QMouseEvent&>(*event));
    case QEvent::MouseMove:
      return move(static_cast<QMouseEvent&>(*event));
    case QEvent::MouseButtonRelease:
      return release(static_cast<QMouseEvent&>(*event));
    default:
      return false;
  }
}

bool Lasso::press(const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton || (may_begin_ && !may_begin_(event))) return false;
  line_ = QPolygonF({event.position()});
  return true;
}

bool Lasso::move(const QMouseEvent& event) {
  if (!line_) return false;
  *line_ << event.position();
  setGeometry(parentWidget()->rect());
  show();
  raise();
  update();
  return true;
}

bool Lasso::release(const QMouseEvent& event) {
  if (!line_ || event.button() != Qt::LeftButton) return false;
  finish(event.modifiers());
  return true;
}

void Lasso::finish(Qt::KeyboardModifiers keys) {
  const QPolygonF line = *std::exchange(line_, std::nullopt);
  hide();
  constexpr double slip = 4;  // pixels: a click, not a line
  const QRectF around = line.boundingRect();
  if (around.width() < slip && around.height() < slip)
    Q_EMIT clicked(line.front(), keys);
  else
    Q_EMIT closed(line, keys);
}

void Lasso::paintEvent(QPaintEvent*) {
  if (!line_) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor colour = theme().accent;
  painter.setPen(QPen(colour, 1.4));
  colour.setAlphaF(0.15F);
  painter.setBrush(colour);
  painter.drawPolygon(*line_, Qt::WindingFill);
}

}  // namespace vitrine::widgets
