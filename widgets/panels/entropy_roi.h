#pragma once
#include <vector>

#include "widgets/panels/panel.h"
#include "widgets/reference_crystals.h"

class QCPItemText;
class QCPItemStraightLine;
class QLabel;

namespace vitrine::widgets {

class Plot;

/// The map of Du et al. (2024): mean local entropy of Zn against the ring orientation index. This
/// run leaves a trail that fades with age; the shipped crystals stand as diamonds.
class EntropyRoi : public Panel {
  Q_OBJECT
 public:
  explicit EntropyRoi(QWidget* parent = nullptr);
  AnalysisRequests wants() const override;
  void showResults(const PanelResults& results, const Compared* other) override;
  void clear() override;  ///< keeps the trail: the run may be watched again
  void clearTrail();      ///< another run begins
  void setCrystals(std::vector<ReferenceCrystal> crystals);
  Plot& plot() { return *plot_; }
  std::size_t trailSize() const { return trail_.size(); }

 private:
  struct Point {
    double roi, entropy;
  };
  static Point pointOf(const analysis::Result& entropy, const analysis::Result& orientation);
  void addToTrail(const Point& now);
  QString showOther(const Compared* other);  ///< its line of the note
  void drawTrail();
  void restyle();
  void fit();
  void placeNames();  ///< beside the diamonds, apart from each other

  Plot* plot_;
  QLabel* note_;
  std::vector<Point> trail_;
  std::vector<ReferenceCrystal> crystals_;
  std::vector<QCPItemText*> names_;
  QCPItemStraightLine* floor_;
};

}  // namespace vitrine::widgets
