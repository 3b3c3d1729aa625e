#pragma once
#include <QWidget>
#include <array>
#include <optional>
#include <vector>

#include "sim/dynamics/live_run.h"
#include "widgets/panels/time_spans.h"

class QCPAxisRect;
class QCPGraph;
class QCPItemRect;
class QCPItemStraightLine;
class QCPItemText;
class QLabel;

namespace vitrine::widgets {

class PlanKnots;
class Plot;
class ScalarAxis;
class ScalarTracks;
class TimelineMarks;

/// Temperature, pressure, density and potential energy (per atom, against the run's first sample)
/// of a run over its time, live or recorded: left of its present what was measured, right of it,
/// dashed, what the schedule still holds; of a live run with knots to drag (PlanKnots). Another run
/// may stand over it, dotted. Dragging elsewhere moves the playhead into the past, and with Shift
/// chooses a stretch of time.
class RunTimeline : public QWidget {
  Q_OBJECT
 public:
  explicit RunTimeline(QWidget* parent = nullptr);
  /// Numbers of the analyses that the right axis below can show instead of the energy.
  void offer(ScalarTracks& tracks);
  /// Of a run that tells no times (`timed` false) the axis counts frames.
  void begin(const dynamics::Protocol& protocol, std::size_t atoms, bool timed = true);
  /// The plan was changed, or a change of it refused.
  void setPlan(const dynamics::Protocol& plan);
  /// Whether the plan can be changed here: that of a run that goes on.
  void setPlanChangeable(bool changeable);
  /// `held`: the last sample's targets stay, instead of the schedule's.
  void showSamples(const std::vector<dynamics::Sample>& samples, bool held = false);
  void setPlayhead(double time, bool live);  ///< ps
  /// Another run over this one, its times shifted by `shift` ps so that a branch and its parent
  /// meet; no samples: none.
  void showOther(const std::vector<dynamics::Sample>& samples, double shift, const QString& name);
  Plot& plot() { return *plot_; }
  TimelineMarks& marks() { return *marks_; }  ///< at their times, ps
  QString note() const;                       ///< the protocol's, as far as two lines hold it

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 Q_SIGNALS:
  void timeChosen(double time);  ///< ps
  void endRequested();           ///< the playhead was dragged to the present or beyond
  void spanChosen(const vitrine::widgets::TimeSpans& span);  ///< one, or none
  void planChanged(const dynamics::Protocol& plan);
  void failed(const QString& sentence);

 private:
  enum Quantity { temperature, pressure, density, energy, quantities };
  struct StageName {
    QCPItemText* text;
    double start, stop;  ///< ps
  };
  void layOut();
  void takePlan(const dynamics::Protocol& plan);
  void addGraphs();
  void addStages(const dynamics::Protocol& protocol);
  using Graphs = std::array<QCPGraph*, 4>;
  /// `zero`: whose energy counts as zero; the first of the samples where there is none.
  void draw(const std::vector<dynamics::Sample>& samples, double shift,
            const std::optional<dynamics::Sample>& zero, const Graphs& graphs);
  void drawPlan(const dynamics::Protocol& plan);
  void showKnots();
  void showNumbers();
  void restyle();
  void fit();
  void fitNote();
  void showNamesThatFit();
  void explainAt(const QPoint& point);
  double timeAt(int pixel) const;
  void chooseAt(int pixel);
  void chooseTo(int pixel);

  Plot* plot_;
  QLabel* note_;
  std::array<QCPAxisRect*, 2> rects_;
  Graphs measured_, other_;
  QCPItemText* other_name_;
  std::array<QCPGraph*, 2> planned_;
  PlanKnots* knots_;
  TimelineMarks* marks_;
  ScalarAxis* numbers_ = nullptr;
  std::array<QCPItemStraightLine*, 2> playheads_;
  std::vector<QCPItemRect*> bands_;
  std::vector<StageName> names_;
  dynamics::Protocol protocol_;
  QString full_note_;
  std::optional<dynamics::Sample> first_;  ///< of the run shown
  std::optional<dynamics::Sample> held_;   ///< whose targets stay
  std::optional<double> span_from_;        ///< ps, while a stretch of time is being chosen
  bool changeable_ = false;
  double end_ = 1, now_ = 0;  ///< ps
  std::size_t atoms_ = 1;
};

}  // namespace vitrine::widgets
