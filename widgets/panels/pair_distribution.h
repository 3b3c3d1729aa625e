#pragma once
#include "widgets/panels/panel.h"

class QLabel;

namespace vitrine::widgets {

class Plot;

/// g(r): total on the left axis, Zn-N on the right one.
class PairDistribution : public Panel {
  Q_OBJECT
 public:
  explicit PairDistribution(QWidget* parent = nullptr);
  void showResults(const PanelResults& results) override;
  void clear() override;
  Plot& plot() { return *plot_; }

 private:
  void restyle();
  void fit();

  Plot* plot_;
  QLabel* note_;
};

}  // namespace vitrine::widgets
