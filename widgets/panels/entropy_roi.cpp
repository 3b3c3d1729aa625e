#include "widgets/panels/entropy_roi.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>
#include <algorithm>
#include <cmath>

#include "widgets/display_units.h"
#include "widgets/lasso.h"
#include "widgets/numbers.h"
#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int ages = 6;  ///< steps from faded to full colour
constexpr int now_graph = ages, crystal_graph = ages + 1, other_graph = ages + 2;
constexpr int added_graph = ages + 3;  ///< the first of three, in the order of MapSymbol
constexpr int chosen_graph = added_graph + 3;
constexpr MapSymbol symbols[] = {MapSymbol::state, MapSymbol::glass, MapSymbol::crystal};
const AnalysisRequest zinc_entropy{"entropy"}, linkers{"orientation"};
constexpr std::size_t longest_trail = 1200;  ///< points; then every second one is dropped

/// Where a name may stand beside a symbol at `at`, the best place first.
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
  setAcceptDrops(true);
  makeGraphs();
  makeErrorBars();
  makeMenu();
  plot_->xAxis->setLabel(tr("ROI, mean of the planes"));
  plot_->yAxis->setLabel(tr("S / k_B"));  // the whole word is higher than a low plot
  plot_->yAxis->ticker()->setTickCount(4);
  floor_ = new QCPItemStraightLine(plot_);
  floor_->setVisible(false);
  constexpr int poll_interval = 200;  // ms
  poll_.setInterval(poll_interval);
  connect(&poll_, &QTimer::timeout, this, &EntropyRoi::takeAdded);
  auto* lasso = new Lasso(plot_);
  lasso->setStart([this](const QMouseEvent& event) {
    return !trail_.empty() && !event.modifiers().testFlag(Qt::ShiftModifier) &&
           plot_->axisRect()->outerRect().contains(event.pos());
  });
  connect(lasso, &Lasso::closed, this, &EntropyRoi::chooseWithin);
  connect(lasso, &Lasso::clicked, this, &EntropyRoi::goTo);
  connect(plot_, &QCustomPlot::afterLayout, this, &EntropyRoi::placeNames);
  connect(plot_, &Plot::restyled, this, &EntropyRoi::restyle);
  connect(plot_, &Plot::fitRequested, this, &EntropyRoi::fit);
  adopt(plot_);
  restyle();
  clear();
}

void EntropyRoi::makeGraphs() {
  for (int i = 0; i < ages; ++i) {
    plot_->addGraph()->setName(tr("trail %1").arg(i + 1));
    plot_->graph(i)->setLineStyle(QCPGraph::lsNone);
  }
  plot_->addGraph()->setName(tr("now"));
  for (const QString& name : {tr("crystals at 0 K"), tr("compared"), tr("added states"),
                              tr("added glasses"), tr("added crystals"), tr("chosen")}) {
    plot_->addGraph()->setName(name);
    plot_->graph(plot_->graphCount() - 1)->setLineStyle(QCPGraph::lsNone);
  }
}

/// One standard error of the present point, where it is known.
void EntropyRoi::makeErrorBars() {
  for (auto& bars : error_bars_) {
    bars = new QCPErrorBars(plot_->xAxis, plot_->yAxis);
    bars->removeFromLegend();
    bars->setDataPlottable(plot_->graph(now_graph));
    bars->setSymbolGap(0);
  }
  error_bars_[0]->setErrorType(QCPErrorBars::etKeyError);
  error_bars_[1]->setErrorType(QCPErrorBars::etValueError);
}

void EntropyRoi::showErrors(const analysis::Result& entropy, const analysis::Result& orientation) {
  const auto error_of = [](const analysis::Result& result, const char* name) {
    for (const analysis::Scalar& scalar : result.scalars)
      if (scalar.name == name) return scalar.error.value_or(0);
    return 0.0;
  };
  error_bars_[0]->setData(QVector<double>{error_of(orientation, "roi.mean")});
  error_bars_[1]->setData(QVector<double>{error_of(entropy, "mean")});
}

