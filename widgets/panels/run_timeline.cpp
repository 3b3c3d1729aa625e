#include "widgets/panels/run_timeline.h"

#include <QContextMenuEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/axis_unit.h"
#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/panels/plan_knots.h"
#include "widgets/panels/scalar_axis.h"
#include "widgets/panels/thinned.h"
#include "widgets/panels/timeline_marks.h"
#include "widgets/plot.h"
#include "widgets/plot_style.h"
#include "widgets/scalar_tracks.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int colour_of[] = {1, 0, 2, 3};  ///< index into the theme's curves, by quantity

QString tooltip() {
  return QObject::tr(
      "T: temperature; P: pressure; ρ: density; ΔE: potential energy per atom against the run's "
      "first sample. Dashed: planned; drag its knots to change the plan of a run that goes on, "
      "double "
      "click on a dashed curve for a knot more. Drag elsewhere to go back into the recorded past, "
      "with Shift to choose a stretch of it, marked in the entropy-ROI map. "
      "Ticks: Zn-N bonds that formed (grey) or broke, and, taller, rings; flags: bookmarks (B). "
      "Right click: any number of an analysis instead of ΔE.");
}

double value_of(int quantity, const dynamics::Sample& s, const dynamics::Sample& first,
                std::size_t atoms) {
  switch (quantity) {
    case 0:
      return s.temperature;
    case 1:
      return s.pressure;
    case 2:
      return s.density;
    default:
      return (s.potential_energy - first.potential_energy) / static_cast<double>(atoms);
  }
}

/// The range of the values of a run and of the one over it with some air; `least` keeps noise from
/// filling the axis.
QCPRange value_range(const QCPGraph& graph, const QCPGraph& other, double least) {
  bool found = false, more = false;
  QCPRange range = graph.getValueRange(found);
  if (!found) return {0, least};
  if (const QCPRange wider = other.getValueRange(more); more) range.expand(wider);
  const double missing = std::max(0.0, least - range.size()) / 2;
  const double air = 0.08 * std::max(range.size(), least);
  return {range.lower - missing - air, range.upper + missing + air};
}

}  // namespace

RunTimeline::RunTimeline(QWidget* parent)
    : QWidget(parent), plot_(new Plot(tr("timeline"), this)), note_(new QLabel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 2, 8, 2);
  column->setSpacing(0);
  column->addWidget(plot_, 1);
  column->addWidget(note_);
  note_->setFont(text_font(TextSize::small));
  note_->setForegroundRole(QPalette::PlaceholderText);
  note_->setWordWrap(true);
  note_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);  // never widens the window
  plot_->setInteractions(QCP::iRangeZoom);
  plot_->setCursor(Qt::SizeHorCursor);
  plot_->setToolTip(tooltip());
  plot_->setMinimumHeight(168);
  layOut();
  addGraphs();
  style_plot(*plot_);
  connect(plot_, &Plot::restyled, this, &RunTimeline::restyle);
  connect(plot_, &Plot::fitRequested, this, &RunTimeline::fit);
  connect(plot_, &Plot::failed, this, &RunTimeline::failed);
  connect(plot_, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
    if (knots_->press(*event) || marks_->press(*event)) return;
    if (event->button() != Qt::LeftButton) return;
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) return chooseAt(event->pos().x());
    span_from_ = timeAt(event->pos().x());
    Q_EMIT spanChosen({});
  });
  connect(plot_, &QCustomPlot::mouseRelease, this, [this] {
    knots_->release();
    span_from_.reset();
  });
  connect(plot_, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
    if (knots_->move(*event)) return;
    if (span_from_)
      chooseTo(event->pos().x());
    else if (event->buttons() & Qt::LeftButton)
      chooseAt(event->pos().x());
    else
      explainAt(event->pos());
  });
  connect(knots_, &PlanKnots::previewed, this, [this] {
    drawPlan(knots_->preview());
    plot_->redraw();
  });
  connect(knots_, &PlanKnots::changed, this, [this](const dynamics::Protocol& plan) {
    setPlan(plan);  // until the run has taken it, or has not
    Q_EMIT planChanged(plan);
  });
  plot_->installEventFilter(this);
  connect(plot_, &QCustomPlot::afterLayout, this, &RunTimeline::showNamesThatFit);
  restyle();
  plot_->setHint(
      tr("The run over time: what was measured, and dashed what the schedule still "
         "holds. Start the demonstration or open a file."));
}

