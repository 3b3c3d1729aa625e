#pragma once
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "sim/dynamics/history.h"
#include "sim/dynamics/live_run.h"
#include "sim/dynamics/speed_meter.h"
#include "sim/io/imd_client.h"
#include "sim/model/latest.h"

namespace vitrine::app {

/// A simulation in another program, watched over IMD (see io::ImdClient) as if it were a run of
/// our own: it can be paused and continued, its past scrubbed. Its plan is its own business. A
/// thread reads what comes, all of it; when the watching ends the simulation goes on.
class AttachedRun final : public dynamics::LiveRun {
 public:
  /// `structure` tells the elements, and the cell where the server sends none. Errors as ImdClient.
  AttachedRun(const std::string& address, FramePtr structure);
  ~AttachedRun() override;

  void pause() override;
  void resume() override;
  void stop() override;
  /// InputErrors: IMD has no words for these.
  void pass_guard() override;
  void step_once() override;
  void set_temperature(double kelvin) override;
  void set_pressure(double gpa) override;
  void follow_schedule() override;
  void change_plan(const dynamics::Protocol& plan) override;

  dynamics::RunStatus status() const override;
  std::shared_ptr<const dynamics::Protocol> plan() const override { return plan_; }
  FramePtr take_view_frame() override { return for_view_.take().value_or(nullptr); }
  FramePtr take_analysis_frame() override { return for_analyses_.take().value_or(nullptr); }
  std::vector<dynamics::Sample> samples_since(std::size_t first) const override;
  std::shared_ptr<Trajectory> history() const override { return history_; }

 private:
  void read(std::stop_token stop);
  void take(const FramePtr& frame);
  void end(dynamics::RunState state, std::string message);

  io::ImdClient client_;
  std::shared_ptr<const dynamics::Protocol> plan_;
  std::shared_ptr<dynamics::History> history_;
  Latest<FramePtr> for_view_, for_analyses_;
  dynamics::SpeedMeter speed_;  // of the reading thread, and so the next
  dynamics::SpeedMeter::Clock::time_point sampled_{};

  mutable std::mutex mutex_;  // guards the next two
  dynamics::RunStatus status_;
  std::vector<dynamics::Sample> samples_;
  std::jthread reader_;  // last: it uses all of the above
};

}  // namespace vitrine::app
