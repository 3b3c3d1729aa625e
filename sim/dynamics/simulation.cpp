#include "sim/dynamics/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

#include "sim/dynamics/history.h"
#include "sim/dynamics/hydrogen_mass.h"
#include "sim/dynamics/protocol_writer.h"
#include "sim/dynamics/run.h"
#include "sim/dynamics/speed_meter.h"
#include "sim/model/bounded_queue.h"
#include "sim/model/errors.h"
#include "sim/model/latest.h"

namespace vitrine::dynamics {
namespace {

struct Command {
  enum class Kind {
    pause,
    resume,
    pass_guard,
    step_once,
    stop,
    set_temperature,
    set_pressure,
    follow,
    change_plan
  };
  Kind kind;
  double value = 0;
  std::shared_ptr<const Protocol> plan = nullptr;
};

constexpr std::int64_t usual_sample_interval = 10;
constexpr std::int64_t most_samples = 500'000;  // 40 MB

bool is_over(RunState state) {
  return state == RunState::finished || state == RunState::stopped || state == RunState::failed;
}

std::int64_t sample_interval(const Simulation::Setup& setup, std::int64_t total_steps) {
  if (setup.sample_interval > 0) return setup.sample_interval;
  return std::max(usual_sample_interval, total_steps / most_samples);
}

}  // namespace

// The members above the line belong to the simulation's thread once it runs; those below are
// shared, each with the lock that guards it.
struct Simulation::Impl {
  explicit Impl(Setup setup);

  void thread_main(std::stop_token stop);
  void loop(std::stop_token stop);
  void take_commands(std::stop_token stop);
  void obey(const Command& command);
  void follow(const Protocol& changed);
  void attempt(void (Impl::*action)());
  void prepare();
  void advance();
  void keep();
  void checkpoint_if_due();
  void checkpoint();
  void record();
  void publish_if_due();
  void publish();
  void set_state(RunState state, std::string message = {}, std::vector<int> culprits = {});
  void update_status();
  void describe_progress();  // with the lock held
  bool idle() const { return state == RunState::paused || state == RunState::guarded; }

  Run run;
  std::optional<Moment> begin;  // of a run that goes on; empty once it does
  std::function<void(FramePtr, const Sample&)> record_frame;
  std::function<void(std::vector<double>)> keep_checkpoint;
  const std::chrono::duration<double> checkpoint_interval, publish_interval;
  const std::int64_t steps_per_sample;
  RunState state;
  bool single_step = false;
  std::int64_t advances = 0;
  std::int64_t last_recorded = -1, last_sampled = -1;
  std::string guard_reason;  // why it holds the run; outlasts a stop
  SpeedMeter speed;
  SpeedMeter::Clock::time_point last_published{}, last_checkpoint{};
  std::size_t checkpoint_stage = 0;  // of the last one

