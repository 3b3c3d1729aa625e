#include "widgets/panels/pair_distribution.h"

#include <QLayout>
#include <algorithm>

#include "widgets/axis_unit.h"
#include "widgets/numbers.h"
#include "widgets/panels/measured_overlay.h"
#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr double largest_distance = 10;  ///< angstrom
constexpr int other = 2;                 ///< first graph of what is compared
constexpr int bands = 4;                 ///< first of the errors, above and below, of ours
const AnalysisRequest pairs{"rdf"}, zinc_coordination{"coordination"};

/// "4-fold 86 %, 3-fold 13 %": the coordination of Zn that is not negligible.
QString coordination_text(const analysis::Result& coordination) {
  QStringList parts;
  struct Fold {
    const char *name, *digit;
  };
  for (const Fold& fold : {Fold{"four", "4"}, {"three", "3"}, {"five", "5"}, {"two", "2"}})
    for (const analysis::Scalar& scalar : coordination.scalars)
      if (scalar.name == std::string("fractions.") + fold.name && scalar.value >= 0.005)
        parts << QObject::tr("%1\u2011fold\u00a0%2\u00a0%")
                     .arg(fold.digit, quantity(100 * scalar.value, 0));
  return parts.isEmpty() ? QString() : QObject::tr("Zn ") + parts.mid(0, 3).join(", ");
}

}  // namespace

PairDistribution::PairDistribution(QWidget* parent)
    : Panel(parent),
      plot_(new Plot(tr("pair distribution"), this)),
      note_(makeNote()),
      overlay_(new MeasuredOverlay(plot_)) {
  layOut(plot_, note_);
  layout()->addWidget(makeNote(overlay_));
  for (int g : {0, other}) {
    plot_->addGraph()->setName(tr("total (left)"));
    plot_->addGraph(plot_->xAxis, plot_->yAxis2)->setName(tr("Zn–N (right)"));
    if (g == 0) continue;
    plot_->graph(other)->removeFromLegend();
    plot_->graph(other + 1)->removeFromLegend();
  }
  for (const char* name : {"total + error", "total - error", "Zn-N + error", "Zn-N - error"}) {
    const bool zinc = plot_->graphCount() >= bands + 2;
    QCPGraph* edge = plot_->addGraph(plot_->xAxis, zinc ? plot_->yAxis2 : plot_->yAxis);
    edge->setName(name);
    edge->setPen(Qt::NoPen);
    edge->removeFromLegend();
  }
  for (int g : {bands, bands + 2}) plot_->graph(g)->setChannelFillGraph(plot_->graph(g + 1));
  plot_->yAxis2->setVisible(true);
  set_axis_unit(*plot_->xAxis, tr("r"), "A");
  plot_->yAxis->setLabel(tr("g(r)"));
  plot_->yAxis2->setLabel(tr("g(r) of Zn–N"));
  plot_->yAxis->ticker()->setTickCount(4);
  plot_->yAxis2->ticker()->setTickCount(4);
  plot_->legend->setVisible(true);
  connect(plot_, &Plot::restyled, this, &PairDistribution::restyle);
  connect(plot_, &Plot::fitRequested, this, &PairDistribution::fit);
  adopt(plot_);
  restyle();
  clear();
}

AnalysisRequests PairDistribution::wants() const {
  return {pairs, zinc_coordination};
}

void PairDistribution::restyle() {
  for (int i = 0; i < 2; ++i) {
    plot_->graph(i)->setPen(curve_pen(i));
    plot_->graph(other + i)->setPen(other_pen(i));
  }
  for (int i = 0; i < 2; ++i) {
    QColor fill = curve_pen(i).color();
    fill.setAlphaF(0.25F);
    plot_->graph(bands + 2 * i)->setBrush(fill);
  }
  plot_->graph(1)->setPen(QPen(curve_pen(1).color(), 1.6, Qt::DashLine));
  tint_axis(*plot_->yAxis, curve_pen(0).color());
  tint_axis(*plot_->yAxis2, curve_pen(1).color());
}

