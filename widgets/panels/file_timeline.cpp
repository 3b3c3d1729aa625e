#include "widgets/panels/file_timeline.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <cmath>

#include "widgets/axis_unit.h"
#include "widgets/numbers.h"
#include "widgets/panels/scalar_axis.h"
#include "widgets/panels/timeline_marks.h"
#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/scalar_tracks.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

enum Curve { density_curve, temperature_curve };

/// The axis about the curve's values, never narrower than 2 * `least`.
void fit_axis(QCPAxis* axis, const QCPGraph* curve, double least) {
  bool found = false;
  const QCPRange range = curve->getValueRange(found);
  if (!found) return;
  const double half = std::max(least, 0.6 * range.size());
  axis->setRange(range.center() - half, range.center() + half);
}

}  // namespace

FileTimeline::FileTimeline(QWidget* parent)
    : QWidget(parent),
      plot_(new Plot(tr("density and temperature of the frames"), this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      label_(new QLabel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 4, 8, 4);
  column->addWidget(plot_, 1);
  auto* row = new QHBoxLayout;
  row->addWidget(slider_, 1);
  row->addWidget(label_);
  column->addLayout(row);
  slider_->setAccessibleName(tr("Frame"));
  slider_->setToolTip(tr("Frame (Left, Right; Page Up, Page Down: 25 frames; Home, End)"));
  slider_->setPageStep(25);
  plot_->setInteractions(QCP::iRangeZoom);
  plot_->axisRect()->setRangeZoom(Qt::Horizontal);
  plot_->addGraph()->setName(tr("density"));
  plot_->addGraph(plot_->xAxis, plot_->yAxis2)->setName(tr("temperature"));
  plot_->yAxis2->ticker()->setTickCount(3);
  set_axis_unit(*plot_->yAxis2, tr("T"), "K");
  plot_->xAxis->setLabel(tr("frame"));
  plot_->yAxis->ticker()->setTickCount(3);
  set_axis_unit(*plot_->yAxis, tr("ρ"), "g/cm3");
  playhead_ = new QCPItemStraightLine(plot_);
  marks_ = new TimelineMarks(*plot_, *plot_->xAxis, [](const StructureEvent& event) {
    return static_cast<double>(event.frame + 1);
  });
  connect(slider_, &QSlider::valueChanged, this,
          [this](int frame) { Q_EMIT frameChosen(static_cast<std::size_t>(frame)); });
  const auto choose = [this](QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || frames_ == 0) return;
    const double at = std::round(plot_->xAxis->pixelToCoord(event->pos().x())) - 1;
    slider_->setValue(static_cast<int>(std::clamp(at, 0.0, double(frames_ - 1))));
  };
  connect(plot_, &QCustomPlot::mousePress, this, [this, choose](QMouseEvent* event) {
    if (!marks_->press(*event)) choose(event);
  });
  connect(plot_, &QCustomPlot::mouseMove, this, [this, choose](QMouseEvent* event) {
    plot_->setToolTip(marks_->explain(event->pos()));
    choose(event);
  });
  plot_->installEventFilter(this);
  connect(plot_, &Plot::restyled, this, &FileTimeline::restyle);
  connect(plot_, &Plot::fitRequested, this, &FileTimeline::fit);
  connect(plot_, &Plot::failed, this, &FileTimeline::failed);
  restyle();
}

void FileTimeline::offer(ScalarTracks& tracks) {
  numbers_ = new ScalarAxis(*plot_, *plot_->xAxis, *plot_->yAxis2, tracks, tr("Temperature"));
  connect(&tracks, &ScalarTracks::changed, this, &FileTimeline::showNumbers);
}

