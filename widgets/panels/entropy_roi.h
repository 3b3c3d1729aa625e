#pragma once
#include <QTimer>
#include <array>
#include <optional>
#include <vector>

#include "widgets/background_job.h"
#include "widgets/job.h"
#include "widgets/map_points.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/time_spans.h"

class QCPErrorBars;
class QCPItemText;
class QCPItemStraightLine;
class QLabel;

namespace vitrine::widgets {

/// The map of Du et al. (2024): mean local entropy of Zn against the ring orientation index. This
/// run leaves a trail that fades with age; the shipped crystals stand as diamonds; and so do any
/// other structures and runs that somebody adds, with the symbols of the paper.
///
/// A click on the trail asks for that moment; a line around a part of it chooses its moments, which
/// the timeline marks, too. With Shift the mouse moves the map.
class EntropyRoi : public Panel {
  Q_OBJECT
 public:
  explicit EntropyRoi(QWidget* parent = nullptr);
  AnalysisRequests wants() const override;
  void showResults(const PanelResults& results, const Compared* other) override;
  void clear() override;  ///< keeps the trail: the run may be watched again
  void clearTrail();      ///< another run begins
  void setCrystals(std::vector<MapPoint> crystals);
  /// Analysed in the background; what cannot be is said.
  void addFiles(std::vector<std::filesystem::path> files, MapSymbol symbol);
  std::optional<Job> job();  ///< that does
  const std::vector<MapPoint>& added() const { return added_; }
  void setAdded(std::vector<MapPoint> points);
  Plot& plot() { return *plot_; }
  std::size_t trailSize() const { return trail_.size(); }
  QPointF trailPixel(std::size_t point) const;  ///< in the plot
  double trailTime(std::size_t point) const { return trail_[point].time; }
  void chooseTimes(const TimeSpans& spans);  ///< by somebody who shows them already
  std::size_t chosen() const;                ///< moments of the trail

 Q_SIGNALS:
  void momentRequested(double time);                             ///< ps
  void momentsChosen(const vitrine::widgets::TimeSpans& spans);  ///< none: no longer

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct Point {
    double roi, entropy;
    double time = 0;  ///< ps
    bool chosen = false;
  };
  /// What came of a file: a point, or why there is none.
  struct Addition {
    std::optional<MapPoint> point;
    QString failure;
  };
  void makeGraphs();
  void makeErrorBars();
  void showErrors(const analysis::Result& entropy, const analysis::Result& orientation);
  void makeMenu();
  void chooseFiles(MapSymbol symbol);
  void takeAdded();
  void addShown();
  void drawPoints();  ///< the crystals and what was added, with their names
  static Point pointOf(const analysis::Result& entropy, const analysis::Result& orientation);
  void addToTrail(const Point& now);
  QString showOther(const Compared* other);  ///< its line of the note
  void drawTrail();
  QPointF pixelOf(const Point& point) const;
  void chooseWithin(const QPolygonF& line);
  void goTo(const QPointF& pixel);
  QString chosenText() const;  ///< its line of the note
  void restyle();
  void fit();
  void placeNames();  ///< beside the symbols, apart from each other

  Plot* plot_;
  QLabel* note_;
  std::vector<Point> trail_;
  std::optional<Point> now_;
  std::vector<MapPoint> crystals_, added_;
  std::array<QCPErrorBars*, 2> error_bars_;  ///< of the present point: ROI, entropy
  std::vector<QCPItemText*> names_;          ///< of the added ones, then of the crystals
  QCPItemStraightLine* floor_;
  BackgroundJob<std::vector<Addition>> adding_;
  std::shared_ptr<std::atomic<std::size_t>> analysed_;  ///< of those that are being added
  std::size_t to_add_ = 0;
  std::vector<std::pair<std::filesystem::path, MapSymbol>> waiting_;
  QTimer poll_;
};

}  // namespace vitrine::widgets