void PairDistribution::clear() {
  for (int i = 0; i < plot_->graphCount(); ++i) plot_->graph(i)->data()->clear();
  note_->clear();
  plot_->setHint(
      tr("How far apart the atoms are: g(r) of all pairs and of Zn–N, whose first peak "
         "fades and broadens in the melt. Waits for the first frame."));
}

void PairDistribution::show(int first, const analysis::Result& rdf) {
  const analysis::Dataset& g = rdf.dataset("g");
  const auto& r = g.columns.front().values;
  const char* const columns[] = {"total", "N-Zn"};
  for (int i = 0; i < 2; ++i) {
    const auto column = std::find_if(g.columns.begin(), g.columns.end(),
                                     [&](const auto& c) { return c.name == columns[i]; });
    plot_->graph(first + i)->setVisible(column != g.columns.end());
    if (column == g.columns.end()) continue;
    plot_->graph(first + i)->setData(QVector<double>(r.begin(), r.end()),
                                     QVector<double>(column->values.begin(), column->values.end()),
                                     true);
  }
}

/// One standard error to either side, once there are enough frames.
void PairDistribution::showErrors(const analysis::Result& rdf) {
  for (int g = bands; g < bands + 4; ++g) plot_->graph(g)->data()->clear();
  const auto find = [](const auto& all, const std::string& name) {
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const auto& o) { return o.name == name; });
    return at == all.end() ? nullptr : &*at;
  };
  const analysis::Dataset* errors = find(rdf.datasets, "g.errors");
  if (!errors) return;
  const auto& r = errors->columns.front().values;
  int edge = bands;
  for (const char* name : {"total", "N-Zn"}) {
    const auto* error = find(errors->columns, name);
    const auto* value = find(rdf.dataset("g").columns, name);
    for (const double sign : {1.0, -1.0}) {
      QVector<double> y;
      for (std::size_t i = 0; error && value && i < r.size(); ++i)
        y << value->values[i] + sign * error->values[i];
      if (!y.isEmpty()) plot_->graph(edge)->setData(QVector<double>(r.begin(), r.end()), y, true);
      ++edge;
    }
  }
}

void PairDistribution::showResults(const PanelResults& results, const Compared* compared) {
  const analysis::Result* rdf = results.find(pairs);
  if (!rdf) {
    clear();
    plot_->setHint(missing(results, pairs));
    return;
  }
  show(0, *rdf);
  showErrors(*rdf);
  const analysis::Result* theirs = compared ? compared->results.find(pairs) : nullptr;
  for (int i = 0; i < 2; ++i) plot_->graph(other + i)->data()->clear();
  if (theirs) show(other, *theirs);
  const analysis::Result* coordination = results.find(zinc_coordination);
  const QString zinc = coordination ? coordination_text(*coordination) : QString();
  QString note = frames_used(results, pairs) + (zinc.isEmpty() ? QString() : " · " + zinc);
  if (compared)
    note += "<br>" + legend_of(*compared, plot_->graph(0)->pen().color(),
                               plot_->graph(other)->pen().color());
  if (compared && !theirs) note += ": " + missing(compared->results, pairs).toHtmlEscaped();
  note_->setText(note);
  plot_->setHint({});
  if (plot_->follows()) fit();
  overlay_->showOver(plot_->graph(0));
  plot_->redraw();
}

void PairDistribution::fit() {
  const auto top_of = [this](int graph) {
    double top = 1;
    for (const auto& point : *plot_->graph(graph)->data()) top = std::max(top, point.value);
    return top * 1.08;
  };
  plot_->xAxis->setRange(0, largest_distance);
  plot_->yAxis->setRange(0, std::max(top_of(0), top_of(other)));
  plot_->yAxis2->setRange(0, std::max(top_of(1), top_of(other + 1)));
}

}  // namespace vitrine::widgets