void RunTimeline::layOut() {
  plot_->plotLayout()->clear();
  plot_->plotLayout()->setRowSpacing(2);
  auto* margins = new QCPMarginGroup(plot_);
  for (int i = 0; i < 2; ++i) {
    auto* rect = new QCPAxisRect(plot_, false);
    rects_[std::size_t(i)] = rect;
    plot_->plotLayout()->addElement(i, 0, rect);
    for (const auto side : {QCPAxis::atBottom, QCPAxis::atLeft, QCPAxis::atRight})
      rect->addAxis(side)->setLayer("axes");
    for (QCPAxis* axis : rect->axes()) axis->grid()->setLayer("grid");
    rect->axis(QCPAxis::atRight)->grid()->setVisible(false);
    rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    rect->setMinimumMargins({4, 2, 4, 2});
    rect->setRangeZoom(Qt::Horizontal);
    rect->axis(QCPAxis::atLeft)->ticker()->setTickCount(2);
    rect->axis(QCPAxis::atRight)->ticker()->setTickCount(2);
  }
  rects_[0]->axis(QCPAxis::atBottom)->setTickLabels(false);
  set_axis_unit(*rects_[0]->axis(QCPAxis::atLeft), tr("T"), "K");
  set_axis_unit(*rects_[0]->axis(QCPAxis::atRight), tr("P"), "GPa");
  set_axis_unit(*rects_[1]->axis(QCPAxis::atLeft), tr("ρ"), "g/cm3");
  set_axis_unit(*rects_[1]->axis(QCPAxis::atRight), tr("ΔE"), "eV");
  const auto link = [](QCPAxis* from, QCPAxis* to) {
    QObject::connect(from, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), to,
                     qOverload<const QCPRange&>(&QCPAxis::setRange));
  };
  link(rects_[0]->axis(QCPAxis::atBottom), rects_[1]->axis(QCPAxis::atBottom));
  link(rects_[1]->axis(QCPAxis::atBottom), rects_[0]->axis(QCPAxis::atBottom));
}

void RunTimeline::addGraphs() {
  const char* const names[] = {"temperature", "pressure", "density", "potential energy"};
  // Pressure and energy first, so that temperature and density lie above them.
  for (const int q : {pressure, temperature, energy, density}) {
    QCPAxisRect& rect = *rects_[std::size_t(q / 2)];
    const auto side = q % 2 == 0 ? QCPAxis::atLeft : QCPAxis::atRight;
    measured_[std::size_t(q)] = plot_->addGraph(rect.axis(QCPAxis::atBottom), rect.axis(side));
    measured_[std::size_t(q)]->setName(tr(names[q]));
    other_[std::size_t(q)] = plot_->addGraph(rect.axis(QCPAxis::atBottom), rect.axis(side));
    other_[std::size_t(q)]->setName(tr("%1, other run").arg(tr(names[q])));
    if (q > pressure) continue;
    planned_[std::size_t(q)] = plot_->addGraph(rect.axis(QCPAxis::atBottom), rect.axis(side));
    planned_[std::size_t(q)]->setName(tr("%1, planned").arg(tr(names[q])));
  }
  knots_ =
      new PlanKnots(*plot_, {rects_[0]->axis(QCPAxis::atBottom), rects_[0]->axis(QCPAxis::atLeft),
                             rects_[0]->axis(QCPAxis::atRight)});
  marks_ = new TimelineMarks(*plot_, *rects_[0]->axis(QCPAxis::atBottom),
                             [](const StructureEvent& event) { return event.time; });
  other_name_ = new QCPItemText(plot_);
  other_name_->setClipAxisRect(rects_[1]);
  other_name_->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
  other_name_->position->setAxisRect(rects_[1]);
  other_name_->position->setType(QCPItemPosition::ptAxisRectRatio);
  other_name_->position->setCoords(0.995, 0.02);
  other_name_->setVisible(false);
  for (std::size_t i = 0; i < 2; ++i) {
    auto* line = new QCPItemStraightLine(plot_);
    line->setClipAxisRect(rects_[i]);
    for (QCPItemPosition* point : {line->point1, line->point2})
      point->setAxes(rects_[i]->axis(QCPAxis::atBottom), rects_[i]->axis(QCPAxis::atLeft));
    line->setVisible(false);
    playheads_[i] = line;
  }
}