void EntropyRoi::makeMenu() {
  const auto add = [this](const QString& text, auto&& slot) {
    auto* action = new QAction(text, this);
    connect(action, &QAction::triggered, this, slot);
    plot_->addToMenu(action);
  };
  add(tr("Add states of T and P (spheres)…"), [this] { chooseFiles(MapSymbol::state); });
  add(tr("Add glasses (crosses)…"), [this] { chooseFiles(MapSymbol::glass); });
  add(tr("Add crystals (diamonds)…"), [this] { chooseFiles(MapSymbol::crystal); });
  add(tr("Add the moment shown"), [this] { addShown(); });
  add(tr("Remove what was added"), [this] { setAdded({}); });
}

void EntropyRoi::chooseFiles(MapSymbol symbol) {
  std::vector<std::filesystem::path> files;
  for (const QString& path : QFileDialog::getOpenFileNames(this, tr("Add to the map")))
    files.emplace_back(path.toStdString());
  addFiles(std::move(files), symbol);
}

void EntropyRoi::addFiles(std::vector<std::filesystem::path> files, MapSymbol symbol) {
  for (std::filesystem::path& file : files) waiting_.emplace_back(std::move(file), symbol);
  if (!waiting_.empty()) poll_.start();
}

void EntropyRoi::takeAdded() {
  if (const auto outcome = adding_.take(); outcome && outcome->value) {
    for (const Addition& addition : *outcome->value) {
      if (addition.point)
        added_.push_back(*addition.point);
      else
        Q_EMIT failed(addition.failure);
    }
    drawPoints();
  }
  if (adding_.running()) return;
  if (waiting_.empty()) return poll_.stop();
  to_add_ = waiting_.size();
  analysed_ = std::make_shared<std::atomic<std::size_t>>(0);
  adding_.start([files = std::exchange(waiting_, {}), analysed = analysed_](std::stop_token stop) {
    std::vector<Addition> additions;
    for (const auto& [file, symbol] : files) {
      try {
        additions.push_back({map_point(file, symbol, stop), {}});
      } catch (const std::exception& failure) {
        additions.push_back({std::nullopt, QString::fromStdString(file.filename().string() + ": " +
                                                                  failure.what())});
      }
      ++*analysed;
    }
    return additions;
  });
}

std::optional<Job> EntropyRoi::job() {
  if (!adding_.running()) return std::nullopt;
  return Job{tr("adding files to the map"), double(*analysed_) / double(to_add_), [this] {
               adding_.cancel();
               waiting_.clear();
             }};
}

void EntropyRoi::addShown() {
  if (!now_) return;
  added_.push_back({std::to_string(added_.size() + 1), now_->entropy, now_->roi, MapSymbol::state});
  drawPoints();
}

void EntropyRoi::setAdded(std::vector<MapPoint> points) {
  added_ = std::move(points);
  drawPoints();
}

void EntropyRoi::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

/// Files do not say what they hold: a menu asks.
void EntropyRoi::dropEvent(QDropEvent* event) {
  std::vector<std::filesystem::path> files;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) files.emplace_back(url.toLocalFile().toStdString());
  if (files.empty()) return;
  event->acceptProposedAction();
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const QString names[] = {tr("a state of T and P (sphere)"), tr("a glass (cross)"),
                           tr("a crystal (diamond)")};
  for (const MapSymbol symbol : symbols)
    menu->addAction(names[static_cast<int>(symbol)], this,
                    [this, files, symbol] { addFiles(files, symbol); });
  menu->popup(mapToGlobal(event->position().toPoint()));
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
  for (QCPErrorBars* bars : error_bars_) bars->setPen(QPen(t.text, 1.2));
  plot_->graph(crystal_graph)
      ->setScatterStyle(
          QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(t.muted, 1.4), QBrush(t.surface), 9));
  plot_->graph(other_graph)
      ->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(other_pen(0).color(), 2),
                                        QBrush(t.surface), 9));
  const QCPScatterStyle::ScatterShape shapes[] = {QCPScatterStyle::ssDisc, QCPScatterStyle::ssCross,
                                                  QCPScatterStyle::ssDiamond};
  for (const MapSymbol symbol : symbols) {
    const int at = static_cast<int>(symbol);
    const QColor colour = curve_pen(1 + at).color();
    plot_->graph(added_graph + at)
        ->setScatterStyle(QCPScatterStyle(shapes[at], QPen(colour, 1.8), QBrush(colour), 9));
  }
  for (std::size_t i = 0; i < names_.size(); ++i) {
    names_[i]->setColor(i < added_.size() ? t.text : t.muted);
    names_[i]->setFont(text_font(TextSize::small));
  }
  plot_->graph(chosen_graph)
      ->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(selected_colour(), 1.6),
                                        QBrush(Qt::NoBrush), 7));
  floor_->setPen(QPen(t.muted, 1, Qt::DotLine));
}

