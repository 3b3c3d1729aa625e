#include "widgets/dock_layout.h"

#include <QDockWidget>
#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>
#include <QTimer>
#include <algorithm>
#include <array>

namespace vitrine::widgets {
namespace {

struct Leaf {
  DockPlace place;
  QRect rect;
};

/// Its docks lie below each other, and its own size is its width.
bool is_column(int area) {
  return area == Qt::LeftDockWidgetArea || area == Qt::RightDockWidgetArea;
}

constexpr std::array areas = {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea,
                              Qt::TopDockWidgetArea, Qt::BottomDockWidgetArea};

int extent(const QRect& rect, bool beside) {
  return beside ? rect.width() : rect.height();
}

QRect united(const std::vector<Leaf>& leaves) {
  QRect all;
  for (const Leaf& leaf : leaves) all |= leaf.rect;
  return all;
}

/// Groups that a straight cut between them separates.
std::vector<std::vector<Leaf>> cut(std::vector<Leaf> leaves, bool beside) {
  const auto start = [=](const Leaf& leaf) { return beside ? leaf.rect.left() : leaf.rect.top(); };
  const auto stop = [=](const Leaf& leaf) {
    return beside ? leaf.rect.right() : leaf.rect.bottom();
  };
  std::stable_sort(leaves.begin(), leaves.end(),
                   [&](const Leaf& a, const Leaf& b) { return start(a) < start(b); });
  std::vector<std::vector<Leaf>> groups;
  int reached = 0;
  for (const Leaf& leaf : leaves) {
    if (groups.empty() || start(leaf) > reached) groups.emplace_back();
    groups.back().push_back(leaf);
    reached = groups.size() == 1 && groups.back().size() == 1 ? stop(leaf)
                                                              : std::max(reached, stop(leaf));
  }
  return groups;
}

DockPlace place_of(const std::vector<Leaf>& leaves) {
  if (leaves.size() == 1) return leaves.front().place;
  DockPlace place;
  std::vector<std::vector<Leaf>> groups;
  for (const bool beside : {false, true}) {
    groups = cut(leaves, beside);
    place.beside = beside;
    if (groups.size() > 1) break;
  }
  if (groups.size() == 1) {  // no layout of docks is so, but a half laid out one
    groups.clear();
    for (const Leaf& leaf : leaves) groups.push_back({leaf});
    place.beside = false;
  }
  for (const auto& group : groups) {
    place.parts.push_back(place_of(group));
    place.parts.back().size = extent(united(group), place.beside);
  }
  return place;
}

std::vector<Leaf> leaves_of(const QMainWindow& window, Qt::DockWidgetArea area) {
  std::vector<Leaf> leaves;
  QStringList seen;
  const auto docks = docks_of(window);
  for (QDockWidget* dock : docks) {
    const bool here = !dock->isHidden() && !dock->isFloating() &&
                      window.dockWidgetArea(dock) == area && !seen.contains(dock->objectName());
    if (!here) continue;
    QList<QDockWidget*> group{dock};
    for (QDockWidget* other : window.tabifiedDockWidgets(dock))
      if (!other->isHidden()) group << other;
    QDockWidget* raised = dock;
    DockPlace place;
    for (QDockWidget* one : group) {
      place.docks << one->objectName();
      if (!one->visibleRegion().isEmpty()) raised = one;
    }
    place.raised = raised->objectName();
    place.docks.sort();
    seen << place.docks;
    leaves.push_back({place, raised->geometry()});
  }
  return leaves;
}

void collect(const DockPlace& place, QStringList& names) {
  names << place.docks;
  for (const DockPlace& part : place.parts) collect(part, names);
}

DockPlace without_sizes(DockPlace place) {
  place.size = 0;
  place.raised.clear();
  for (DockPlace& part : place.parts) part = without_sizes(part);
  return place;
}

/// Puts docks into their places, through the calls of QMainWindow alone.
class Arranger {
 public:
  explicit Arranger(QMainWindow& window) : window_(window), docks_(docks_of(window)) {}

  void put(int area, const DockPlace& place) {
    QDockWidget* first = first_of(place);
    if (!first) return;
    window_.addDockWidget(static_cast<Qt::DockWidgetArea>(area), first);
    fill(place);
  }

  void resize(const DockLayout& layout) const {
    for (const bool beside : {true, false}) {
      Sizes sizes;
      for (const int area : layout.areas.keys()) {
        DockPlace place = layout.areas[area];
        if (area == Qt::TopDockWidgetArea && layout.areas.contains(Qt::BottomDockWidgetArea))
          place.size = rest_above(layout.areas[Qt::BottomDockWidgetArea].size);
        if (is_column(area) == beside) want(sizes, place);
        collect(place, beside, sizes);
      }
      window_.resizeDocks(sizes.docks, sizes.pixels, beside ? Qt::Horizontal : Qt::Vertical);
    }
  }

