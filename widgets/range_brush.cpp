#include "widgets/range_brush.h"

#include <QMouseEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/plot.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

RangeBrush::RangeBrush(Plot* plot) : QObject(plot), plot_(plot), rectangle_(new QCPItemRect(plot)) {
  rectangle_->setVisible(false);
  rectangle_->setClipToAxisRect(true);
  for (QCPItemPosition* corner : {rectangle_->topLeft, rectangle_->bottomRight}) {
    corner->setTypeX(QCPItemPosition::ptPlotCoords);
    corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
  }
  plot->installEventFilter(this);
}

bool RangeBrush::begins(const QMouseEvent& event) const {
  return enabled_ && event.button() == Qt::LeftButton &&
         !event.modifiers().testFlag(Qt::ShiftModifier) &&
         plot_->axisRect()->outerRect().contains(event.pos());
}

bool RangeBrush::eventFilter(QObject*, QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      return press(static_cast<QMouseEvent&>(*event));
    case QEvent::MouseMove:
      if (from_) draw(plot_->xAxis->pixelToCoord(static_cast<QMouseEvent&>(*event).pos().x()));
      return false;  // the plot reads out what lies there
    case QEvent::MouseButtonRelease:
      return release(static_cast<QMouseEvent&>(*event));
    default:
      return false;
  }
}

bool RangeBrush::press(const QMouseEvent& event) {
  if (!begins(event)) return false;
  plot_->setInteraction(QCP::iRangeDrag, false);
  from_ = plot_->xAxis->pixelToCoord(event.pos().x());
  Q_EMIT begun(event.pos());
  return true;
}

bool RangeBrush::release(const QMouseEvent& event) {
  if (!from_ || event.button() != Qt::LeftButton) return false;
  finish(event.pos());
  return true;
}

void RangeBrush::draw(double to) {
  rectangle_->topLeft->setCoords(std::min(*from_, to), 0);
  rectangle_->bottomRight->setCoords(std::max(*from_, to), 1);
  QColor colour = colour_.isValid() ? colour_ : theme().accent;
  rectangle_->setPen(QPen(colour, 1));
  colour.setAlphaF(0.15F);
  rectangle_->setBrush(colour);
  rectangle_->setVisible(true);
  plot_->replot(QCustomPlot::rpQueuedReplot);  // it follows the mouse
}

void RangeBrush::finish(const QPoint& at) {
  plot_->setInteraction(QCP::iRangeDrag, true);
  const double from = *std::exchange(from_, std::nullopt);
  const double to = plot_->xAxis->pixelToCoord(at.x());
  rectangle_->setVisible(false);
  plot_->redraw();
  constexpr double slip = 3;  // pixels: a click, not a range
  if (std::abs(plot_->xAxis->coordToPixel(from) - at.x()) > slip)
    Q_EMIT chosen(std::min(from, to), std::max(from, to));
}

}  // namespace vitrine::widgets
