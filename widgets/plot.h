#pragma once
#include "widgets/custom_plot.h"

class QLabel;

namespace vitrine::widgets {

/// A plot as every panel has it: in the theme's colours, wheel and drag zoom, a menu to fit, copy
/// and save, a sentence where there is no data yet, and at most ten redraws a second.
class Plot : public QCustomPlot {
  Q_OBJECT
 public:
  /// `name` is said by screen readers and proposed as file name.
  explicit Plot(const QString& name, QWidget* parent = nullptr);

  /// Covers the axes with what will be shown here and what it waits for; empty: shows the data.
  void setHint(const QString& sentence);
  /// Whether the axes follow the data, or somebody has zoomed.
  bool follows() const { return follows_; }
  /// Draws soon; many calls make one drawing.
  void redraw();

 public Q_SLOTS:
  void fit();
  void copyData() const;
  void saveAs();

 Q_SIGNALS:
  void restyled();      ///< the theme has changed: set pens and brushes anew
  void fitRequested();  ///< set the axes to the data
  void failed(const QString& sentence);

 protected:
  void changeEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void zoomed() { follows_ = false; }

  QLabel* hint_;
  QTimer* redraw_timer_;
  bool follows_ = true;
};

/// The graphs of a plot as comma-separated columns, x and y of each.
QString plot_data(const QCustomPlot& plot);

}  // namespace vitrine::widgets
