#include "widgets/panels/pair_distribution.h"

#include "widgets/numbers.h"
#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr double largest_distance = 10;  ///< angstrom

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
    : Panel(parent), plot_(new Plot(tr("pair distribution"), this)), note_(makeNote()) {
  layOut(plot_, note_);
  plot_->addGraph()->setName(tr("total (left)"));
  plot_->addGraph(plot_->xAxis, plot_->yAxis2)->setName(tr("Zn–N (right)"));
  plot_->yAxis2->setVisible(true);
  plot_->xAxis->setLabel(tr("r / Å"));
  plot_->yAxis->setLabel(tr("g(r)"));
  plot_->yAxis2->setLabel(tr("g(r) of Zn–N"));
  plot_->yAxis->ticker()->setTickCount(4);
  plot_->yAxis2->ticker()->setTickCount(4);
  plot_->legend->setVisible(true);
  connect(plot_, &Plot::restyled, this, &PairDistribution::restyle);
  connect(plot_, &Plot::fitRequested, this, &PairDistribution::fit);
  connect(plot_, &Plot::failed, this, &Panel::failed);
  restyle();
  clear();
}

void PairDistribution::restyle() {
  for (int i = 0; i < 2; ++i) plot_->graph(i)->setPen(curve_pen(i));
  plot_->graph(1)->setPen(QPen(curve_pen(1).color(), 1.6, Qt::DashLine));
  tint_axis(*plot_->yAxis, curve_pen(0).color());
  tint_axis(*plot_->yAxis2, curve_pen(1).color());
}

void PairDistribution::clear() {
  for (int i = 0; i < 2; ++i) plot_->graph(i)->data()->clear();
  note_->clear();
  plot_->setHint(
      tr("How far apart the atoms are: g(r) of all pairs and of Zn–N, whose first peak "
         "fades and broadens in the melt. Waits for the first frame."));
}

void PairDistribution::showResults(const PanelResults& results) {
  const analysis::Result* rdf = results.find("rdf");
  if (!rdf) {
    clear();
    plot_->setHint(missing(results, "rdf"));
    return;
  }
  const analysis::Dataset& g = rdf->dataset("g");
  const auto show = [&](int graph, const std::string& column) {
    const auto& r = g.columns.front().values;
    const auto& values = g.column(column).values;
    plot_->graph(graph)->setData(QVector<double>(r.begin(), r.end()),
                                 QVector<double>(values.begin(), values.end()), true);
  };
  show(0, "total");
  const bool has_zn_n = std::any_of(g.columns.begin(), g.columns.end(),
                                    [](const auto& column) { return column.name == "N-Zn"; });
  if (has_zn_n) show(1, "N-Zn");
  plot_->graph(1)->setVisible(has_zn_n);
  const analysis::Result* coordination = results.find("coordination");
  const QString zinc = coordination ? coordination_text(*coordination) : QString();
  note_->setText(frames_used(results) + (zinc.isEmpty() ? QString() : " · " + zinc));
  plot_->setHint({});
  if (plot_->follows()) fit();
  plot_->redraw();
}

void PairDistribution::fit() {
  const auto top_of = [this](int graph) {
    double top = 1;
    for (const auto& point : *plot_->graph(graph)->data()) top = std::max(top, point.value);
    return top * 1.08;
  };
  plot_->xAxis->setRange(0, largest_distance);
  plot_->yAxis->setRange(0, top_of(0));
  plot_->yAxis2->setRange(0, top_of(1));
}

}  // namespace vitrine::widgets
