#include "widgets/panels/scalar_axis.h"

#include <QActionGroup>
#include <QMenu>
#include <algorithm>
#include <map>

#include "widgets/axis_unit.h"
#include "widgets/numbers.h"
#include "widgets/panels/result_view.h"
#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/scalar_tracks.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int colour = 4;  ///< of the theme's curves: none of the timelines' own

}  // namespace

ScalarAxis::ScalarAxis(Plot& plot, QCPAxis& keys, QCPAxis& values, ScalarTracks& tracks,
                       const QString& usual)
    : QObject(&plot),
      plot_(plot),
      values_(values),
      tracks_(tracks),
      usual_(usual),
      menu_(new QMenu(tr("On the right axis"), &plot)),
      graph_(plot.addGraph(&keys, &values)),
      name_(new QCPItemText(&plot)) {
  plot.addToMenu(menu_->menuAction());
  connect(menu_, &QMenu::aboutToShow, this, &ScalarAxis::fillMenu);
  name_->setClipAxisRect(values.axisRect());
  name_->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
  name_->position->setAxisRect(values.axisRect());
  name_->position->setType(QCPItemPosition::ptAxisRectRatio);
  name_->position->setCoords(0.995, 0.98);
  draw();
}

bool ScalarAxis::shows() const {
  return tracks_.chosen().has_value();
}

bool ScalarAxis::draws() const {
  return shows() && graph_->dataCount() > 0;
}

void ScalarAxis::fillMenu() {
  menu_->clear();
  auto* group = new QActionGroup(menu_);
  const auto add = [&](QMenu* menu, const QString& text, const std::optional<ScalarName>& name) {
    QAction* action = group->addAction(menu->addAction(text));
    action->setCheckable(true);
    action->setChecked(tracks_.chosen() == name);
    connect(action, &QAction::triggered, this, [this, name] { tracks_.choose(name); });
  };
  add(menu_, usual_, std::nullopt);
  menu_->addSeparator();
  std::map<std::string, QMenu*> menus;
  for (const auto& [name, unit] : tracks_.known()) {
    QMenu*& menu = menus[name.analysis];
    if (!menu)
      menu = menu_->addMenu(QString::fromStdString(analysis::analysis_info(name.analysis).title));
    add(menu, axis_text(name_text(name.scalar), unit), name);
  }
  if (menus.empty())
    menu_->addAction(tr("Numbers of the open analyses, once there are any"))->setEnabled(false);
}

void ScalarAxis::draw() {
  graph_->setVisible(shows());
  name_->setVisible(shows());
  if (!shows()) return graph_->data()->clear();
  const Track& track = tracks_.track();
  graph_->setName(tracks_.title());
  graph_->setData(track.x, track.y, true);
  constexpr qsizetype few = 20;
  graph_->setScatterStyle(track.x.size() < few ? QCPScatterStyle(QCPScatterStyle::ssDisc, 4)
                                               : QCPScatterStyle());
  set_axis_unit(values_, {}, tracks_.unit());
}

void ScalarAxis::fit() {
  bool found = false;
  const QCPRange range = graph_->getValueRange(found);
  if (!found) return;
  const double least = std::max(1e-3 * std::abs(range.center()), 1e-12);
  const double half = std::max(0.6 * range.size(), least);
  values_.setRange(range.center() - half, range.center() + half);
}

void ScalarAxis::restyle() {
  const QColor ink = curve_pen(colour).color();
  graph_->setPen(QPen(ink, 1.4));
  name_->setColor(ink);
  name_->setText(axis_text(tracks_.title(), axis_unit(values_).unit));
  QColor paper = theme().surface;  // it lies over curves
  paper.setAlphaF(0.85F);
  name_->setBrush(paper);
  name_->setPadding({3, 1, 3, 1});
  name_->setFont(text_font(TextSize::small));
  if (shows()) tint_axis(values_, ink);
}

}  // namespace vitrine::widgets