void RunTimeline::offer(ScalarTracks& tracks) {
  QCPAxisRect& rect = *rects_[1];
  numbers_ = new ScalarAxis(*plot_, *rect.axis(QCPAxis::atBottom), *rect.axis(QCPAxis::atRight),
                            tracks, tr("Potential energy"));
  connect(&tracks, &ScalarTracks::changed, this, &RunTimeline::showNumbers);
}

void RunTimeline::showNumbers() {
  const bool shows = numbers_->shows();
  for (const Graphs* graphs : {&measured_, &other_}) (*graphs)[energy]->setVisible(!shows);
  if (!shows) set_axis_unit(*rects_[1]->axis(QCPAxis::atRight), tr("ΔE"), "eV");
  numbers_->draw();
  restyle();
  if (plot_->follows()) fit();
  plot_->redraw();
}

void RunTimeline::addStages(const dynamics::Protocol& protocol) {
  for (QCPItemRect* band : bands_) plot_->removeItem(band);
  for (const StageName& name : names_) plot_->removeItem(name.text);
  bands_.clear();
  names_.clear();
  double start = 0;
  for (const dynamics::Stage& stage : protocol.stages) {
    const double stop = start + stage.duration;
    if (stage.minimise || stage.duration <= 0) continue;
    for (QCPAxisRect* rect : rects_) {
      auto* band = new QCPItemRect(plot_);
      band->setLayer("background");
      band->setClipAxisRect(rect);
      const auto place = [&](QCPItemPosition* position, double x, double y) {
        position->setAxisRect(rect);
        position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        position->setCoords(x, y);
      };
      place(band->topLeft, start, 0);
      place(band->bottomRight, stop, 1);
      bands_.push_back(band);
      if (rect != rects_[0]) continue;
      auto* name = new QCPItemText(plot_);
      name->setClipAxisRect(rect);
      name->setPositionAlignment(Qt::AlignHCenter | Qt::AlignTop);
      name->setText(QString::fromStdString(stage.name));
      place(name->position, (start + stop) / 2, 0);
      names_.push_back({name, start, stop});
    }
    start = stop;
  }
}

void RunTimeline::begin(const dynamics::Protocol& protocol, std::size_t atoms, bool timed) {
  for (const QCPAxisRect* rect : rects_)  // the lower one's label is that of both
    set_axis_unit(*rect->axis(QCPAxis::atBottom),
                  rect == rects_[0] ? QString()
                  : timed           ? tr("time")
                                    : tr("frame"),
                  timed ? "ps" : "1");
  now_ = 0;
  held_.reset();
  changeable_ = false;
  takePlan(protocol);
  atoms_ = std::max<std::size_t>(atoms, 1);
  full_note_ = QString::fromStdString(protocol.note);
  fitNote();
  plot_->setHint({});
  restyle();
  first_.reset();
  showSamples({});
  plot_->fit();
}

void RunTimeline::takePlan(const dynamics::Protocol& plan) {
  protocol_ = plan;
  end_ = std::max({plan.duration(), now_, 1e-3});
  addStages(plan);
}

void RunTimeline::setPlan(const dynamics::Protocol& plan) {
  takePlan(plan);
  restyle();
  drawPlan(plan);
  showKnots();
  if (plot_->follows()) fit();
  plot_->redraw();
}

void RunTimeline::setPlanChangeable(bool changeable) {
  if (changeable_ == changeable) return;
  changeable_ = changeable;
  showKnots();
  plot_->redraw();
}

void RunTimeline::showKnots() {
  knots_->show(changeable_ && !held_ ? &protocol_ : nullptr, now_);
}

bool RunTimeline::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseButtonDblClick &&
      knots_->doubleClick(*static_cast<QMouseEvent*>(event)))
    return true;
  if (event->type() == QEvent::ContextMenu) {
    const auto& click = *static_cast<QContextMenuEvent*>(event);
    if (knots_->menu(click) || marks_->menu(click)) return true;
  }
  return QWidget::eventFilter(watched, event);
}

