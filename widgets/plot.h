#pragma once
#include "widgets/custom_plot.h"

class QLabel;

namespace vitrine::widgets {

/// A plot as every panel has it: in the theme's colours, wheel and drag zoom, the numbers under the
/// cursor, a menu to fit, copy and save, a sentence where there is no data yet, and at most ten
/// redraws a second.
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
  /// Entries of the panel's own in the menu.
  void addToMenu(QAction* action) { own_actions_ << action; }

 public Q_SLOTS:
  void fit();
  void copyData() const;
  void saveAs();

 Q_SIGNALS:
  void restyled();             ///< theme or units have changed: set pens, brushes and words anew
  void fitRequested();         ///< set the axes to the data
  void drawn(double seconds);  ///< of a processor
  void failed(const QString& sentence);

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;  ///< framed where the keyboard has come to it
  void contextMenuEvent(QContextMenuEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void zoomed() { follows_ = false; }

  void readOut(const QPoint& at);
  bool save(const QString& path);

  QLabel *hint_, *read_out_;
  QList<QAction*> own_actions_;
  QTimer* redraw_timer_;
  bool follows_ = true;
  double before_drawing_ = 0;
};

/// A cell of a CSV file (RFC 4180).
QString csv_cell(QString text);
bool save_text(const QString& path, const QString& text);
/// The graphs of a plot as comma-separated columns, x and y of each, in the units it shows.
QString plot_data(const QCustomPlot& plot);

}  // namespace vitrine::widgets
