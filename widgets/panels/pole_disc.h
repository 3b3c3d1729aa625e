#pragma once
#include <QImage>
#include <QPolygonF>
#include <QWidget>

#include "analysis/analysis.h"

namespace vitrine::widgets {

/// One pole figure: the density of ring normals over the unit disc, viridis from 0 to `top`. What
/// is compared takes the right half: a pole figure is the same when turned by half a turn, so
/// either half holds all of it.
class PoleDisc : public QWidget {
  Q_OBJECT
 public:
  /// `plane` is "yz", "xz" or "xy": the in-plane axes, right and up.
  explicit PoleDisc(const QString& plane, QWidget* parent = nullptr);
  /// Columns X, Y, density (uniform = 1) of a square grid, X fastest or slowest; NaN outside.
  void setDensity(const analysis::Dataset& table, double top);
  void setOther(const analysis::Dataset* table, double top);  ///< nullptr: nothing is compared
  /// Where the axes of what is selected lie.
  void setMarks(QList<QPointF> marks);
  void clear();
  bool isEmpty() const { return image_.isNull(); }
  bool compares() const { return !other_.isNull(); }
  const QList<QPointF>& marks() const { return marks_; }
  /// The largest density of the last table.
  static double largest(const analysis::Dataset& table);
  QPointF toPixels(const QPointF& on_disc) const;
  QPointF fromPixels(const QPointF& pixel) const;
  QSize sizeHint() const override { return {130, 140}; }
  QSize minimumSizeHint() const override { return {64, 74}; }

 Q_SIGNALS:
  /// Somebody has drawn a line around a region of the disc.
  void regionChosen(const QPolygonF& on_disc, bool adds);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QRectF disc() const;  ///< in the widget, pixels
  void paintDensities(QPainter& painter) const;
  void paintMarks(QPainter& painter) const;
  void paintAxes(QPainter& painter) const;

  QString plane_;
  QImage image_, other_;
  QList<QPointF> marks_;
};

}  // namespace vitrine::widgets
