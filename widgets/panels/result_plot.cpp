#include "widgets/panels/result_plot.h"

#include <algorithm>
#include <cmath>

#include "widgets/axis_unit.h"
#include "widgets/numbers.h"
#include "widgets/panels/measured_overlay.h"
#include "widgets/plot_style.h"
#include "widgets/range_brush.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

using analysis::Column;
using analysis::Dataset;

constexpr int histogram_bins = 40;

const Column* find_column(const Dataset& dataset, const std::string& name) {
  const auto at = std::find_if(dataset.columns.begin(), dataset.columns.end(),
                               [&](const Column& column) { return column.name == name; });
  return at == dataset.columns.end() ? nullptr : &*at;
}

const Dataset* find_dataset(const analysis::Result& result, const std::string& name) {
  const auto at = std::find_if(result.datasets.begin(), result.datasets.end(),
                               [&](const Dataset& dataset) { return dataset.name == name; });
  return at == result.datasets.end() ? nullptr : &*at;
}

/// The standard errors of a column: the column "error" behind it.
const Column* errors_of(const Dataset& dataset, const Column& column) {
  const Column* next = &column + 1;
  const bool there = next != dataset.columns.data() + dataset.columns.size();
  return there && next->name == "error" ? next : nullptr;
}

QVector<double> shifted(const std::vector<double>& values, const std::vector<double>& by,
                        double sign) {
  QVector<double> sum;
  for (std::size_t i = 0; i < values.size(); ++i) sum << values[i] + sign * by[i];
  return sum;
}

/// Where a distribution ends: the last key before nothing but zeros; of zeros alone, their end.
double last_sign_of_life(const QCPGraph& graph) {
  const auto& data = *graph.data();
  auto last = data.constEnd();
  while (last != data.constBegin() && (last - 1)->value == 0) --last;
  if (last == data.constBegin() || last == data.constEnd()) return (data.constEnd() - 1)->key;
  return last->key;  // the first zero belongs to the picture
}

}  // namespace

ResultPlot::ResultPlot(const QString& name, QWidget* parent)
    : Plot(name, parent), overlay_(new MeasuredOverlay(this)), brush_(new RangeBrush(this)) {
  brush_->setEnabled(false);
  connect(brush_, &RangeBrush::chosen, this, &ResultPlot::rangeChosen);
  xAxis->ticker()->setTickCount(5);
  yAxis->ticker()->setTickCount(4);
  axisRect()->insetLayout()->take(legend);
  plotLayout()->addElement(1, 0, legend);
  plotLayout()->setRowStretchFactor(1, 0.001);
  plotLayout()->setRowSpacing(0);
  legend->setMargins({4, 0, 4, 2});
  legend->setFillOrder(QCPLegend::foColumnsFirst);
  legend->setVisible(false);
  connect(this, &Plot::restyled, this, &ResultPlot::restyle);
  connect(this, &Plot::fitRequested, this, &ResultPlot::fitToData);
}

void ResultPlot::forget() {
  clearGraphs();
  drawn_.clear();
}

QCPGraph* ResultPlot::add(const QVector<double>& x, const QVector<double>& y, const QString& name,
                          int colour, bool other, bool band) {
  QCPGraph* graph = addGraph();
  graph->setName(name);
  graph->setData(x, y, true);
  if (band) graph->removeFromLegend();
  drawn_.push_back({graphCount() - 1, colour, other, band});
  return graph;
}

void ResultPlot::addCurve(const Dataset& dataset, const Dataset* all_errors,
                          const std::string& name, int colour, const QString& legend_name,
                          bool other) {
  const Column* column = find_column(dataset, name);
  if (!column) return;  // what is compared may hold other species
  const auto& x = dataset.columns.front().values;
  const QVector<double> keys(x.begin(), x.end());
  const Column* errors = all_errors ? find_column(*all_errors, name) : errors_of(dataset, *column);
  if (errors) {
    QCPGraph* upper = add(keys, shifted(column->values, errors->values, 1),
                          legend_name + tr(" + error"), colour, other, true);
    QCPGraph* lower = add(keys, shifted(column->values, errors->values, -1),
                          legend_name + tr(" − error"), colour, other, true);
    upper->setChannelFillGraph(lower);
  }
  add(keys, QVector<double>(column->values.begin(), column->values.end()), legend_name, colour,
      other, false);
}

void ResultPlot::addHistogram(const std::vector<double>& values, double low, double width,
                              int colour, const QString& name, bool other) {
  QVector<double> x(histogram_bins), y(histogram_bins, 0.0);
  double count = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    y[std::clamp(static_cast<int>((value - low) / width), 0, histogram_bins - 1)] += 1;
    ++count;
  }
  for (int bin = 0; bin < histogram_bins; ++bin) {
    x[bin] = low + (bin + 0.5) * width;
    y[bin] *= 100 / std::max(count, 1.0);
  }
  add(x, y, name, colour, other, false)->setLineStyle(QCPGraph::lsStepCenter);
}

