#include "app/attached_run.h"

#include <limits>

#include "analysis/row_temperature.h"
#include "sim/model/errors.h"
#include "sim/model/thermodynamics.h"

namespace vitrine::app {
namespace {

using dynamics::RunState;

// However fast the frames come; nobody looks closer.
constexpr std::chrono::milliseconds sample_interval{20};
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

dynamics::Sample sample_of(const Frame& frame) {
  dynamics::Sample sample{.step = frame.step,
                          .time = frame.time,
                          .temperature = analysis::frame_temperature(frame).value_or(unknown),
                          .target_temperature = unknown,
                          .pressure = unknown,
                          .target_pressure = unknown,
                          .density = frame.cell.exists() ? mass_density(frame) : unknown,
                          .potential_energy = frame.potential_energy.value_or(unknown),
                          .kinetic_energy = unknown,
                          .conserved = unknown};
  if (!frame.velocities) return sample;
  sample.kinetic_energy = kinetic_energy(frame.topology->masses, *frame.velocities);
  return sample;
}

std::shared_ptr<const dynamics::Protocol> unknown_plan(const std::string& title) {
  auto plan = std::make_shared<dynamics::Protocol>();
  plan->title = title;
  return plan;
}

[[noreturn]] void refuse(const std::string& what) {
  throw InputError(what + ": a simulation that is only watched keeps its own schedule");
}

}  // namespace

AttachedRun::AttachedRun(const std::string& address, FramePtr structure)
    : client_(address, structure),
      plan_(unknown_plan(address)),
      history_(std::make_shared<dynamics::History>(structure->topology, address)) {
  status_.state = RunState::running;
  status_.stage = "watched";
  if (!client_.stream().has_cell())
    status_.notice = structure->cell.exists()
                         ? "the simulation sends no cell: that of the structure is shown"
                         : "neither the simulation nor the structure tells the cell";
  status_.timed = client_.stream().has_time();
  if (!status_.timed)
    status_.notice += std::string(status_.notice.empty() ? "" : "; ") +
                      "it tells no times: the time axis counts frames";
  reader_ = std::jthread([this](std::stop_token stop) { read(stop); });
}

AttachedRun::~AttachedRun() = default;

void AttachedRun::read(std::stop_token stop) {
  try {
    while (const FramePtr frame = client_.next(stop)) take(frame);
    end(stop.stop_requested() ? RunState::stopped : RunState::finished, {});
  } catch (const Error& error) {
    end(RunState::failed, error.what());
  }
}

void AttachedRun::take(const FramePtr& frame) {
  history_->add(frame);
  const std::lock_guard lock(mutex_);
  speed_.add(frame->step, dynamics::SpeedMeter::Clock::now());
  status_.step = frame->step;
  status_.time = frame->time;
  status_.steps_per_second = speed_.steps_per_second();
  if (const auto now = dynamics::SpeedMeter::Clock::now(); now - sampled_ >= sample_interval) {
    samples_.push_back(sample_of(*frame));
    sampled_ = now;
  }
  for_view_.put(frame);
  for_analyses_.put(frame);
}

void AttachedRun::end(RunState state, std::string message) {
  const std::lock_guard lock(mutex_);
  status_.state = state;
  status_.message = std::move(message);
}

void AttachedRun::pause() {
  client_.pause();
  const std::lock_guard lock(mutex_);
  if (status_.state == RunState::running) status_.state = RunState::paused;
}

void AttachedRun::resume() {
  client_.resume();
  const std::lock_guard lock(mutex_);
  if (status_.state == RunState::paused) status_.state = RunState::running;
}

void AttachedRun::stop() {
  reader_.request_stop();
}

void AttachedRun::pass_guard() {
  refuse("another limit");
}

void AttachedRun::step_once() {
  refuse("a single step");
}

void AttachedRun::set_temperature(double) {
  refuse("another temperature");
}

void AttachedRun::set_pressure(double) {
  refuse("another pressure");
}

void AttachedRun::follow_schedule() {
  refuse("the schedule");
}

void AttachedRun::change_plan(const dynamics::Protocol&) {
  refuse("another plan");
}

dynamics::RunStatus AttachedRun::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

std::vector<dynamics::Sample> AttachedRun::samples_since(std::size_t first) const {
  const std::lock_guard lock(mutex_);
  if (first >= samples_.size()) return {};
  return {samples_.begin() + static_cast<std::ptrdiff_t>(first), samples_.end()};
}

}  // namespace vitrine::app
