#pragma once
#include "widgets/panels/panel.h"

class QLabel;

namespace vitrine::widgets {

class Plot;

/// g(r): total on the left axis, Zn-N on the right one; and the same of what is compared; over the
/// total, a measured one.
class PairDistribution : public Panel {
  Q_OBJECT
 public:
  explicit PairDistribution(QWidget* parent = nullptr);
  AnalysisRequests wants() const override;
  void showResults(const PanelResults& results, const Compared* other) override;
  void clear() override;
  Plot& plot() { return *plot_; }
  MeasuredOverlay& overlay() { return *overlay_; }

 private:
  void show(int first, const analysis::Result& rdf);
  void showErrors(const analysis::Result& rdf);
  void restyle();
  void fit();

  Plot* plot_;
  QLabel* note_;
  MeasuredOverlay* overlay_;
};

}  // namespace vitrine::widgets
