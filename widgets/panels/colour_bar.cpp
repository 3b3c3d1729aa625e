#include "widgets/panels/colour_bar.h"

#include <QPainter>

#include "render/colour_map.h"
#include "widgets/numbers.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

void ColourBar::setTop(double top) {
  top_ = top;
  update();
}

void ColourBar::paintEvent(QPaintEvent*) {
  if (top_ <= 0) return;
  QPainter painter(this);
  painter.setFont(text_font(TextSize::small));
  const QString left = QStringLiteral("0"), right = tr("%1 × uniform").arg(quantity(top_, 1));
  const int left_width = painter.fontMetrics().horizontalAdvance(left);
  const int right_width = painter.fontMetrics().horizontalAdvance(right);
  const int bar_width = std::min(160, width() - left_width - right_width - 14);
  if (bar_width < 20) return;
  const int start = (width() - bar_width - left_width - right_width - 12) / 2;
  const QRectF bar(start + left_width + 6, height() / 2.0 - 3, bar_width, 6);
  QLinearGradient gradient(bar.topLeft(), bar.topRight());
  for (int i = 0; i <= 16; ++i) {
    const render::Rgb c = render::viridis(i / 16.0);
    gradient.setColorAt(i / 16.0, QColor::fromRgbF(float(c.r), float(c.g), float(c.b)));
  }
  painter.fillRect(bar, gradient);
  painter.setPen(theme().muted);
  painter.drawText(QRectF(start, 0, left_width, height()), Qt::AlignVCenter, left);
  painter.drawText(QRectF(bar.right() + 6, 0, right_width + 2, height()), Qt::AlignVCenter, right);
}

}  // namespace vitrine::widgets