void RunTimeline::showSamples(const std::vector<dynamics::Sample>& samples, bool held) {
  if (!samples.empty()) now_ = samples.back().time;
  end_ = std::max(end_, now_);
  if (!samples.empty()) first_ = samples.front();
  draw(samples, 0, first_, measured_);
  held_ = held && !samples.empty() ? std::optional(samples.back()) : std::nullopt;
  drawPlan(knots_->dragging() ? knots_->preview() : protocol_);
  showKnots();
  if (plot_->follows()) fit();
  plot_->redraw();
}

void RunTimeline::showOther(const std::vector<dynamics::Sample>& samples, double shift,
                            const QString& name) {
  // The energies of a branch and its parent have one zero; those of strangers each have their own.
  draw(samples, shift, shift != 0 && first_ ? first_ : std::nullopt, other_);
  const QString shifted =
      shift == 0 ? QString() : tr(", moved by %1").arg(shown_quantity(shift, 2, "ps"));
  other_name_->setText(tr("dotted: %1%2").arg(name, shifted));
  other_name_->setVisible(!samples.empty());
  if (plot_->follows()) fit();
  plot_->redraw();
}

void RunTimeline::draw(const std::vector<dynamics::Sample>& samples, double shift,
                       const std::optional<dynamics::Sample>& zero, const Graphs& graphs) {
  const int bins = std::max(50, rects_[0]->width() / 2);
  const double end = samples.empty() ? end_ : std::max(end_, samples.back().time);
  for (int q = 0; q < quantities; ++q) {
    Curve curve = thinned(samples, end, bins, [&](const dynamics::Sample& sample) {
      return value_of(q, sample, zero ? *zero : samples.front(), atoms_);
    });
    for (double& x : curve.x) x += shift;
    graphs[std::size_t(q)]->setData(curve.x, curve.y, true);
  }
}

void RunTimeline::drawPlan(const dynamics::Protocol& plan) {
  QVector<double> x, t, p;
  constexpr int points = 240;
  const double end = std::max(end_, plan.duration());
  const bool ahead = !plan.stages.empty() && now_ < plan.duration();
  for (int i = 0; ahead && i <= points; ++i) {
    const double time = now_ + (end - now_) * i / points;
    dynamics::Target target = dynamics::target_at(plan, time);
    if (held_) {
      target.temperature = held_->target_temperature;
      target.pressure = held_->target_pressure;
    }
    x << time;
    t << target.temperature;
    p << target.pressure;
  }
  planned_[temperature]->setData(x, t, true);
  planned_[pressure]->setData(x, p, true);
}

void RunTimeline::setPlayhead(double time, bool live) {
  for (std::size_t i = 0; i < 2; ++i) {
    playheads_[i]->setVisible(true);
    playheads_[i]->point1->setCoords(time, 0);
    playheads_[i]->point2->setCoords(time, 1);
    playheads_[i]->setPen(QPen(live ? theme().text : theme().accent, live ? 1 : 2));
  }
  plot_->redraw();
}

void RunTimeline::restyle() {
  const Theme& t = theme();
  for (int q = 0; q < quantities; ++q) {
    const QColor colour = curve_pen(colour_of[q]).color();
    measured_[std::size_t(q)]->setPen(QPen(colour, q % 2 == 0 ? 1.6 : 1.1));
    other_[std::size_t(q)]->setPen(QPen(colour, 1.3, Qt::DotLine));
    if (q <= pressure) planned_[std::size_t(q)]->setPen(QPen(colour, 1.3, Qt::DashLine));
    tint_axis(*rects_[std::size_t(q / 2)]->axis(q % 2 == 0 ? QCPAxis::atLeft : QCPAxis::atRight),
              colour);
  }
  QColor shade = t.muted;
  shade.setAlphaF(t.dark ? 0.10F : 0.07F);
  for (std::size_t i = 0; i < bands_.size(); ++i) {
    bands_[i]->setPen(Qt::NoPen);
    bands_[i]->setBrush(i / 2 % 2 == 0 ? QBrush(shade) : QBrush(Qt::NoBrush));
  }
  marks_->restyle();
  if (numbers_) numbers_->restyle();
  knots_->restyle(curve_pen(colour_of[temperature]).color(),
                  curve_pen(colour_of[pressure]).color());
  other_name_->setColor(t.muted);
  QColor paper = t.surface;  // it lies over curves
  paper.setAlphaF(0.85F);
  other_name_->setBrush(paper);
  other_name_->setPadding({3, 1, 3, 1});
  other_name_->setFont(text_font(TextSize::small));
  for (const StageName& name : names_) {
    name.text->setColor(t.muted);
    name.text->setFont(text_font(TextSize::small));
  }
}

