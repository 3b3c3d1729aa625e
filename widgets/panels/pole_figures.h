#pragma once
#include <array>

#include "widgets/panels/panel.h"

class QLabel;

namespace vitrine::widgets {

class ColourBar;
class Plot;
class PoleDisc;

/// Three pole figures of the ring normals with the ring orientation index of each plane, and the
/// distribution of the orientation angle theta below, with those of what is compared.
class PoleFigures : public Panel {
  Q_OBJECT
 public:
  explicit PoleFigures(QWidget* parent = nullptr);
  AnalysisRequests wants() const override;
  void showResults(const PanelResults& results, const Compared* other) override;
  void clear() override;
  Plot& thetaPlot() { return *theta_; }

 private:
  void showOrientation(const analysis::Result& orientation);
  void showTheta(int first, const analysis::Result& orientation);
  void restyle();
  void fit();

  std::array<PoleDisc*, 3> discs_;
  std::array<QLabel*, 3> indices_;
  ColourBar* scale_;
  Plot* theta_;
  QLabel* note_;
};

}  // namespace vitrine::widgets
