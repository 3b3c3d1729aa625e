#include "widgets/plot_style.h"

#include "render/colour_map.h"
#include "widgets/custom_plot.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

void style_axis(QCPAxis& axis) {
  const Theme& t = theme();
  axis.setBasePen(QPen(t.line, 1));
  axis.setTickPen(QPen(t.line, 1));
  axis.setSubTickPen(QPen(Qt::NoPen));
  axis.setTickLabelColor(t.muted);
  axis.setLabelColor(t.muted);
  axis.setTickLabelFont(text_font(TextSize::small));
  axis.setLabelFont(text_font(TextSize::small));
  axis.setTickLength(0, 3);
  axis.setLabelPadding(3);
  axis.setTickLabelPadding(3);
  axis.grid()->setPen(QPen(t.line, 1, Qt::DotLine));
  axis.grid()->setZeroLinePen(QPen(t.line, 1));
}

}  // namespace

void style_plot(QCustomPlot& plot) {
  const Theme& t = theme();
  plot.setBackground(t.surface);
  for (QCPAxisRect* rect : plot.axisRects())
    for (QCPAxis* axis : rect->axes()) style_axis(*axis);
  if (!plot.legend) return;  // a plot with a layout of its own has none
  plot.legend->setBrush(Qt::NoBrush);
  plot.legend->setBorderPen(Qt::NoPen);
  plot.legend->setTextColor(t.text);
  plot.legend->setFont(text_font(TextSize::small));
  plot.legend->setIconSize(20, 10);
  plot.legend->setRowSpacing(0);
}

void tint_axis(QCPAxis& axis, const QColor& colour) {
  axis.setTickLabelColor(colour);
  axis.setLabelColor(colour);
}

QPen curve_pen(int index, bool styled) {
  static constexpr Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine,
                                            Qt::DashDotLine};
  const auto& curves = theme().curves;
  QPen pen(curves[static_cast<std::size_t>(index) % curves.size()], 1.6);
  if (styled) pen.setStyle(styles[index % 4]);
  return pen;
}

QColor selected_colour() {
  const render::Rgb& colour = render::selection_colour;
  return QColor::fromRgbF(static_cast<float>(colour.r), static_cast<float>(colour.g),
                          static_cast<float>(colour.b));
}

QPen other_pen(int index) {
  const auto& curves = theme().curves;
  QPen pen(curves[static_cast<std::size_t>(index + 3) % curves.size()], 1.6);
  pen.setStyle(index % 2 == 0 ? Qt::DotLine : Qt::DashDotLine);
  return pen;
}

}  // namespace vitrine::widgets
