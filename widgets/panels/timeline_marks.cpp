#include "widgets/panels/timeline_marks.h"

#include <QContextMenuEvent>
#include <QInputDialog>
#include <QMenu>
#include <QMouseEvent>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

using Kind = StructureEvent::Kind;

constexpr double bond_tick = 0.07, ring_tick = 0.16, flag_height = 0.9;  // of the rectangle
constexpr int reach = 5;                                                 // pixels

bool is_of_ring(const StructureEvent& event) {
  return event.kind == Kind::ring_broken || event.kind == Kind::ring_closed;
}

QPainterPath flag() {
  QPainterPath path;
  path.moveTo(0, 8);
  path.lineTo(0, -6);
  path.lineTo(8, -3);
  path.lineTo(0, 0);
  return path;
}

QString words_for(const StructureEvent& event, const Topology* topology) {
  const auto id = [&](std::size_t i) {
    const auto atom = static_cast<std::size_t>(event.atoms[i]);
    return QString::number(topology && atom < topology->ids.size() ? topology->ids[atom]
                                                                   : qint64(atom) + 1);
  };
  switch (event.kind) {
    case Kind::bond_broken:
      return QObject::tr("the bond of Zn %1 and N %2 broke").arg(id(0), id(1));
    case Kind::bond_formed:
      return QObject::tr("Zn %1 and N %2 formed a bond").arg(id(0), id(1));
    case Kind::ring_broken:
      return QObject::tr("the imidazolate ring of atom %1 broke").arg(id(0));
    case Kind::ring_closed:
      return QObject::tr("the imidazolate ring of atom %1 closed again").arg(id(0));
  }
  return {};
}

}  // namespace

TimelineMarks::TimelineMarks(Plot& plot, QCPAxis& time,
                             std::function<double(const StructureEvent&)> place_of)
    : QObject(&plot),
      plot_(plot),
      time_(time),
      height_(time.axisRect()->addAxis(QCPAxis::atLeft)),
      place_of_(std::move(place_of)) {
  height_->setVisible(false);
  height_->setRange(0, 1);
  const char* const names[] = {"bonds formed", "bonds broken", "rings", "bookmarks"};
  for (std::size_t row = 0; row < rows; ++row) {
    graphs_[row] = plot.addGraph(&time, height_);
    graphs_[row]->setName(tr(names[row]));
    graphs_[row]->setLineStyle(row == flags ? QCPGraph::lsNone : QCPGraph::lsImpulse);
  }
  restyle();
}

void TimelineMarks::restyle() {
  const Theme& t = theme();
  graphs_[bonds_formed]->setPen(QPen(t.muted, 1));
  graphs_[bonds_broken]->setPen(QPen(curve_pen(1).color(), 1));
  graphs_[rings_changed]->setPen(QPen(t.error, 2));
  graphs_[flags]->setScatterStyle(
      QCPScatterStyle(flag(), QPen(t.accent, 1.4), QBrush(t.accent), 8));
}

void TimelineMarks::showEvents(const std::vector<StructureEvent>& events, TopologyPtr topology) {
  events_ = events;
  topology_ = std::move(topology);
  std::stable_sort(events_.begin(), events_.end(),
                   [this](const auto& a, const auto& b) { return place_of_(a) < place_of_(b); });
  std::array<QVector<double>, rows> x, y;
  for (const StructureEvent& event : events_) {
    const Row row = is_of_ring(event)                 ? rings_changed
                    : event.kind == Kind::bond_broken ? bonds_broken
                                                      : bonds_formed;
    x[row] << place_of_(event);
    y[row] << (row == rings_changed ? ring_tick : bond_tick);
  }
  for (const std::size_t row : {bonds_formed, bonds_broken, rings_changed})
    graphs_[row]->setData(x[row], y[row], true);
  plot_.redraw();
}

void TimelineMarks::showBookmarks(const std::vector<Bookmark>& bookmarks) {
  bookmarks_ = bookmarks;
  QVector<double> x;
  for (const Bookmark& bookmark : bookmarks_) x << bookmark.at;
  graphs_[flags]->setData(x, QVector<double>(x.size(), flag_height), true);
  plot_.redraw();
}

std::optional<std::size_t> TimelineMarks::eventAt(const QPoint& point) const {
  const QRect rect = time_.axisRect()->rect();
  if (!rect.contains(point) || rect.bottom() - point.y() > ring_tick * rect.height() + 2)
    return std::nullopt;
  // The taller one where both are near; of those the nearest.
  std::optional<std::size_t> best;
  double nearest = reach + 0.5;
  bool of_ring = false;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    const double away = std::abs(time_.coordToPixel(place_of_(events_[i])) - point.x());
    const bool ring = is_of_ring(events_[i]);
    if (away > reach || (of_ring && !ring) || (of_ring == ring && away >= nearest)) continue;
    best = i;
    nearest = away;
    of_ring = ring;
  }
  return best;
}

std::optional<std::size_t> TimelineMarks::bookmarkAt(const QPoint& point) const {
  for (std::size_t i = bookmarks_.size(); i-- > 0;) {
    const QPointF foot(time_.coordToPixel(bookmarks_[i].at), height_->coordToPixel(flag_height));
    if (QRectF(foot + QPointF(-3, -8), QSizeF(14, 18)).contains(point)) return i;
  }
  return std::nullopt;
}

QString TimelineMarks::explain(const QPoint& point) const {
  if (const auto i = bookmarkAt(point))
    return bookmarks_[*i].name.isEmpty() ? tr("A bookmark: click to go there, right click for more")
                                         : bookmarks_[*i].name;
  const auto event = eventAt(point);
  if (!event) return {};
  const QString words = words_for(events_[*event], topology_.get());
  return tr("Here %1. Click to go there.").arg(words);
}

bool TimelineMarks::press(const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton) return false;
  if (const auto i = bookmarkAt(event.pos())) {
    Q_EMIT chosen(bookmarks_[*i].at, {});
    return true;
  }
  if (const auto i = eventAt(event.pos())) {
    Q_EMIT chosen(place_of_(events_[*i]), events_[*i].atoms);
    return true;
  }
  return false;
}

bool TimelineMarks::menu(const QContextMenuEvent& event) {
  const auto i = bookmarkAt(event.pos());
  if (!i) return false;
  auto* menu = new QMenu(&plot_);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  connect(menu->addAction(tr("&Name…")), &QAction::triggered, this, [this, i = *i] {
    bool entered = false;
    const QString name =
        QInputDialog::getText(&plot_, tr("Bookmark"), tr("Name:"), QLineEdit::Normal,
                              i < bookmarks_.size() ? bookmarks_[i].name : QString(), &entered);
    if (entered) Q_EMIT renamed(i, name.left(200));
  });
  connect(menu->addAction(tr("&Remove")), &QAction::triggered, this,
          [this, i = *i] { Q_EMIT removed(i); });
  menu->popup(event.globalPos());
  return true;
}

}  // namespace vitrine::widgets
