#include "widgets/live_feed.h"

#include <utility>

#include "sim/model/errors.h"
#include "widgets/recorded_samples.h"

namespace vitrine::widgets {

using dynamics::RunState;

LiveFeed::LiveFeed(RunFactory factory, QObject* parent)
    : QObject(parent), factory_(std::move(factory)) {}

LiveFeed::~LiveFeed() = default;

void LiveFeed::start(const RunRequest& request) {
  if (starting() || !factory_) return;
  std::shared_ptr<Run> before;  // that is to be gone on with: its record must be closed first
  if (std::error_code none; isOver() && run_ && !request.resume.empty() &&
                            std::filesystem::equivalent(run_->record, request.resume, none))
    before = std::exchange(run_, nullptr);
  if (before) {
    samples_.clear();
    past_ = 0;
    status_ = {};
    Q_EMIT closed();
  }
  job_.start([factory = factory_, request, before = std::move(before)](std::stop_token) mutable {
    before.reset();
    RecordedMeasurements measured;  // read before the run opens the record to write
    if (!request.resume.empty()) measured = read_measurements(request.resume);
    auto run = std::make_shared<Run>(factory(request));
    run->past = std::move(measured.samples);
    return run;
  });
}

void LiveFeed::poll() {
  takeStarted();
  if (!run_) return;
  auto& simulation = *run_->live;
  const auto fresh = simulation.samples_since(samples_.size() - past_);
  // Of what was recorded after the checkpoint that the run went on from, the run's own is shown.
  while (!fresh.empty() && past_ > 0 && samples_.size() == past_ &&
         samples_.back().time >= fresh.front().time) {
    samples_.pop_back();
    --past_;
  }
  samples_.insert(samples_.end(), fresh.begin(), fresh.end());
  if (!fresh.empty()) Q_EMIT samplesAdded();
  if (auto plan = simulation.plan(); plan != plan_) {
    plan_ = std::move(plan);
    Q_EMIT planChanged();
  }
  const RunState before = status_.state;
  status_ = simulation.status();
  if (status_.state == before && since_status_.isValid() && since_status_.elapsed() < 250) return;
  since_status_.start();
  Q_EMIT statusChanged();
}

void LiveFeed::takeStarted() {
  auto outcome = job_.take();
  if (!outcome) return;
  if (!outcome->value) {
    Q_EMIT failed(QString::fromStdString(outcome->error));
    return;
  }
  retireRun();
  run_ = std::move(*outcome->value);
  samples_ = std::exchange(run_->past, {});
  past_ = samples_.size();
  status_ = run_->live->status();
  plan_ = run_->live->plan();
  follows_schedule_ = true;
  Q_EMIT started();
}

void LiveFeed::retireRun() {
  if (!run_) return;
  run_->live->stop();
  retired_.start([old = std::move(run_)](std::stop_token) mutable {
    old.reset();  // joins within a step and frees what was recorded
    return true;
  });
}

bool LiveFeed::isRunning() const {
  return run_ && (status_.state == RunState::running || status_.state == RunState::minimising);
}

bool LiveFeed::isOver() const {
  return !run_ || status_.state == RunState::finished || status_.state == RunState::stopped ||
         status_.state == RunState::failed;
}

template <class F>
void LiveFeed::command(F&& action) {
  if (!run_) return;
  try {
    action(*run_->live);
  } catch (const Error& refused) {
    Q_EMIT failed(QString::fromStdString(refused.what()));
  }
}

void LiveFeed::pause() {
  command([](auto& simulation) { simulation.pause(); });
}

void LiveFeed::resume() {
  command([](auto& simulation) { simulation.resume(); });
}

void LiveFeed::passGuard() {
  command([](auto& simulation) { simulation.pass_guard(); });
}

void LiveFeed::stepOnce() {
  command([](auto& simulation) { simulation.step_once(); });
}

void LiveFeed::stop() {
  command([](auto& simulation) { simulation.stop(); });
}

void LiveFeed::holdTemperature(double kelvin) {
  command([&](auto& simulation) {
    simulation.set_temperature(kelvin);
    follows_schedule_ = false;
  });
}

void LiveFeed::holdPressure(double gpa) {
  command([&](auto& simulation) {
    simulation.set_pressure(gpa);
    follows_schedule_ = false;
  });
}

void LiveFeed::followSchedule() {
  command([&](auto& simulation) {
    simulation.follow_schedule();
    follows_schedule_ = true;
  });
}

void LiveFeed::changePlan(const dynamics::Protocol& plan) {
  bool taken = false;
  command([&](auto& simulation) {
    simulation.change_plan(plan);
    follows_schedule_ = taken = true;
  });
  if (run_ && !taken) Q_EMIT planChanged();  // what was drawn in hope is taken back
}

}  // namespace vitrine::widgets