void RunTimeline::fit() {
  rects_[0]->axis(QCPAxis::atBottom)->setRange(0, end_);
  const auto range = [this](Quantity q, double least) {
    return value_range(*measured_[q], *other_[q], least);
  };
  const QCPRange measured = range(temperature, 100);
  bool found = false;
  double top = measured.upper;
  if (const QCPRange plan = planned_[temperature]->getValueRange(found); found)
    top = std::max(top, 1.5 * plan.upper);  // room for the names of the stages
  rects_[0]->axis(QCPAxis::atLeft)->setRange(0, std::max(top, measured.upper));
  QCPRange pressures = range(pressure, 1);
  if (const QCPRange plan = planned_[pressure]->getValueRange(found); found)
    pressures.expand({plan.lower - 0.08 * pressures.size(), plan.upper + 0.08 * pressures.size()});
  rects_[0]->axis(QCPAxis::atRight)->setRange(pressures);
  rects_[1]->axis(QCPAxis::atLeft)->setRange(range(density, 0.1));
  QCPRange energies = range(energy, 0.1);
  energies.expand(-0.02);  // the first sample is zero by definition: the axis shows it
  rects_[1]->axis(QCPAxis::atRight)->setRange(energies);
  if (numbers_ && numbers_->shows()) numbers_->fit();
}

void RunTimeline::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitNote();
}

void RunTimeline::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitNote();
}

void RunTimeline::fitNote() {
  constexpr int lines = 2;
  const QFontMetrics metrics = note_->fontMetrics();
  // Each line loses about a word where it breaks.
  const int room = lines * (width() - 16 - metrics.averageCharWidth() * 8);
  note_->setText(metrics.elidedText(full_note_, Qt::ElideRight, std::max(room, 0)));
  // A wrapping label asks for the height of some narrow width; this one is as wide as the window.
  const bool wraps = metrics.horizontalAdvance(note_->text()) > width() - 16;
  note_->setFixedHeight((wraps ? lines : 1) * metrics.lineSpacing() + 2);
  note_->setToolTip(full_note_);
  note_->setVisible(!full_note_.isEmpty());
}

QString RunTimeline::note() const {
  return note_->text();
}

void RunTimeline::showNamesThatFit() {
  const QCPAxis& time = *rects_[0]->axis(QCPAxis::atBottom);
  for (const StageName& name : names_) {
    const double room = time.coordToPixel(name.stop) - time.coordToPixel(name.start);
    name.text->setVisible(QFontMetrics(name.text->font()).horizontalAdvance(name.text->text()) + 4 <
                          room);
  }
}

void RunTimeline::explainAt(const QPoint& point) {
  if (const QString mark = marks_->explain(point); !mark.isEmpty()) {
    plot_->setToolTip(mark);
    return;
  }
  const double time = timeAt(point.x());
  QString stage;
  for (const StageName& name : names_)
    if (time >= name.start && time < name.stop)
      stage = tr("%1: %2 to %3\n")
                  .arg(name.text->text(), shown_quantity(name.start, 1, "ps"),
                       shown_quantity(name.stop, 1, "ps"));
  plot_->setToolTip(stage + tooltip());
}

double RunTimeline::timeAt(int pixel) const {
  return rects_[0]->axis(QCPAxis::atBottom)->pixelToCoord(pixel);
}

/// What was measured, from where the mouse was pressed.
void RunTimeline::chooseTo(int pixel) {
  const auto measured = [this](double time) { return std::clamp(time, 0.0, now_); };
  const auto [from, to] = std::minmax({measured(*span_from_), measured(timeAt(pixel))});
  Q_EMIT spanChosen(from < to ? TimeSpans{{from, to}} : TimeSpans());
}

void RunTimeline::chooseAt(int pixel) {
  const double time = timeAt(pixel);
  if (time >= now_)
    Q_EMIT endRequested();
  else
    Q_EMIT timeChosen(std::max(0.0, time));
}

}  // namespace vitrine::widgets
