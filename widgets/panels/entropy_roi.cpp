#include "widgets/panels/entropy_roi.h"

#include <algorithm>
#include <array>

#include "widgets/numbers.h"
#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int ages = 6;  ///< steps from faded to full colour
constexpr int now_graph = ages, crystal_graph = ages + 1, other_graph = ages + 2;
const AnalysisRequest zinc_entropy{"entropy"}, linkers{"orientation"};
constexpr std::size_t longest_trail = 1200;  ///< points; then every second one is dropped

/// Where a name may stand beside a diamond at `at`, the best place first.
std::array<QPointF, 8> places_around(const QPointF& at, const QSizeF& size) {
  constexpr double gap = 7, overlap = 5;
  const double right = at.x() + gap, left = at.x() - gap - size.width();
  const double middle = at.x() - size.width() / 2;
  const double level = at.y() - size.height() / 2;
  const double above = at.y() - gap - size.height(), below = at.y() + gap;
  const double ends = at.x() + overlap - size.width(), begins = at.x() - overlap;
  return {QPointF(right, level), {left, level},   {middle, above}, {middle, below},
          {ends, above},         {begins, above}, {ends, below},   {begins, below}};
}

}  // namespace

EntropyRoi::EntropyRoi(QWidget* parent)
    : Panel(parent), plot_(new Plot(tr("entropy against ROI"), this)), note_(makeNote()) {
  layOut(plot_, note_);
  for (int i = 0; i < ages; ++i) {
    plot_->addGraph()->setName(tr("trail %1").arg(i + 1));
    plot_->graph(i)->setLineStyle(QCPGraph::lsNone);
  }
  plot_->addGraph()->setName(tr("now"));
  plot_->addGraph()->setName(tr("crystals at 0 K"));
  plot_->graph(crystal_graph)->setLineStyle(QCPGraph::lsNone);
  plot_->addGraph()->setName(tr("compared"));
  plot_->xAxis->setLabel(tr("ROI, mean of the planes"));
  plot_->yAxis->setLabel(tr("entropy / k_B"));
  plot_->yAxis->ticker()->setTickCount(4);
  floor_ = new QCPItemStraightLine(plot_);
  floor_->setVisible(false);
  connect(plot_, &QCustomPlot::afterLayout, this, &EntropyRoi::placeNames);
  connect(plot_, &Plot::restyled, this, &EntropyRoi::restyle);
  connect(plot_, &Plot::fitRequested, this, &EntropyRoi::fit);
  adopt(plot_);
  restyle();
  clear();
}

AnalysisRequests EntropyRoi::wants() const {
  return {zinc_entropy, linkers};
}

void EntropyRoi::restyle() {
  const Theme& t = theme();
  for (int i = 0; i < ages; ++i) {
    QColor colour = t.accent;
    colour.setAlphaF(0.12F + 0.6F * float(i) / (ages - 1));
    plot_->graph(i)->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(colour, 0.5), QBrush(), 4.5));
  }
  plot_->graph(now_graph)->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(t.text, 1.6), t.accent, 10));
  plot_->graph(crystal_graph)
      ->setScatterStyle(
          QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(t.muted, 1.4), QBrush(t.surface), 9));
  plot_->graph(other_graph)
      ->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(other_pen(0).color(), 2),
                                        QBrush(t.surface), 9));
  for (QCPItemText* name : names_) {
    name->setColor(t.muted);
    name->setFont(text_font(TextSize::small));
  }
  floor_->setPen(QPen(t.muted, 1, Qt::DotLine));
}

void EntropyRoi::clear() {
  plot_->graph(now_graph)->data()->clear();
  note_->clear();
  floor_->setVisible(false);
  if (trail_.empty() && crystals_.empty())
    plot_->setHint(
        tr("Order on a map: local entropy of Zn against the orientation of the rings. "
           "The run leaves a trail between crystal, melt and glass. Waits for the "
           "first frame."));
  plot_->redraw();
}

void EntropyRoi::clearTrail() {
  trail_.clear();
  drawTrail();
  clear();
}

void EntropyRoi::setCrystals(std::vector<ReferenceCrystal> crystals) {
  crystals_ = std::move(crystals);
  // Where there is no room for every name, that of the demonstration's crystal stands.
  std::stable_partition(crystals_.begin(), crystals_.end(),
                        [](const ReferenceCrystal& crystal) { return crystal.name == "zif-4"; });
  for (QCPItemText* name : names_) plot_->removeItem(name);
  names_.clear();
  plot_->graph(crystal_graph)->data()->clear();
  for (const ReferenceCrystal& crystal : crystals_) {
    plot_->graph(crystal_graph)->addData(crystal.roi, crystal.entropy);
    auto* name = new QCPItemText(plot_);
    name->setText(QString::fromStdString(crystal.name));
    name->position->setType(QCPItemPosition::ptAbsolute);
    name->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    names_.push_back(name);
  }
  QString values;
  for (const ReferenceCrystal& crystal : crystals_)
    values += tr("\n%1: entropy %2, ROI %3")
                  .arg(QString::fromStdString(crystal.name), quantity(crystal.entropy, 2, "k_B"),
                       quantity(crystal.roi, 2));
  plot_->setToolTip(tr("Diamonds: shipped crystals, relaxed at 0 K. Without thermal motion their "
                       "entropy is lower and their ROI higher than at 300 K; they are not "
                       "comparable with the trail number by number.") +
                    values);
  if (!crystals_.empty()) plot_->setHint({});
  restyle();
  if (plot_->follows()) fit();
  plot_->redraw();
}

