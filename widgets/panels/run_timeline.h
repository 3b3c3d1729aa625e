#pragma once
#include <QWidget>
#include <array>
#include <vector>

#include "widgets/live_feed.h"

class QCPAxisRect;
class QCPGraph;
class QCPItemRect;
class QCPItemStraightLine;
class QCPItemText;
class QLabel;

namespace vitrine::widgets {

class Plot;

/// Temperature, pressure, density and potential energy (per atom, against the run's first sample)
/// of a run over its time: left of the run's
/// present what was measured, right of it, dashed, what the schedule still holds. Dragging moves
/// the playhead into the past.
class RunTimeline : public QWidget {
  Q_OBJECT
 public:
  explicit RunTimeline(QWidget* parent = nullptr);
  void begin(const LiveFeed& feed);  ///< a run has started
  void showSamples(const LiveFeed& feed);
  void setPlayhead(double time, bool live);  ///< ps
  Plot& plot() { return *plot_; }
  QString note() const;  ///< the protocol's, as far as two lines hold it

 protected:
  void resizeEvent(QResizeEvent* event) override;

 Q_SIGNALS:
  void timeChosen(double time);  ///< ps
  void liveRequested();          ///< the playhead was dragged to the present or beyond
  void failed(const QString& sentence);

 private:
  enum Quantity { temperature, pressure, density, energy, quantities };
  struct StageName {
    QCPItemText* text;
    double start, stop;  ///< ps
  };
  void layOut();
  void addGraphs();
  void addStages(const dynamics::Protocol& protocol);
  void drawMeasured(const LiveFeed& feed);
  void drawPlan(const LiveFeed& feed);
  void restyle();
  void fit();
  void fitNote();
  void showNamesThatFit();
  void explainAt(int pixel);
  void chooseAt(int pixel);

  Plot* plot_;
  QLabel* note_;
  std::array<QCPAxisRect*, 2> rects_;
  std::array<QCPGraph*, quantities> measured_;
  std::array<QCPGraph*, 2> planned_;
  std::array<QCPItemStraightLine*, 2> playheads_;
  std::vector<QCPItemRect*> bands_;
  std::vector<StageName> names_;
  QString full_note_;
  double end_ = 1, now_ = 0;  ///< ps
  std::size_t atoms_ = 1;
};

}  // namespace vitrine::widgets