void FileTimeline::showNumbers() {
  const bool shows = numbers_->shows();
  QCPGraph& usual = *plot_->graph(temperature_curve);
  usual.setVisible(!shows);
  plot_->yAxis2->setVisible(shows || !usual.data()->isEmpty());
  if (!shows) set_axis_unit(*plot_->yAxis2, tr("T"), "K");
  numbers_->draw();
  showHint();
  restyle();
  if (plot_->follows()) fit();
  plot_->redraw();
}

void FileTimeline::showHint() {
  plot_->setHint(numbers_ && numbers_->draws() ? QString() : hint_);
}

bool FileTimeline::eventFilter(QObject* watched, QEvent* event) {
  return (event->type() == QEvent::ContextMenu &&
          marks_->menu(*static_cast<QContextMenuEvent*>(event))) ||
         QWidget::eventFilter(watched, event);
}

void FileTimeline::begin(const OpenedFile& file) {
  frames_ = file.frames;
  const QSignalBlocker quiet(slider_);
  slider_->setRange(0, static_cast<int>(file.frames) - 1);
  slider_->setEnabled(file.frames > 1);
  plot_->graph(density_curve)->data()->clear();
  plot_->graph(temperature_curve)->data()->clear();
  plot_->yAxis2->setVisible(false);
  plot_->fit();
  hint_.clear();
  showHint();
  slider_->setVisible(file.frames > 1);
  label_->setVisible(file.frames > 1);
  setFrame(0);
}

void FileTimeline::showScalars(const std::vector<FrameScalars>& scalars) {
  QVector<double> x, y, hot_x, hot_y;
  for (const FrameScalars& s : scalars) {
    if (!std::isnan(s.density)) {
      x << double(s.index + 1);
      y << s.density;
    }
    if (!std::isnan(s.temperature)) {
      hot_x << double(s.index + 1);
      hot_y << s.temperature;
    }
  }
  plot_->graph(density_curve)->setData(x, y, true);
  plot_->graph(temperature_curve)->setData(hot_x, hot_y, true);
  plot_->yAxis2->setVisible(!hot_x.isEmpty() || (numbers_ && numbers_->shows()));
  for (const Curve curve : {density_curve, temperature_curve})
    plot_->graph(curve)->setScatterStyle(
        scalars.size() < 60 ? QCPScatterStyle(QCPScatterStyle::ssDisc, 5) : QCPScatterStyle());
  if (!scalars.empty() && x.isEmpty())
    hint_ = tr("This file holds no cell, so its frames have no density.");
  else if (frames_ == 1 && !y.isEmpty())
    hint_ = tr("One frame, %1. The frames of a trajectory stand here along a line.")
                .arg(quantity(y.front(), 3, "g cm⁻³"));
  showHint();
  if (plot_->follows()) fit();
  plot_->redraw();
}

void FileTimeline::setFrame(std::size_t index) {
  const QSignalBlocker quiet(slider_);
  if (!slider_->isSliderDown()) slider_->setValue(static_cast<int>(index));
  playhead_->point1->setCoords(double(index + 1), 0);
  playhead_->point2->setCoords(double(index + 1), 1);
  plot_->redraw();
}

void FileTimeline::tell(const QString& words) {
  label_->setText(words);
}

void FileTimeline::restyle() {
  plot_->graph(density_curve)->setPen(curve_pen(2));
  plot_->yAxis->setLabelColor(curve_pen(2).color());
  plot_->graph(temperature_curve)->setPen(curve_pen(1));
  tint_axis(*plot_->yAxis2, curve_pen(1).color());
  if (numbers_) numbers_->restyle();
  marks_->restyle();
  playhead_->setPen(QPen(theme().accent, 2));
}

void FileTimeline::fit() {
  plot_->xAxis->setRange(0.5, double(frames_) + 0.5);
  fit_axis(plot_->yAxis, plot_->graph(density_curve), 0.05);
  fit_axis(plot_->yAxis2, plot_->graph(temperature_curve), 50);
  if (numbers_ && numbers_->shows()) numbers_->fit();
}

}  // namespace vitrine::widgets
