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
  const auto& mouse = static_cast<QMouseEvent&>(*event);  // of the three kinds below
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      if (mouse.button() != Qt::LeftButton || (may_begin_ && !may_begin_(mouse))) return false;
      line_ = QPolygonF({mouse.position()});
      return true;
    case QEvent::MouseMove:
      if (!line_) return false;
      *line_ << mouse.position();
      setGeometry(parentWidget()->rect());
      show();
      raise();
      update();
      return true;
    case QEvent::MouseButtonRelease:
      if (!line_ || mouse.button() != Qt::LeftButton) return false;
      finish(mouse.modifiers());
      return true;
    default:
      return false;
  }
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
