#include "widgets/panels/pole_figures.h"

#include <QGridLayout>
#include <QLabel>
#include <algorithm>
#include <limits>

#include "widgets/numbers.h"
#include "widgets/panels/colour_bar.h"
#include "widgets/panels/pole_disc.h"
#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/range_brush.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr const char* planes[] = {"yz", "xz", "xy"};
constexpr int other = 3;        ///< first graph of what is compared
constexpr int mark_graph = 6;   ///< first graph of what is selected
constexpr int noise_graph = 9;  ///< the upper and lower edge of what chance gives
const AnalysisRequest linkers{"orientation"};

QLabel* small_label(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setFont(text_font(TextSize::small));
  label->setAlignment(Qt::AlignCenter);
  return label;
}

/// What the index is worth: a number only where it stands out from what random rings would give.
QString against_the_floor(const analysis::Result& orientation) {
  const QString floor = quantity(orientation.scalar("floor"), 2);
  if (orientation.scalar("roi.mean") < orientation.scalar("floor"))
    return QObject::tr("ROI below the noise floor %1 of %2\u00a0rings")
        .arg(floor, quantity(orientation.scalar("rings"), 0));
  return QObject::tr("noise floor %1 · corrected\u00a0%2")
      .arg(floor, quantity(orientation.scalar("roi_corrected.mean"), 2));
}

/// "0.43 ± 0.05"; without the error where none is known.
QString with_error(const analysis::Result& result, const std::string& name) {
  const auto named = [&](const analysis::Scalar& scalar) { return scalar.name == name; };
  const auto scalar = std::find_if(result.scalars.begin(), result.scalars.end(), named);
  if (scalar == result.scalars.end()) return QStringLiteral("–");
  const QString value = quantity(scalar->value, 2);
  return scalar->error ? value + " ± " + quantity(*scalar->error, 2) : value;
}

}  // namespace

PoleFigures::PoleFigures(QWidget* parent)
    : Panel(parent),
      scale_(new ColourBar(this)),
      theta_(new Plot(tr("theta distribution"), this)),
      note_(makeNote()),
      brush_(new RangeBrush(theta_)) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(8, 4, 8, 4);
  grid->setSpacing(2);
  for (int i = 0; i < 3; ++i) {
    const auto at = static_cast<std::size_t>(i);
    discs_[at] = new PoleDisc(planes[i], this);
    indices_[at] = small_label(this);
    grid->addWidget(discs_[at], 0, i);
    grid->addWidget(indices_[at], 1, i);
    connect(discs_[at], &PoleDisc::regionChosen, this,
            [this, i](const QPolygonF& region, bool adds) { chooseRegion(i, region, adds); });
  }
  grid->addWidget(scale_, 2, 0, 1, 3);
  grid->addWidget(theta_, 3, 0, 1, 3);
  grid->addWidget(note_, 4, 0, 1, 3);
  grid->setRowStretch(0, 4);
  grid->setRowStretch(3, 3);
  makeTheta();
  restyle();
  clear();
}

void PoleFigures::makeTheta() {
  for (int i = 0; i < mark_graph; ++i) theta_->addGraph()->setName(planes[i % 3]);
  for (const char* plane : planes) {
    theta_->addGraph()->setName(tr("%1, selected").arg(plane));
    theta_->graph(theta_->graphCount() - 1)->setLineStyle(QCPGraph::lsNone);
  }
  for (const QString& name : {tr("1 + noise floor"), tr("1 - noise floor")}) {
    theta_->addGraph()->setName(name);
    theta_->graph(theta_->graphCount() - 1)->setPen(Qt::NoPen);
  }
  theta_->graph(noise_graph)->setChannelFillGraph(theta_->graph(noise_graph + 1));
  theta_->setMinimumHeight(84);
  theta_->xAxis->setLabel(tr("θ / °"));
  theta_->yAxis->setLabel(tr("p(θ)"));
  theta_->yAxis->ticker()->setTickCount(3);
  auto ticker = QSharedPointer<QCPAxisTickerFixed>::create();
  ticker->setTickStep(90);
  theta_->xAxis->setTicker(ticker);
  connect(theta_, &Plot::restyled, this, &PoleFigures::restyle);
  connect(theta_, &Plot::fitRequested, this, &PoleFigures::fit);
  connect(brush_, &RangeBrush::begun, this, [this](const QPoint& at) {
    brushed_plane_ = planeAt(at);
    brush_->setColour(curve_pen(brushed_plane_).color());
  });
  connect(brush_, &RangeBrush::chosen, this, &PoleFigures::chooseTheta);
  theta_->setToolTip(
      tr("Drag over a range: selects the linkers that lie in it now, of the plane whose curve is "
         "nearest to where the drag begins.\nShift and drag moves.\nGrey: one standard deviation "
         "of as many rings that are turned at random."));
  adopt(theta_);
}

