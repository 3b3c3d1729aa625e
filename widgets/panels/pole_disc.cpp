#include "widgets/panels/pole_disc.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <utility>

#include "render/colour_map.h"
#include "widgets/lasso.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

QRgb viridis_pixel(double t) {
  const render::Rgb c = render::viridis(t);
  return qRgb(static_cast<int>(std::lround(255 * c.r)), static_cast<int>(std::lround(255 * c.g)),
              static_cast<int>(std::lround(255 * c.b)));
}

QImage image_of(const analysis::Dataset& table, double top) {
  const auto& x = table.column("X").values;
  const auto& y = table.column("Y").values;
  const auto& density = table.column("density").values;
  const int side = static_cast<int>(std::lround(std::sqrt(double(density.size()))));
  // Outside the disc the rim's colour family goes on, so that smooth scaling has no dark fringe.
  QImage image(side, side, QImage::Format_RGB32);
  image.fill(viridis_pixel(0));
  const auto cell = [side](double v) {
    return std::clamp(static_cast<int>(std::lround((v + 1) / 2 * (side - 1))), 0, side - 1);
  };
  for (std::size_t i = 0; i < density.size(); ++i)
    if (std::isfinite(density[i]))
      image.setPixel(cell(x[i]), side - 1 - cell(y[i]),
                     viridis_pixel(top > 0 ? density[i] / top : 0));
  return image;
}

}  // namespace

PoleDisc::PoleDisc(const QString& plane, QWidget* parent) : QWidget(parent), plane_(plane) {
  setAccessibleName(tr("Pole figure %1").arg(plane));
  setToolTip(
      tr("Stereographic projection of the imidazole ring normals on the %1 plane, "
         "as multiples of a uniform distribution.\nDrag around a region: selects the linkers "
         "whose normals lie in it now; Shift adds them.")
          .arg(plane));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setSizePolicy(policy);
  auto* lasso = new Lasso(this);
  lasso->setStart([this](const QMouseEvent&) { return !isEmpty(); });
  connect(lasso, &Lasso::closed, this, [this](const QPolygonF& line, Qt::KeyboardModifiers keys) {
    QPolygonF region;
    for (const QPointF& pixel : line) region << fromPixels(pixel);
    Q_EMIT regionChosen(region, keys.testFlag(Qt::ShiftModifier));
  });
}

double PoleDisc::largest(const analysis::Dataset& table) {
  double top = 0;
  for (const double d : table.column("density").values)
    if (std::isfinite(d)) top = std::max(top, d);
  return top;
}

void PoleDisc::setDensity(const analysis::Dataset& table, double top) {
  image_ = image_of(table, top);
  update();
}

void PoleDisc::setOther(const analysis::Dataset* table, double top) {
  if (!table && other_.isNull()) return;
  other_ = table ? image_of(*table, top) : QImage();
  update();
}

void PoleDisc::setMarks(QList<QPointF> marks) {
  if (marks.isEmpty() && marks_.isEmpty()) return;
  marks_ = std::move(marks);
  update();
}

void PoleDisc::clear() {
  image_ = other_ = {};
  marks_.clear();
  update();
}

QRectF PoleDisc::disc() const {
  const QFontMetrics metrics(text_font(TextSize::small));
  const int right = metrics.horizontalAdvance(plane_[0]) + 5, above = metrics.height();
  const double side = std::min(width() - 2 * right, height() - above - 2);
  return {(width() - side) / 2, above + (height() - above - side) / 2, side, side};
}

QPointF PoleDisc::toPixels(const QPointF& on_disc) const {
  const QRectF at = disc();
  return at.center() + QPointF(on_disc.x(), -on_disc.y()) * (at.width() / 2);
}

QPointF PoleDisc::fromPixels(const QPointF& pixel) const {
  const QRectF at = disc();
  const QPointF from = (pixel - at.center()) / (at.width() / 2);
  return {from.x(), -from.y()};
}

void PoleDisc::paintDensities(QPainter& painter) const {
  const QRectF at = disc();
  QPainterPath circle;
  circle.addEllipse(at);
  painter.save();
  painter.setClipPath(circle);
  painter.drawImage(at, image_);
  if (compares()) {
    painter.setClipRect(at.adjusted(at.width() / 2, 0, 0, 0), Qt::IntersectClip);
    painter.drawImage(at, other_);
  }
  painter.restore();
  if (!compares()) return;
  painter.setPen(QPen(theme().surface, 2));
  painter.drawLine(QPointF(at.center().x(), at.top()), QPointF(at.center().x(), at.bottom()));
}

void PoleDisc::paintMarks(QPainter& painter) const {
  QPolygonF points;
  for (const QPointF& mark : marks_)
    if (!compares() || mark.x() <= 0) points << toPixels(mark);
  constexpr qsizetype many = 60;
  const double size = points.size() > many ? 2 : 3;
  // A dark rim first: the marks stand out from the bright colours of the density, too.
  for (const auto& [colour, width] :
       {std::pair(QColor(0, 0, 0, 200), size + 1.4), std::pair(selected_colour(), size)}) {
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
    painter.drawPoints(points);
  }
}

void PoleDisc::paintAxes(QPainter& painter) const {
  const QRectF at = disc();
  const QFont font = text_font(TextSize::small);
  const QFontMetrics metrics(font);
  painter.setPen(QPen(image_.isNull() ? theme().line : theme().muted, 1.2));
  painter.drawEllipse(at);
  painter.setFont(font);
  painter.setPen(theme().muted);
  painter.drawText(QPointF(at.right() + 4, at.center().y() + metrics.xHeight() / 2.0),
                   plane_.left(1));
  painter.drawText(QRectF(at.left(), at.top() - metrics.height() - 1, at.width(), metrics.height()),
                   Qt::AlignCenter, plane_.right(1));
}

void PoleDisc::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  if (!image_.isNull()) paintDensities(painter);
  paintAxes(painter);
  if (!marks_.isEmpty()) paintMarks(painter);
}

}  // namespace vitrine::widgets