void ResultPlot::drawCurves(const analysis::Result& result, const ResultView& view, bool other,
                            const QString& whose) {
  const Dataset* dataset = find_dataset(result, view.dataset);
  if (!dataset) return;
  const Dataset* errors = find_dataset(result, view.dataset + ".errors");
  for (std::size_t c = 0; c < view.columns.size(); ++c) {
    const QString column = name_text(view.columns[c]);
    const bool alone = view.columns.size() == 1;
    const QString name = whose.isEmpty() || (!alone && !other) ? column
                         : alone                               ? whose
                                                               : column + " · " + whose;
    addCurve(*dataset, errors, view.columns[c], static_cast<int>(c), name, other);
    if (other && !alone && graphCount() > 0) graph(graphCount() - 1)->removeFromLegend();
  }
}

void ResultPlot::drawHistograms(const analysis::Result& result, const ResultView& view,
                                const analysis::Result* other, const QString& ours,
                                const QString& theirs) {
  const auto values_of = [&](const analysis::Result& from) {
    const Dataset* dataset = find_dataset(from, view.dataset);
    const Column* column = dataset ? find_column(*dataset, view.columns.front()) : nullptr;
    std::vector<double> values;
    for (const double value : column ? column->values : std::vector<double>())
      if (std::isfinite(value)) values.push_back(value);
    return values;
  };
  const std::vector<double> own = values_of(result);
  const std::vector<double> others = other ? values_of(*other) : std::vector<double>();
  std::vector<double> all = own;
  all.insert(all.end(), others.begin(), others.end());
  if (all.empty()) return;
  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  constexpr double margin = 1e-6;  // atoms that are all alike
  const double width = (*most - *least + 2 * margin) / histogram_bins;
  addHistogram(own, *least - margin, width, 0, ours, false);
  if (!others.empty()) addHistogram(others, *least - margin, width, 0, theirs, true);
  drawSelected(result, *least - margin, width);
}

/// In the bins and to the scale of the whole.
void ResultPlot::drawSelected(const analysis::Result& result, double low, double width) {
  const Dataset* dataset = find_dataset(result, view_.dataset);
  const Column* column = dataset ? find_column(*dataset, view_.columns.front()) : nullptr;
  if (!column || !selected_ || !result.selection.empty()) return;
  QVector<double> x(histogram_bins), y(histogram_bins, 0.0);
  double count = 0;
  for (std::size_t i = 0; i < column->values.size(); ++i) {
    const double value = column->values[i];
    if (!std::isfinite(value)) continue;
    ++count;
    const int atom = static_cast<int>(std::lround(dataset->columns.front().values[i]));
    if (!std::binary_search(selected_->begin(), selected_->end(), atom)) continue;
    y[std::clamp(static_cast<int>((value - low) / width), 0, histogram_bins - 1)] += 1;
  }
  for (int bin = 0; bin < histogram_bins; ++bin) {
    x[bin] = low + (bin + 0.5) * width;
    y[bin] *= 100 / std::max(count, 1.0);
  }
  if (graph(0)->name().isEmpty()) graph(0)->setName(tr("all"));
  add(x, y, tr("selected"), 0, false, false)->setLineStyle(QCPGraph::lsStepCenter);
  drawn_.back().selected = true;
}

/// A row of points above the axis: where the selected atoms lie.
void ResultPlot::drawSelectedPoints(const Dataset& curves, const Dataset& atoms) {
  if (!selected_) return;
  double top = 0;
  for (const Drawn& drawn : drawn_)
    for (const auto& point : *graph(drawn.graph)->data()) top = std::max(top, point.value);
  QVector<double> x;
  for (std::size_t row = 0; row < atoms.columns[0].values.size(); ++row) {
    const auto curve = static_cast<std::size_t>(atoms.columns[2].values[row]);
    const bool shown = std::find(view_.columns.begin(), view_.columns.end(),
                                 curves.columns[curve].name) != view_.columns.end();
    if (shown && std::binary_search(selected_->begin(), selected_->end(),
                                    static_cast<int>(atoms.columns[1].values[row])))
      x << atoms.columns[0].values[row];
  }
  std::sort(x.begin(), x.end());
  QCPGraph* points = add(x, QVector<double>(x.size(), 0.03 * top), tr("selected"), 0, false, false);
  points->setLineStyle(QCPGraph::lsNone);
  points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, selected_colour(), 3));
  drawn_.back().selected = true;
}