void EntropyRoi::showResults(const PanelResults& results, const Compared* other) {
  const analysis::Result* entropy = results.find(zinc_entropy);
  const analysis::Result* orientation = results.find(linkers);
  if (!entropy || !orientation) {
    clear();
    note_->setText(missing(results, entropy ? linkers : zinc_entropy));
    return;
  }
  const Point now = pointOf(*entropy, *orientation);
  plot_->graph(now_graph)->setData({now.roi}, {now.entropy});
  if (results.live && !results.outcome(zinc_entropy)->warming_up) addToTrail(now);
  const double noise = orientation->scalar("floor");
  floor_->point1->setCoords(noise, 0);
  floor_->point2->setCoords(noise, 1);
  floor_->setVisible(true);
  QString note = frames_used(results, zinc_entropy) +
                 tr(" · entropy %1 · ROI\u00a0%2"
                    "<br>dotted: noise floor · ◇ crystals at 0 K, not comparable")
                     .arg(quantity(now.entropy, 2, "k_B"), quantity(now.roi, 2));
  note += showOther(other);
  note_->setText(note);
  plot_->setHint({});
  if (plot_->follows()) fit();
  plot_->redraw();
}

EntropyRoi::Point EntropyRoi::pointOf(const analysis::Result& entropy,
                                      const analysis::Result& orientation) {
  return {orientation.scalar("roi.mean"), entropy.scalar("mean")};
}

QString EntropyRoi::showOther(const Compared* other) {
  plot_->graph(other_graph)->data()->clear();
  const analysis::Result* entropy = other ? other->results.find(zinc_entropy) : nullptr;
  const analysis::Result* orientation = other ? other->results.find(linkers) : nullptr;
  if (!entropy || !orientation) return {};
  const Point point = pointOf(*entropy, *orientation);
  plot_->graph(other_graph)->setData({point.roi}, {point.entropy});
  return "<br>" + legend_of(*other, theme().accent, other_pen(0).color());
}

void EntropyRoi::addToTrail(const Point& now) {
  trail_.push_back(now);
  if (trail_.size() > longest_trail) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < trail_.size(); i += 2) trail_[kept++] = trail_[i];
    trail_.resize(kept);
  }
  drawTrail();
}

void EntropyRoi::drawTrail() {
  for (int age = 0; age < ages; ++age) {
    QVector<double> x, y;
    const std::size_t first = trail_.size() * std::size_t(age) / ages;
    const std::size_t last = trail_.size() * std::size_t(age + 1) / ages;
    for (std::size_t i = first; i < last; ++i) {
      x << trail_[i].roi;
      y << trail_[i].entropy;
    }
    plot_->graph(age)->setData(x, y);
  }
}

void EntropyRoi::fit() {
  QCPRange x, y;
  bool any = false;
  for (int g = 0; g < plot_->graphCount(); ++g) {
    for (const auto& point : *plot_->graph(g)->data()) {
      if (!any) x = QCPRange(point.key, point.key), y = QCPRange(point.value, point.value);
      any = true;
      x.expand(point.key);
      y.expand(point.value);
    }
  }
  if (!any) return;
  const double dx = std::max(0.05, 0.12 * x.size()), dy = std::max(0.3, 0.12 * y.size());
  plot_->xAxis->setRange(0, x.upper + 2 * dx);  // from no order at all; room for names
  plot_->yAxis->setRange(y.lower - dy, y.upper + dy);
}

void EntropyRoi::placeNames() {
  const QRectF inside = plot_->axisRect()->rect();
  std::vector<QRectF> taken;
  std::vector<QPointF> diamonds;
  for (const ReferenceCrystal& crystal : crystals_) {
    diamonds.emplace_back(plot_->xAxis->coordToPixel(crystal.roi),
                          plot_->yAxis->coordToPixel(crystal.entropy));
    taken.emplace_back(diamonds.back() - QPointF(7, 7), QSizeF(14, 14));
  }
  const auto free = [&](const QRectF& place) {
    return inside.contains(place) &&
           std::none_of(taken.begin(), taken.end(),
                        [&](const QRectF& other) { return other.intersects(place); });
  };
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const QFontMetrics metrics(names_[i]->font());
    const QSizeF size(metrics.horizontalAdvance(names_[i]->text()), metrics.ascent());
    const auto places = places_around(diamonds[i], size);
    const auto place = std::find_if(places.begin(), places.end(), [&](const QPointF& corner) {
      return free(QRectF(corner, size));
    });
    names_[i]->setVisible(place != places.end());  // no room: the tooltip tells all of them
    if (place == places.end()) continue;
    names_[i]->position->setCoords(*place);
    taken.emplace_back(*place, size);
  }
}

}  // namespace vitrine::widgets
