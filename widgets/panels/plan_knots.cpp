#include "widgets/panels/plan_knots.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"
#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/plot.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr double reach = 9;     // pixels around a handle or a curve
constexpr double handle = 8.5;  // pixels across

/// The nearest number of few digits, as fine as a pixel shows, in the unit that is shown.
double rounded_at(const QCPAxis& axis, double pixel, const char* unit) {
  const ShownUnit shown = shown_unit(unit);
  const double value = shown.of(axis.pixelToCoord(pixel));
  const double per_pixel = std::abs(shown.of(axis.pixelToCoord(pixel + 1)) - value);
  const double step = std::pow(10, std::ceil(std::log10(std::max(per_pixel, 1e-12)) - 0.5));
  return shown.native(std::round(value / step) * step);
}

QString described(const dynamics::Protocol& plan, const dynamics::Knot& knot) {
  return QObject::tr("%1 ends at %2, %3, %4")
      .arg(QString::fromStdString(plan.stages[knot.stage].name), shown_quantity(knot.time, 2, "ps"),
           shown_quantity(knot.temperature, 0, "K"), quantity(knot.pressure, 2, "GPa"));
}

}  // namespace

PlanKnots::PlanKnots(Plot& plot, Axes axes) : QObject(&plot), plot_(plot), axes_(axes) {
  for (const Quantity q : {pressure, temperature}) {
    handles_[q] = plot.addGraph(axes.time, &axisOf(q));
    handles_[q]->setLineStyle(QCPGraph::lsNone);
    handles_[q]->setName(q == temperature ? tr("temperature, knots of the plan")
                                          : tr("pressure, knots of the plan"));
  }
}

QCPAxis& PlanKnots::axisOf(Quantity q) const {
  return q == temperature ? *axes_.temperature : *axes_.pressure;
}

void PlanKnots::show(const dynamics::Protocol* plan, double now) {
  if (dragging()) return;
  now_ = now;
  plan_ = plan ? std::optional(*plan) : std::nullopt;
  draw(plan ? *plan : dynamics::Protocol{});
}

void PlanKnots::draw(const dynamics::Protocol& plan) {
  QVector<double> times, temperatures, pressures;
  for (const dynamics::Knot& knot : knots_after(plan, now_)) {
    times << knot.time;
    temperatures << knot.temperature;
    pressures << knot.pressure;
  }
  handles_[temperature]->setData(times, temperatures, true);
  handles_[pressure]->setData(times, pressures, true);
}

void PlanKnots::restyle(const QColor& of_temperature, const QColor& of_pressure) {
  const QColor paper = theme().surface;
  handles_[temperature]->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(paper, 1), QBrush(of_temperature), handle));
  handles_[pressure]->setScatterStyle(QCPScatterStyle(
      QCPScatterStyle::ssCircle, QPen(of_pressure, 1.5), QBrush(paper), handle - 1));
}

QPointF PlanKnots::placeOf(const Handle& at) const {
  const double value = at.quantity == temperature ? at.knot.temperature : at.knot.pressure;
  return {axes_.time->coordToPixel(at.knot.time), axisOf(at.quantity).coordToPixel(value)};
}

std::optional<PlanKnots::Handle> PlanKnots::handleAt(const QPoint& point) const {
  std::optional<Handle> nearest;
  double least = reach;
  if (!plan_) return nearest;
  for (const dynamics::Knot& knot : knots_after(*plan_, now_))
    for (const Quantity q : {temperature, pressure}) {
      const Handle candidate{knot, q};
      const QPointF away = placeOf(candidate) - point;
      if (const double distance = std::hypot(away.x(), away.y()); distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
  return nearest;
}

bool PlanKnots::isOnCurve(const QPoint& point) const {
  const double time = axes_.time->pixelToCoord(point.x());
  if (!plan_ || time <= now_ || time >= plan_->duration()) return false;
  const dynamics::Target target = dynamics::target_at(*plan_, time);
  const auto is_near = [&](Quantity q, double value) {
    return std::abs(axisOf(q).coordToPixel(value) - point.y()) < reach;
  };
  return is_near(temperature, target.temperature) || is_near(pressure, target.pressure);
}

bool PlanKnots::press(const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton) return false;
  dragged_ = handleAt(event.pos());
  if (!dragged_) return false;
  preview_ = *plan_;
  return true;
}

bool PlanKnots::move(const QMouseEvent& event) {
  if (!dragged_) {
    const bool hovers = !event.buttons() && handleAt(event.pos());
    plot_.setCursor(hovers ? Qt::SizeAllCursor : Qt::SizeHorCursor);
    return hovers;
  }
  dynamics::Knot knot = dragged_->knot;
  if (!(event.modifiers() & Qt::ShiftModifier))
    knot.time = std::max(rounded_at(*axes_.time, event.pos().x(), "ps"), now_ + plan_->time_step);
  const double value = rounded_at(axisOf(dragged_->quantity), event.pos().y(),
                                  dragged_->quantity == temperature ? "K" : "GPa");
  if (dragged_->quantity == temperature)
    knot.temperature = std::max(value, 0.0);
  else
    knot.pressure = value;
  preview_ = with_knot(*plan_, knot, now_);
  draw(preview_);
  QToolTip::showText(event.globalPosition().toPoint() + QPoint(12, -36), described(*plan_, knot),
                     &plot_);
  Q_EMIT previewed();
  return true;
}

bool PlanKnots::release() {
  if (!dragged_) return false;
  dragged_.reset();
  if (preview_ != *plan_) Q_EMIT changed(preview_);
  return true;
}

bool PlanKnots::doubleClick(const QMouseEvent& event) {
  if (handleAt(event.pos())) return true;  // what a double click else does would surprise here
  if (!isOnCurve(event.pos())) return false;
  Q_EMIT changed(with_knot_at(*plan_, axes_.time->pixelToCoord(event.pos().x())));
  return true;
}

bool PlanKnots::menu(const QContextMenuEvent& event) {
  const std::optional<Handle> there = handleAt(event.pos());
  if (!there && !isOnCurve(event.pos())) return false;
  auto* menu = new QMenu(&plot_);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (there) {
    menu->addAction(described(*plan_, there->knot))->setEnabled(false);
    menu->addSeparator();
    const bool last = there->knot.stage == knots_after(*plan_, now_).back().stage;
    QAction* action = menu->addAction(last ? tr("The end of the run: drag it")
                                           : tr("Take this knot out of the plan"));
    action->setEnabled(!last);
    connect(action, &QAction::triggered, this, [this, knot = *there] { remove(knot); });
  } else {
    const double time = axes_.time->pixelToCoord(event.pos().x());
    connect(menu->addAction(tr("Put a knot here")), &QAction::triggered, this, [this, time] {
      if (plan_) Q_EMIT changed(with_knot_at(*plan_, time));
    });
  }
  menu->popup(event.globalPos());
  return true;
}

void PlanKnots::remove(const Handle& knot) {
  try {
    if (plan_) Q_EMIT changed(without_knot(*plan_, knot.knot.stage, now_));
  } catch (const InputError&) {
    // The plan has changed since the menu came up.
  }
}

}  // namespace vitrine::widgets
