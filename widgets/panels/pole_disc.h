#pragma once
#include <QImage>
#include <QWidget>

#include "analysis/analysis.h"

namespace vitrine::widgets {

/// One pole figure: the density of ring normals over the unit disc, viridis from 0 to `top`.
class PoleDisc : public QWidget {
  Q_OBJECT
 public:
  /// `plane` is "yz", "xz" or "xy": the in-plane axes, right and up.
  explicit PoleDisc(const QString& plane, QWidget* parent = nullptr);
  /// Columns X, Y, density (uniform = 1) of a square grid, X fastest or slowest; NaN outside.
  void setDensity(const analysis::Dataset& table, double top);
  void clear();
  bool isEmpty() const { return image_.isNull(); }
  /// The largest density of the last table.
  static double largest(const analysis::Dataset& table);
  QSize sizeHint() const override { return {130, 140}; }
  QSize minimumSizeHint() const override { return {64, 74}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString plane_;
  QImage image_;
};

}  // namespace vitrine::widgets
