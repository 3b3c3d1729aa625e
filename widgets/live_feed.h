#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <memory>
#include <vector>

#include "widgets/background_job.h"
#include "widgets/window.h"

namespace vitrine::widgets {

/// The run that the window watches. It pulls from it when poll() is called (a timer does): a run
/// posts nothing and never waits for the window.
class LiveFeed : public QObject {
  Q_OBJECT
 public:
  explicit LiveFeed(RunFactory factory, QObject* parent = nullptr);
  ~LiveFeed() override;

  /// Prepared on a worker thread while the run before goes on; that one ends when the new one has
  /// started, and stays if it cannot; but one that is over and to be gone on with ends at once.
  /// started() or failed() follows.
  void start(const RunRequest& request);
  bool starting() const { return job_.running(); }
  bool exists() const { return run_ != nullptr; }
  void poll();

  // Commands: taken by the simulation between two steps. Without a run they do nothing.
  void pause();
  void resume();
  void passGuard();
  void stepOnce();
  void stop();
  void holdTemperature(double kelvin);
  void holdPressure(double gpa);
  void followSchedule();
  void changePlan(const dynamics::Protocol& plan);

  // The run; only while exists().
  const Run& run() const { return *run_; }
  const dynamics::Protocol& plan() const { return *plan_; }
  const dynamics::RunStatus& status() const { return status_; }
  bool isRunning() const;
  bool isOver() const;  ///< finished, stopped or failed: it takes no more commands
  bool hasPlan() const { return run_ && !plan_->stages.empty(); }
  bool followsSchedule() const { return follows_schedule_; }
  const std::vector<dynamics::Sample>& samples() const { return samples_; }
  std::shared_ptr<Trajectory> history() const { return run_->live->history(); }
  FramePtr takeViewFrame() { return run_->live->take_view_frame(); }
  FramePtr takeAnalysisFrame() { return run_->live->take_analysis_frame(); }

 Q_SIGNALS:
  void started();
  void closed();  ///< the run is gone, so that its record can be gone on with
  void samplesAdded();
  void planChanged();    ///< or a change was refused
  void statusChanged();  ///< at most four times a second, but at once for a change of state
  void failed(const QString& sentence);

 private:
  void takeStarted();
  void retireRun();
  template <class F>
  void command(F&& action);

  RunFactory factory_;
  BackgroundJob<std::shared_ptr<Run>> job_;
  BackgroundJob<bool> retired_;  ///< the end of the run before
  std::shared_ptr<Run> run_;
  dynamics::RunStatus status_;
  std::shared_ptr<const dynamics::Protocol> plan_;
  std::vector<dynamics::Sample> samples_;
  std::size_t past_ = 0;  ///< of these, measured before the run went on
  bool follows_schedule_ = true;
  QElapsedTimer since_status_;
};

}  // namespace vitrine::widgets