  const std::shared_ptr<History> history;
  BoundedQueue<Command> commands{std::numeric_limits<std::size_t>::max()};
  Latest<FramePtr> view_frame, analysis_frame;
  mutable std::mutex sample_mutex;
  std::vector<Sample> samples;
  mutable std::mutex status_mutex;
  std::condition_variable status_changed;
  RunStatus status;
  std::shared_ptr<const Protocol> plan;
  std::jthread thread;  // last: it goes first
};

Simulation::Impl::Impl(Setup setup)
    : run(*setup.start, std::move(setup.force_field), std::move(setup.protocol),
          std::move(setup.committee)),
      record_frame(std::move(setup.record)),
      keep_checkpoint(std::move(setup.keep_checkpoint)),
      checkpoint_interval(run.protocol().checkpoint_interval),
      publish_interval(setup.publish_interval),
      steps_per_sample(sample_interval(setup, run.total_steps())),
      state(setup.start_paused ? RunState::paused : RunState::running),
      history(std::make_shared<History>(setup.start->topology, run.protocol().title,
                                        setup.history_limit)) {
  for (FramePtr& frame : setup.past) history->add(std::move(frame));
  if (!setup.checkpoint.empty()) {
    begin = read_moment(setup.checkpoint, setup.start->topology);
    run.take_plan(*begin);
  }
  plan = std::make_shared<const Protocol>(run.protocol());
  set_state(state);
  publish();
  thread = std::jthread([this](std::stop_token stop) { thread_main(stop); });
}

void Simulation::Impl::thread_main(std::stop_token stop) {
  try {
    loop(stop);
    set_state(run.finished() ? RunState::finished : RunState::stopped);
  } catch (const PhysicsError& error) {
    set_state(RunState::failed, error.what(), error.atoms());
  } catch (const std::exception& error) {
    set_state(RunState::failed, error.what());
  } catch (...) {
    set_state(RunState::failed, "an unknown exception");
  }
}

void Simulation::Impl::loop(std::stop_token stop) {
  attempt(&Impl::prepare);
  while (!stop.stop_requested()) {
    take_commands(stop);
    if (state == RunState::stopped || run.finished() || stop.stop_requested()) break;
    attempt(run.prepared() ? &Impl::advance : &Impl::prepare);
  }
  if (run.stands()) checkpoint();
  if (run.prepared()) publish();
}

void Simulation::Impl::attempt(void (Impl::*action)()) {
  try {
    (this->*action)();
  } catch (const PhysicsError& error) {
    // It has no limits to relax: another try would only come to the same end.
    if (run.minimising()) throw;
    run.restore();
    single_step = false;
    guard_reason = error.what();
    set_state(RunState::guarded, guard_reason, error.atoms());
    if (run.stands()) checkpoint();
    publish();
  }
}

void Simulation::Impl::prepare() {
  if (begin) {
    run.prepare(*begin);
    last_recorded = begin->last_recorded;
    last_sampled = begin->last_sampled;
    begin.reset();
  } else {
    run.prepare();
    keep();
  }
  checkpoint();
  publish();
}

void Simulation::Impl::take_commands(std::stop_token stop) {
  while (const std::optional<Command> command = commands.try_pop()) obey(*command);
  while (idle() && !single_step && !stop.stop_requested()) {
    speed.reset();
    if (const std::optional<Command> command = commands.pop(stop)) obey(*command);
  }
}

void Simulation::Impl::obey(const Command& command) {
  switch (command.kind) {
    case Command::Kind::pause:
      if (!idle()) set_state(RunState::paused);
      break;
    case Command::Kind::pass_guard:
      if (state != RunState::guarded) break;
      run.relax_limits();
      [[fallthrough]];
    case Command::Kind::resume:
    case Command::Kind::step_once:
      guard_reason.clear();
      single_step = command.kind == Command::Kind::step_once;
      set_state(run.minimising() ? RunState::minimising : RunState::running);
      break;
    case Command::Kind::stop:
      set_state(RunState::stopped);
      break;
    case Command::Kind::set_temperature:
      run.hold_temperature(command.value);
      break;
    case Command::Kind::set_pressure:
      run.hold_pressure(command.value);
      break;
    case Command::Kind::follow:
      run.hold_temperature(std::nullopt);
      run.hold_pressure(std::nullopt);
      break;
    case Command::Kind::change_plan:
      follow(*command.plan);
      break;
  }
}

void Simulation::Impl::follow(const Protocol& changed) {
  try {
    run.change_plan(changed);
  } catch (const Error&) {
    // It came too late, or its cut leaves less than a time step. That is told like any other
    // outcome: by the plan that holds.
  }
  const std::lock_guard lock(status_mutex);
  plan = std::make_shared<const Protocol>(run.protocol());
  describe_progress();
}

void Simulation::Impl::advance() {
  run.advance();
  speed.add(++advances, SpeedMeter::Clock::now());
  keep();
  checkpoint_if_due();
  if (std::exchange(single_step, false)) {
    set_state(RunState::paused);
    publish();
    return;
  }
  const RunState now = run.minimising() ? RunState::minimising : RunState::running;
  if (now != state) set_state(now);
  publish_if_due();
  update_status();
}

void Simulation::Impl::keep() {
  if (run.minimising()) return;
  const bool last = run.finished();
  const bool sample_due = run.step() % steps_per_sample == 0 || last;
  const bool record_due = run.record_due();
  if (!sample_due && !record_due) return;
  if (sample_due && run.step() > last_sampled) {
    last_sampled = run.step();
    const Sample sample = run.sample();
    const std::lock_guard lock(sample_mutex);
    samples.push_back(sample);
  }
  if (record_due && run.step() > last_recorded) {
    last_recorded = run.step();
    record();
  }
}

void Simulation::Impl::checkpoint_if_due() {
  const bool late = SpeedMeter::Clock::now() - last_checkpoint >= checkpoint_interval;
  if (run.stands() && (late || run.stage() != checkpoint_stage)) checkpoint();
}

void Simulation::Impl::checkpoint() {
  last_checkpoint = SpeedMeter::Clock::now();
  checkpoint_stage = run.stage();
  if (!keep_checkpoint) return;
  Moment moment = run.moment();
  moment.last_recorded = last_recorded;
  moment.last_sampled = last_sampled;
  moment.guard_reason = guard_reason;
  keep_checkpoint(numbers_of(std::move(moment)));
}

void Simulation::Impl::record() {
  const FramePtr frame = run.frame(Run::Parts::without_forces);
  history->add(frame);
  if (record_frame) record_frame(frame, run.sample());
}

void Simulation::Impl::publish_if_due() {
  if (SpeedMeter::Clock::now() - last_published >= publish_interval) publish();
}

void Simulation::Impl::publish() {
  const FramePtr frame = run.frame(Run::Parts::all);
  view_frame.put(frame);
  analysis_frame.put(frame);
  last_published = SpeedMeter::Clock::now();
}

void Simulation::Impl::set_state(RunState next, std::string message, std::vector<int> culprits) {
  state = next;
  {
    const std::lock_guard lock(status_mutex);
    status.state = next;
    status.message = std::move(message);
    status.culprits = std::move(culprits);
    describe_progress();
  }
  status_changed.notify_all();
}

void Simulation::Impl::update_status() {
  const std::lock_guard lock(status_mutex);
  describe_progress();
}

void Simulation::Impl::describe_progress() {
  status.step = run.step();
  status.total_steps = run.total_steps();
  status.time = run.time();
  status.stage = run.stage_name();
  status.notice = run.notice();
  status.steps_per_second = idle() ? 0 : speed.steps_per_second();
}

Simulation::Simulation(Setup setup) {
  if (!setup.start) throw InputError("the run has no atoms");
  if (!setup.force_field) throw InputError("the run has no force field");
  // The atoms of a run that goes on have their masses already.
  if (setup.protocol.hydrogen_mass && setup.checkpoint.empty())
    setup.start = with_hydrogen_mass(setup.start, *setup.protocol.hydrogen_mass);
  impl_ = std::make_unique<Impl>(std::move(setup));
}

Simulation::~Simulation() = default;

void Simulation::pause() {
  impl_->commands.push({Command::Kind::pause});
}
void Simulation::resume() {
  impl_->commands.push({Command::Kind::resume});
}
void Simulation::pass_guard() {
  impl_->commands.push({Command::Kind::pass_guard});
}
void Simulation::step_once() {
  impl_->commands.push({Command::Kind::step_once});
}
void Simulation::stop() {
  impl_->commands.push({Command::Kind::stop});
}
void Simulation::follow_schedule() {
  impl_->commands.push({Command::Kind::follow});
}

void Simulation::set_temperature(double kelvin) {
  if (!(kelvin >= 0 && kelvin <= 5000))
    throw InputError(fmt::format("the temperature must be 0 to 5000 K, got {:g}", kelvin));
  impl_->commands.push({Command::Kind::set_temperature, kelvin});
}

void Simulation::set_pressure(double gpa) {
  if (!(gpa >= -5 && gpa <= 50))
    throw InputError(fmt::format("the pressure must be -5 to 50 GPa, got {:g}", gpa));
  impl_->commands.push({Command::Kind::set_pressure, gpa});
}

void Simulation::wait() {
  std::unique_lock lock(impl_->status_mutex);
  impl_->status_changed.wait(lock, [&] {
    return is_over(impl_->status.state) || impl_->status.state == RunState::guarded;
  });
}

RunStatus Simulation::status() const {
  const std::lock_guard lock(impl_->status_mutex);
  return impl_->status;
}

void Simulation::change_plan(const Protocol& plan) {
  const std::string text = protocol_text(plan);
  impl_->commands.push({Command::Kind::change_plan, 0,
                        std::make_shared<const Protocol>(parse_protocol(text, "the plan"))});
}

std::shared_ptr<const Protocol> Simulation::plan() const {
  const std::lock_guard lock(impl_->status_mutex);
  return impl_->plan;
}

FramePtr Simulation::take_view_frame() {
  return impl_->view_frame.take().value_or(nullptr);
}
FramePtr Simulation::take_analysis_frame() {
  return impl_->analysis_frame.take().value_or(nullptr);
}

std::vector<Sample> Simulation::samples_since(std::size_t first) const {
  const std::lock_guard lock(impl_->sample_mutex);
  const auto begin = std::min(first, impl_->samples.size());
  return {impl_->samples.begin() + static_cast<std::ptrdiff_t>(begin), impl_->samples.end()};
}

std::shared_ptr<Trajectory> Simulation::history() const {
  return impl_->history;
}

}  // namespace vitrine::dynamics
