#include "widgets/panels/pole_disc.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "render/colour_map.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

QRgb viridis_pixel(double t) {
  const render::Rgb c = render::viridis(t);
  return qRgb(static_cast<int>(std::lround(255 * c.r)), static_cast<int>(std::lround(255 * c.g)),
              static_cast<int>(std::lround(255 * c.b)));
}

}  // namespace

PoleDisc::PoleDisc(const QString& plane, QWidget* parent) : QWidget(parent), plane_(plane) {
  setAccessibleName(tr("Pole figure %1").arg(plane));
  setToolTip(tr("Stereographic projection of the imidazole ring normals on the %1 plane, "
                "as multiples of a uniform distribution")
                 .arg(plane));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setSizePolicy(policy);
}

double PoleDisc::largest(const analysis::Dataset& table) {
  double top = 0;
  for (const double d : table.column("density").values)
    if (std::isfinite(d)) top = std::max(top, d);
  return top;
}

void PoleDisc::setDensity(const analysis::Dataset& table, double top) {
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
  image_ = std::move(image);
  update();
}

void PoleDisc::clear() {
  image_ = {};
  update();
}

void PoleDisc::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  const QFont font = text_font(TextSize::small);
  const QFontMetrics metrics(font);
  const int right = metrics.horizontalAdvance(plane_[0]) + 5, above = metrics.height();
  const double side = std::min(width() - 2 * right, height() - above - 2);
  const QRectF disc((width() - side) / 2, above + (height() - above - side) / 2, side, side);
  if (!image_.isNull()) {
    QPainterPath clip;
    clip.addEllipse(disc);
    painter.save();
    painter.setClipPath(clip);
    painter.drawImage(disc, image_);
    painter.restore();
  }
  painter.setPen(QPen(image_.isNull() ? theme().line : theme().muted, 1.2));
  painter.drawEllipse(disc);
  painter.setFont(font);
  painter.setPen(theme().muted);
  painter.drawText(QPointF(disc.right() + 4, disc.center().y() + metrics.xHeight() / 2.0),
                   plane_.left(1));
  painter.drawText(QRectF(disc.left(), disc.top() - above - 1, side, above), Qt::AlignCenter,
                   plane_.right(1));
}

}  // namespace vitrine::widgets