 private:
  /// The bottom keeps its height; what is above it has the rest, as much as messages leave.
  int rest_above(int bottom) const {
    const DockLayout now = dock_layout(window_);
    return now.areas[Qt::TopDockWidgetArea].size + now.areas[Qt::BottomDockWidgetArea].size -
           bottom;
  }

  struct Sizes {
    QList<QDockWidget*> docks;
    QList<int> pixels;
  };

  QDockWidget* first_of(const DockPlace& place) const {
    for (const QString& name : place.docks)
      if (QDockWidget* dock = docks_.value(name)) return dock;
    for (const DockPlace& part : place.parts)
      if (QDockWidget* dock = first_of(part)) return dock;
    return nullptr;
  }

  void want(Sizes& sizes, const DockPlace& place) const {
    QDockWidget* dock = first_of(place);
    if (dock && place.size > 0) sizes.docks << dock, sizes.pixels << place.size;
  }

  void collect(const DockPlace& place, bool beside, Sizes& sizes) const {
    for (const DockPlace& part : place.parts) {
      if (place.beside == beside) want(sizes, part);
      collect(part, beside, sizes);
    }
  }

  /// The first dock of the place stands already, where all of it will be.
  void fill(const DockPlace& place) {
    QDockWidget* before = first_of(place);
    for (const QString& name : place.docks)
      if (QDockWidget* dock = docks_.value(name); dock && dock != before)
        window_.tabifyDockWidget(before, dock);
    for (const QString& name : place.docks)
      if (QDockWidget* dock = docks_.value(name)) dock->show();
    if (QDockWidget* raised = docks_.value(place.raised)) raised->raise();
    for (const DockPlace& part : place.parts) {
      QDockWidget* dock = first_of(part);
      if (!dock || dock == before) continue;
      window_.splitDockWidget(before, dock, place.beside ? Qt::Horizontal : Qt::Vertical);
      before = dock;
    }
    for (const DockPlace& part : place.parts)
      if (first_of(part)) fill(part);
  }

  QMainWindow& window_;
  QMap<QString, QDockWidget*> docks_;
};

/// So that a window that floats on a screen of another desk is found, and fits.
QRect on_screen(const QRect& rect) {
  const QScreen* screen = QGuiApplication::screenAt(rect.center());
  const QRect room = (screen ? screen : QGuiApplication::primaryScreen())->availableGeometry();
  QRect fitted(rect.topLeft(), rect.size().boundedTo(room.size()));
  if (!room.intersects(fitted)) fitted.moveTopLeft(room.topLeft() + QPoint(40, 40));
  return fitted;
}

}  // namespace

QMap<QString, QDockWidget*> docks_of(const QMainWindow& window) {
  QMap<QString, QDockWidget*> docks;
  for (QDockWidget* dock : window.findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly))
    docks[dock->objectName()] = dock;
  return docks;
}

QStringList DockLayout::shown() const {
  QStringList names = floating.keys();
  for (const DockPlace& place : areas) collect(place, names);
  names.sort();
  return names;
}

bool same_arrangement(const DockLayout& a, const DockLayout& b) {
  if (a.floating.keys() != b.floating.keys() || a.areas.keys() != b.areas.keys()) return false;
  for (const int area : a.areas.keys())
    if (without_sizes(a.areas[area]) != without_sizes(b.areas[area])) return false;
  return true;
}

DockLayout dock_layout(const QMainWindow& window) {
  DockLayout layout;
  for (const auto area : areas) {
    const std::vector<Leaf> leaves = leaves_of(window, area);
    if (leaves.empty()) continue;
    DockPlace& place = layout.areas[area] = place_of(leaves);
    place.size = extent(united(leaves), is_column(area));
  }
  for (QDockWidget* dock : docks_of(window))
    if (!dock->isHidden() && dock->isFloating())
      layout.floating[dock->objectName()] = dock->geometry();
  return layout;
}

void set_dock_layout(QMainWindow& window, const DockLayout& layout) {
  const QStringList shown = layout.shown();
  for (QDockWidget* dock : docks_of(window)) {
    const bool closable = dock->features().testFlag(QDockWidget::DockWidgetClosable);
    if (!shown.contains(dock->objectName()) && closable) dock->hide();
    const bool floats = layout.floating.contains(dock->objectName());
    if (dock->isFloating() && !floats) dock->setFloating(false);
    if (!floats) continue;
    dock->setFloating(true);
    dock->setGeometry(on_screen(layout.floating[dock->objectName()]));
    dock->show();
  }
  Arranger arranger(window);
  for (const int area : layout.areas.keys()) arranger.put(area, layout.areas[area]);
  set_dock_sizes(window, layout);
  // Once more when the docks have been laid out: before that their sizes are only hints.
  QTimer::singleShot(0, &window, [&window, layout] { set_dock_sizes(window, layout); });
}

void set_dock_sizes(QMainWindow& window, const DockLayout& layout) {
  Arranger(window).resize(layout);
}

}  // namespace vitrine::widgets