AnalysisRequests PoleFigures::wants() const {
  return {linkers};
}

void PoleFigures::restyle() {
  QColor noise = theme().muted;
  noise.setAlphaF(0.15F);
  theta_->graph(noise_graph)->setBrush(noise);
  for (int i = 0; i < 3; ++i) {
    theta_->graph(i)->setPen(curve_pen(i, true));
    theta_->graph(other + i)->setPen(other_pen(i));
    theta_->graph(i)->setLineStyle(QCPGraph::lsStepCenter);
    theta_->graph(other + i)->setLineStyle(QCPGraph::lsStepCenter);
    theta_->graph(mark_graph + i)->setPen(Qt::NoPen);
    theta_->graph(mark_graph + i)
        ->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(selected_colour(), 1),
                                          QBrush(selected_colour()), 2.5));
    // The words under a disc wear the colour of its curve: they are the legend.
    QLabel& index = *indices_[static_cast<std::size_t>(i)];
    QPalette colours = index.palette();
    colours.setColor(QPalette::WindowText, curve_pen(i).color());
    index.setPalette(colours);
  }
}

void PoleFigures::clear() {
  shown_.reset();
  for (PoleDisc* disc : discs_) disc->clear();
  for (QLabel* index : indices_) index->clear();
  for (int i = 0; i < theta_->graphCount(); ++i) theta_->graph(i)->data()->clear();
  scale_->setTop(0);
  note_->clear();
  theta_->setHint(
      tr("How the imidazole rings are turned: pole figures of their normals, the "
         "distribution of the angle θ, and the ring orientation index (ROI). "
         "Waits for the first frame with rings."));
}

void PoleFigures::showResults(const PanelResults& results, const Compared* compared) {
  const analysis::Result* orientation = results.find(linkers);
  if (!orientation) {
    clear();
    theta_->setHint(missing(results, linkers));
    return;
  }
  shown_ = results.outcome(linkers)->result;
  const analysis::Result* theirs = compared ? compared->results.find(linkers) : nullptr;
  showOrientation(*orientation, theirs);
  QString note = frames_used(results, linkers) + " · " + against_the_floor(*orientation) +
                 tr(" · Q₆\u00a0%1").arg(quantity(orientation->scalar("q.6"), 2));
  if (theirs) {
    QStringList indices;
    for (const char* plane : planes)
      indices << tr("%1\u00a0%2").arg(plane, with_error(*theirs, std::string("roi.") + plane));
    const Compared halves{compared->results, tr("left: %1").arg(short_name(compared->ours)),
                          tr("right: %1").arg(short_name(compared->theirs))};
    note += "<br>" + legend_of(halves, curve_pen(0).color(), other_pen(0).color()) + tr(": ROI ") +
            indices.join(", ");
  } else if (compared) {
    note += "<br>" + short_name(compared->theirs).toHtmlEscaped() + ": " +
            missing(compared->results, linkers).toHtmlEscaped();
  }
  note_->setText(note);
  note_->setToolTip(
      tr("ROI: std(θ density)/mean. The noise floor is what as many independent "
         "rings, turned at random, would give; corrected = √(ROI² − floor²). "
         "An index below the floor does not tell order from chance: it takes more rings."));
  if (theta_->follows()) fit();
  theta_->redraw();
}

void PoleFigures::showTheta(int first, const analysis::Result& orientation) {
  const analysis::Dataset& theta = orientation.dataset("theta");
  const auto& angle = theta.columns.front().values;
  const QVector<double> x(angle.begin(), angle.end());
  for (int i = 0; i < 3; ++i) {
    const auto& density = theta.column(planes[i]).values;
    theta_->graph(first + i)->setData(x, QVector<double>(density.begin(), density.end()), true);
  }
}