void ResultPlot::showResult(const analysis::Result& result, const ResultView& view,
                            const analysis::Result* other, const QString& ours,
                            const QString& theirs) {
  const bool same = view.dataset == view_.dataset && view.columns == view_.columns;
  view_ = view;
  forget();
  const Dataset& dataset = result.dataset(view.dataset);
  const Column& column = dataset.column(view.columns.front());
  from_zero_ = view.kind == Dataset::Kind::per_atom;
  const Dataset* atoms = find_dataset(result, view.dataset + ".atoms");
  chooses_ = from_zero_ || atoms;
  brush_->setEnabled(chooses_);
  if (from_zero_) {
    drawHistograms(result, view, other, ours, theirs);
    set_axis_unit(*xAxis, name_text(column.name), column.unit);
    set_axis_unit(*yAxis, tr("share of the atoms"), "%");
  } else {
    drawCurves(result, view, false, other ? ours : QString());
    if (other) drawCurves(*other, view, true, theirs);
    if (atoms && result.selection.empty()) drawSelectedPoints(dataset, *atoms);
    const Column& keys = dataset.columns.front();
    set_axis_unit(*xAxis, name_text(keys.name), keys.unit);
    const QString name =
        view.columns.size() == 1 ? name_text(column.name) : name_text(view.dataset);
    set_axis_unit(*yAxis, name, column.unit);
  }
  restyle();
  setHint({});
  if (follows() || !same) fit();
  overlay_->showOver(from_zero_ ? nullptr : measurable());
  placeLegend();
  redraw();
}

QCPGraph* ResultPlot::measurable() {
  for (const Drawn& drawn : drawn_)
    if (!drawn.band && !drawn.other) return graph(drawn.graph);
  return nullptr;
}

void ResultPlot::placeLegend() {
  int entries = 0, widest = 1;
  for (int cell = 0; cell < legend->elementCount(); ++cell) {  // the last row may not be full
    const QCPAbstractLegendItem* item = legend->item(cell);
    if (!item) continue;
    ++entries;
    widest = std::max(widest, item->minimumOuterSizeHint().width());
  }
  const bool visible = entries > 1;
  legend->setVisible(visible);
  legend->setMaximumSize(QWIDGETSIZE_MAX, visible ? QWIDGETSIZE_MAX : 0);  // nor keeps its row
  if (!visible) return;
  legend->setWrap(std::max(1, (width() - 16) / (widest + legend->columnSpacing())));
  legend->setFillOrder(QCPLegend::foColumnsFirst);  // arranges them anew
}

void ResultPlot::resizeEvent(QResizeEvent* event) {
  Plot::resizeEvent(event);
  placeLegend();
}

void ResultPlot::restyle() {
  const bool several = view_.columns.size() > 1;
  for (const Drawn& drawn : drawn_) {
    QPen pen = curve_pen(drawn.colour, several);
    if (drawn.other && !several) pen = other_pen(drawn.colour);
    if (drawn.selected) pen = QPen(selected_colour(), 1.4);
    if (drawn.other && several) {  // each over its own: paler, thin and dotted
      QColor colour = pen.color();
      colour.setAlphaF(0.65F);
      pen = QPen(colour, 1.2, Qt::DotLine);
    }
    QColor fill = pen.color();
    fill.setAlphaF(drawn.selected ? 0.55F : 0.2F);
    QCPGraph& curve = *graph(drawn.graph);
    curve.setPen(drawn.band ? QPen(Qt::NoPen) : pen);
    const bool filled = (drawn.band && curve.channelFillGraph()) || (from_zero_ && !drawn.other);
    curve.setBrush(filled ? QBrush(fill) : QBrush(Qt::NoBrush));
  }
}

void ResultPlot::fitToData() {
  QCPRange x, y;
  bool any = false;
  for (const Drawn& drawn : drawn_) {
    const QCPGraph& curve = *graph(drawn.graph);
    if (curve.dataCount() == 0) continue;
    const double end = last_sign_of_life(curve);
    for (const auto& point : *curve.data()) {
      if (point.key > end) break;
      if (!std::isfinite(point.key) || !std::isfinite(point.value)) continue;
      if (!any) x = QCPRange(point.key, point.key), y = QCPRange(point.value, point.value);
      any = true;
      x.expand(point.key);
      y.expand(point.value);
    }
  }
  if (!any) return;
  if (from_zero_) y.expand(0);
  const auto room = [](const QCPRange& range, double part) {
    return range.size() > 0 ? part * range.size() : std::max(std::abs(range.lower) * 0.05, 0.5);
  };
  double dx = x.size() > 0 ? 0 : room(x, 0);
  // Keys are the middles of the bins; half a bin more, so that a brush may begin before the first.
  if (from_zero_) dx = x.size() / (histogram_bins - 1);
  xAxis->setRange(x.lower - dx, x.upper + dx);
  yAxis->setRange(from_zero_ ? 0 : y.lower - room(y, 0.06), y.upper + room(y, 0.08));
}

}  // namespace vitrine::widgets