void EntropyRoi::clear() {
  plot_->graph(now_graph)->data()->clear();
  for (QCPErrorBars* bars : error_bars_) bars->data()->clear();
  note_->clear();
  floor_->setVisible(false);
  now_.reset();
  if (trail_.empty() && crystals_.empty() && added_.empty())
    plot_->setHint(
        tr("Order on a map: local entropy of Zn against the orientation of the rings. "
           "The run leaves a trail between crystal, melt and glass. Waits for the "
           "first frame."));
  plot_->redraw();
}

void EntropyRoi::clearTrail() {
  trail_.clear();
  drawTrail();
  Q_EMIT momentsChosen({});
  clear();
}

void EntropyRoi::setCrystals(std::vector<MapPoint> crystals) {
  crystals_ = std::move(crystals);
  // Where there is no room for every name, that of the demonstration's crystal stands.
  std::stable_partition(crystals_.begin(), crystals_.end(),
                        [](const MapPoint& crystal) { return crystal.name == "zif-4"; });
  drawPoints();
}

void EntropyRoi::drawPoints() {
  for (QCPItemText* name : names_) plot_->removeItem(name);
  names_.clear();
  for (int g : {crystal_graph, added_graph, added_graph + 1, added_graph + 2})
    plot_->graph(g)->data()->clear();
  QString values;
  const auto draw = [&](const MapPoint& point, int graph) {
    plot_->graph(graph)->addData(point.roi, point.entropy);
    auto* name = new QCPItemText(plot_);
    name->setText(QString::fromStdString(point.name));
    name->position->setType(QCPItemPosition::ptAbsolute);
    name->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    name->setClipToAxisRect(false);
    names_.push_back(name);
    values += tr("\n%1: entropy %2, ROI %3")
                  .arg(QString::fromStdString(point.name), quantity(point.entropy, 2, "k_B"),
                       quantity(point.roi, 2));
  };
  for (const MapPoint& point : added_) draw(point, added_graph + static_cast<int>(point.symbol));
  for (const MapPoint& point : crystals_) draw(point, crystal_graph);
  plot_->setToolTip(
      tr("Hollow diamonds: shipped crystals, relaxed at 0 K. Without thermal motion "
         "their entropy is lower and their ROI higher than at 300 K; they are not "
         "comparable with the trail number by number.\nA click on the trail goes to that "
         "moment; drag around a part of it to mark its moments; Shift and drag "
         "moves.") +
      values);
  if (!names_.empty()) plot_->setHint({});
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
  Point now = pointOf(*entropy, *orientation);
  now.time = results.outcome(zinc_entropy)->time;
  now_ = now;
  plot_->graph(now_graph)->setData({now.roi}, {now.entropy});
  showErrors(*entropy, *orientation);
  // The trail is that of the whole.
  if (results.live && !results.only && !results.outcome(zinc_entropy)->warming_up) addToTrail(now);
  const double noise = orientation->scalar("floor");
  floor_->point1->setCoords(noise, 0);
  floor_->point2->setCoords(noise, 1);
  floor_->setVisible(true);
  const QString note =
      frames_used(results, zinc_entropy) +
      tr("<br>entropy %1 · ROI\u00a0%2").arg(quantity(now.entropy, 2, "k_B"), quantity(now.roi, 2));
  const QString compared = showOther(other) + chosenText();
  note_->setText(note + (compared.isEmpty()
                             ? tr("<br>dotted: noise floor · ◇ crystals at 0 K, not comparable")
                             : compared));
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
  if (!other) return {};
  if (!entropy || !orientation)
    return "<br>" + short_name(other->theirs).toHtmlEscaped() + ": " +
           missing(other->results, entropy ? linkers : zinc_entropy).toHtmlEscaped();
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
  QVector<double> x, y;
  for (const Point& point : trail_) {
    if (!point.chosen) continue;
    x << point.roi;
    y << point.entropy;
  }
  plot_->graph(chosen_graph)->setData(x, y);
}