void PoleFigures::showOrientation(const analysis::Result& orientation,
                                  const analysis::Result* theirs) {
  const auto table = [](const analysis::Result& of, int i) -> const analysis::Dataset& {
    return of.dataset(std::string("pole.") + planes[i]);
  };
  double top = 0;
  for (int i = 0; i < 3; ++i) {
    top = std::max(top, PoleDisc::largest(table(orientation, i)));
    if (theirs) top = std::max(top, PoleDisc::largest(table(*theirs, i)));
    theta_->graph(other + i)->data()->clear();
  }
  for (int i = 0; i < 3; ++i) {
    const auto at = static_cast<std::size_t>(i);
    discs_[at]->setDensity(table(orientation, i), top);
    discs_[at]->setOther(theirs ? &table(*theirs, i) : nullptr, top);
    indices_[at]->setText(
        tr("%1: ROI %2").arg(planes[i], with_error(orientation, std::string("roi.") + planes[i])));
  }
  showTheta(0, orientation);
  if (theirs) showTheta(other, *theirs);
  const double floor = orientation.scalar("floor");
  theta_->graph(noise_graph)->setData({0, 360}, {1 + floor, 1 + floor}, true);
  theta_->graph(noise_graph + 1)
      ->setData({0, 360}, {std::max(0.0, 1 - floor), std::max(0.0, 1 - floor)}, true);
  mark();
  scale_->setTop(top);
  theta_->setHint({});
}

void PoleFigures::showSelected(const std::shared_ptr<const std::vector<int>>& atoms) {
  selected_ = atoms;
  mark();
  theta_->redraw();
}

void PoleFigures::mark() {
  // Where only the selected are shown, a mark at each of them says nothing.
  const bool any = shown_ && selected_ && shown_->selection.empty();
  const LinkerAxes axes = any ? LinkerAxes(*shown_) : LinkerAxes();
  double top = 1;
  for (int i = 0; i < other; ++i)
    for (const auto& point : *theta_->graph(i)->data()) top = std::max(top, point.value);
  for (int i = 0; i < 3; ++i) {
    discs_[static_cast<std::size_t>(i)]->setMarks(any ? axes.marks(i, *selected_)
                                                      : QList<QPointF>());
    QVector<double> thetas = any ? axes.thetas(i, *selected_) : QVector<double>();
    std::sort(thetas.begin(), thetas.end());
    // A row above the axis for each plane.
    theta_->graph(mark_graph + i)
        ->setData(thetas, QVector<double>(thetas.size(), top * (0.04 + 0.07 * i)), true);
  }
}

void PoleFigures::chooseRegion(int plane, const QPolygonF& region, bool adds) {
  if (!shown_) return;
  std::vector<int> atoms = LinkerAxes(*shown_).within(plane, region);
  if (adds && selected_) atoms.insert(atoms.end(), selected_->begin(), selected_->end());
  Q_EMIT atomsChosen(atoms, tr("linkers in a region of the %1 pole figure").arg(planes[plane]));
}

void PoleFigures::chooseTheta(double low, double high) {
  if (!shown_) return;
  Q_EMIT atomsChosen(LinkerAxes(*shown_).within(brushed_plane_, low, high),
                     tr("linkers with θ of %1 from %2 to %3")
                         .arg(planes[brushed_plane_], quantity(low, 0), quantity(high, 0, "°")));
}

int PoleFigures::planeAt(const QPoint& at) const {
  const double theta = theta_->xAxis->pixelToCoord(at.x());
  int nearest = 0;
  double least = std::numeric_limits<double>::max();
  for (int i = 0; i < 3; ++i) {
    const auto& curve = *theta_->graph(i)->data();
    if (curve.isEmpty()) continue;
    const auto after = curve.findBegin(theta, false);
    const auto& point = after == curve.constEnd() ? *(after - 1) : *after;
    const double away = std::abs(theta_->yAxis->coordToPixel(point.value) - at.y());
    if (!(away < least)) continue;
    least = away;
    nearest = i;
  }
  return nearest;
}

void PoleFigures::fit() {
  double top = 1;
  for (int i = 0; i < theta_->graphCount(); ++i)
    for (const auto& point : *theta_->graph(i)->data()) top = std::max(top, point.value);
  theta_->xAxis->setRange(0, 360);
  theta_->yAxis->setRange(0, top * 1.1);
}

}  // namespace vitrine::widgets
