#pragma once
#include <array>

#include "widgets/panels/linker_axes.h"
#include "widgets/panels/panel.h"

class QLabel;

namespace vitrine::widgets {

class ColourBar;
class Plot;
class PoleDisc;
class RangeBrush;

/// Three pole figures of the ring normals with the ring orientation index of each plane, and the
/// distribution of the orientation angle theta below, with those of what is compared. A line around
/// a region of a disc, or a range of theta, selects the linkers that point there in the newest
/// frame; those that are selected are marked.
class PoleFigures : public Panel {
  Q_OBJECT
 public:
  explicit PoleFigures(QWidget* parent = nullptr);
  AnalysisRequests wants() const override;
  void showResults(const PanelResults& results, const Compared* other) override;
  void clear() override;
  void showSelected(const std::shared_ptr<const std::vector<int>>& atoms) override;
  Plot& thetaPlot() { return *theta_; }
  PoleDisc& disc(int plane) { return *discs_[static_cast<std::size_t>(plane)]; }

 private:
  void makeTheta();
  void showOrientation(const analysis::Result& orientation, const analysis::Result* theirs);
  void showTheta(int first, const analysis::Result& orientation);
  void mark();  ///< what is selected
  void chooseRegion(int plane, const QPolygonF& region, bool adds);
  void chooseTheta(double low, double high);
  /// The plane whose curve is nearest to a place in the theta plot.
  int planeAt(const QPoint& at) const;
  void restyle();
  void fit();

  std::array<PoleDisc*, 3> discs_;
  std::array<QLabel*, 3> indices_;
  ColourBar* scale_;
  Plot* theta_;
  QLabel* note_;
  RangeBrush* brush_;
  int brushed_plane_ = 0;
  std::shared_ptr<const analysis::Result> shown_;
  std::shared_ptr<const std::vector<int>> selected_;
};

}  // namespace vitrine::widgets