QPointF EntropyRoi::pixelOf(const Point& point) const {
  return {plot_->xAxis->coordToPixel(point.roi), plot_->yAxis->coordToPixel(point.entropy)};
}

QPointF EntropyRoi::trailPixel(std::size_t point) const {
  return pixelOf(trail_[point]);
}

void EntropyRoi::chooseWithin(const QPolygonF& line) {
  TimeSpans spans;
  bool before = false;
  for (Point& point : trail_) {
    point.chosen = line.containsPoint(pixelOf(point), Qt::WindingFill);
    if (point.chosen && before)
      spans.back().second = point.time;
    else if (point.chosen)
      spans.emplace_back(point.time, point.time);
    before = point.chosen;
  }
  drawTrail();
  plot_->redraw();
  Q_EMIT momentsChosen(spans);
  Q_EMIT wantsChanged();  // the note tells of them
}

void EntropyRoi::chooseTimes(const TimeSpans& spans) {
  for (Point& point : trail_)
    point.chosen = std::any_of(spans.begin(), spans.end(), [&](const auto& span) {
      return span.first <= point.time && point.time <= span.second;
    });
  drawTrail();
  plot_->redraw();
  Q_EMIT wantsChanged();  // the note tells of them
}

std::size_t EntropyRoi::chosen() const {
  return static_cast<std::size_t>(
      std::count_if(trail_.begin(), trail_.end(), [](const Point& point) { return point.chosen; }));
}

void EntropyRoi::goTo(const QPointF& pixel) {
  constexpr double reach = 8;  // pixels
  const Point* nearest = nullptr;
  double least = reach;
  for (const Point& point : trail_) {
    const QPointF away = pixelOf(point) - pixel;
    const double distance = std::hypot(away.x(), away.y());
    if (distance > least) continue;
    least = distance;
    nearest = &point;
  }
  if (nearest)
    Q_EMIT momentRequested(nearest->time);
  else
    chooseWithin({});  // beside the trail: none
}

QString EntropyRoi::chosenText() const {
  double count = 0, entropy = 0, roi = 0, first = 0, last = 0;
  for (const Point& point : trail_) {
    if (!point.chosen) continue;
    if (count == 0) first = point.time;
    last = point.time;
    entropy += point.entropy;
    roi += point.roi;
    ++count;
  }
  if (count == 0) return {};
  return tr("<br>%1\u00a0chosen, %2 to %3: mean entropy %4 · ROI\u00a0%5")
      .arg(grouped(static_cast<qint64>(count)), shown_quantity(first, 2, "ps"),
           shown_quantity(last, 2, "ps"), quantity(entropy / count, 2, "k_B"),
           quantity(roi / count, 2));
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
  std::vector<QPointF> centres;
  for (const auto* points : {&added_, &crystals_})
    for (const MapPoint& point : *points) {
      centres.emplace_back(plot_->xAxis->coordToPixel(point.roi),
                           plot_->yAxis->coordToPixel(point.entropy));
      taken.emplace_back(centres.back() - QPointF(7, 7), QSizeF(14, 14));
    }
  const auto free = [&](const QRectF& place) {
    return inside.contains(place) &&
           std::none_of(taken.begin(), taken.end(),
                        [&](const QRectF& other) { return other.intersects(place); });
  };
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const QFontMetrics metrics(names_[i]->font());
    // The last letter may lean out of its advance.
    const QSizeF size(metrics.horizontalAdvance(names_[i]->text()) + 4, metrics.ascent());
    const auto places = places_around(centres[i], size);
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
