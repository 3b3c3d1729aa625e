#pragma once
#include <memory>
#include <vector>

#include "widgets/panels/result_view.h"
#include "widgets/plot.h"

namespace vitrine::widgets {

class MeasuredOverlay;
class RangeBrush;

/// Curves and histograms of a result, and over them those of another one. A column of standard
/// errors is a band of one error to either side.
class ResultPlot : public Plot {
  Q_OBJECT
 public:
  explicit ResultPlot(const QString& name, QWidget* parent = nullptr);
  /// `view` names columns of `result`; of `other` (nullptr: none) those that it has. The names
  /// are the legend's; of several curves, those of `other` are not in it.
  void showResult(const analysis::Result& result, const ResultView& view,
                  const analysis::Result* other, const QString& ours, const QString& theirs);
  void forget();  ///< no curves
  MeasuredOverlay& overlay() { return *overlay_; }
  /// Their part of a histogram is drawn over it; nullptr: nothing is selected. Ascending indices.
  void setSelected(std::shared_ptr<const std::vector<int>> atoms) { selected_ = std::move(atoms); }
  bool isHistogram() const { return from_zero_; }
  /// Whether a range of it means atoms: a histogram, or curves of NAME beside a table NAME.atoms of
  /// x, atom and the number of the column that each point of the newest frame went into.
  bool choosesAtoms() const { return chooses_; }

 Q_SIGNALS:
  /// Somebody has dragged over a histogram.
  void rangeChosen(double low, double high);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Drawn {
    int graph, colour;
    bool other, band;
    bool selected = false;
  };
  QCPGraph* add(const QVector<double>& x, const QVector<double>& y, const QString& name, int colour,
                bool other, bool band);
  void addCurve(const analysis::Dataset& dataset, const analysis::Dataset* errors,
                const std::string& column, int colour, const QString& name, bool other);
  void addHistogram(const std::vector<double>& values, double low, double width, int colour,
                    const QString& name, bool other);
  void drawCurves(const analysis::Result& result, const ResultView& view, bool other,
                  const QString& whose);
  void drawHistograms(const analysis::Result& result, const ResultView& view,
                      const analysis::Result* other, const QString& ours, const QString& theirs);
  void drawSelected(const analysis::Result& result, double low, double width);
  void drawSelectedPoints(const analysis::Dataset& curves, const analysis::Dataset& atoms);
  QCPGraph* measurable();  ///< the first curve of ours
  void placeLegend();      ///< below the axes, as many entries a row as fit
  void restyle();
  void fitToData();

  MeasuredOverlay* overlay_;
  std::vector<Drawn> drawn_;
  ResultView view_{};
  bool from_zero_ = false;  ///< a histogram stands on the axis
  bool chooses_ = false;
  std::shared_ptr<const std::vector<int>> selected_;
  RangeBrush* brush_;
};

}  // namespace vitrine::widgets
