#include "widgets/steady_docks.h"

#include <QDockWidget>
#include <QEvent>
#include <QLayout>
#include <QMainWindow>
#include <QTimer>
#include <utility>

namespace vitrine::widgets {
namespace {

/// Shares the pixels that a place gains or loses among its parts, by their sizes.
DockPlace stretched(DockPlace place, double width, double height) {
  double whole = 0;
  for (const DockPlace& part : place.parts) whole += part.size;
  if (whole <= 0) return place;
  for (DockPlace& part : place.parts) {
    const double gain = (place.beside ? width : height) * part.size / whole;
    part = place.beside ? stretched(part, gain, height) : stretched(part, width, gain);
    part.size += qRound(gain);
  }
  return place;
}

DockLayout stretched(DockLayout layout, QSize gain) {
  for (const int area : layout.areas.keys()) {
    const bool column = area == Qt::LeftDockWidgetArea || area == Qt::RightDockWidgetArea;
    DockPlace& place = layout.areas[area];
    place = stretched(place, column ? 0 : gain.width(),
                      area == Qt::BottomDockWidgetArea ? 0 : gain.height());
  }
  return layout;
}

}  // namespace

SteadyDocks::SteadyDocks(QMainWindow& window) : QObject(&window), window_(window) {
  window.installEventFilter(this);
}

bool SteadyDocks::eventFilter(QObject* watched, QEvent* event) {
  // Qt has laid out the window when a filter sees these two.
  if (watched == &window_ &&
      (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize)) {
    for (QDockWidget* dock : docks_of(window_)) dock->installEventFilter(this);
    keep();
  } else if (event->type() == QEvent::Resize || event->type() == QEvent::Move) {
    keepSoon();
  }
  return QObject::eventFilter(watched, event);
}

QSize SteadyDocks::room() const {
  QRect all;
  for (const QDockWidget* dock : docks_of(window_))
    if (!dock->isFloating() && !dock->visibleRegion().isEmpty()) all |= dock->geometry();
  return all.size();
}

void SteadyDocks::keepSoon() {
  if (std::exchange(soon_, true)) return;
  QTimer::singleShot(0, this, [this] {
    soon_ = false;
    keep();
  });
}

void SteadyDocks::keep() {
  if (!window_.isVisible()) return;
  const QSize now = room();
  if (now.isEmpty()) return;
  const DockLayout layout = dock_layout(window_);
  if (now != room_ && same_arrangement(layout, kept_)) {
    set_dock_sizes(window_, stretched(kept_, now - kept_room_));
    window_.layout()->activate();  // at once, so that no eye sees the docks elsewhere
    fitted_ = dock_layout(window_);
  } else if (now != room_ || layout != fitted_) {
    kept_ = layout;
    kept_room_ = now;
  }
  room_ = now;
}

}  // namespace vitrine::widgets
