#pragma once
#include <QPen>

class QCPAxis;
class QCustomPlot;

namespace vitrine::widgets {

/// Background, fonts, axes, grid and legend of a plot in the theme's colours. The only place
/// that styles plots.
void style_plot(QCustomPlot& plot);
/// An axis whose labels wear the colour of the curve it belongs to.
void tint_axis(QCPAxis& axis, const QColor& colour);
/// Curve i of a plot: its colour, and a line style of its own where `styled`.
QPen curve_pen(int index, bool styled = false);

/// Of what is selected: the view outlines it so, too.
QColor selected_colour();
/// What is compared with curve i: another colour and another line style.
QPen other_pen(int index);

}  // namespace vitrine::widgets
