#include "app/recorder.h"

#include <chrono>
#include <future>
#include <limits>

#include "sim/model/errors.h"

namespace vitrine::app {

Recorder::Recorder(Open open) {
  auto opened = std::make_shared<std::promise<void>>();
  auto ready = opened->get_future();
  writer_ = std::jthread(
      [this, open = std::move(open), opened] { write(open, [opened] { opened->set_value(); }); });
  ready.wait();
  if (failure_) std::rethrow_exception(failure_);
}

Recorder::~Recorder() {
  stop_waiting();
  queue_.close();
}

void Recorder::push(Entry entry) {
  if (!queue_.push(std::move(entry)) && failure_) std::rethrow_exception(failure_);
}

void Recorder::record(FramePtr frame, const dynamics::Sample& sample) {
  push(RecordedFrame{std::move(frame), sample});
}

void Recorder::keep_checkpoint(std::vector<double> numbers) {
  push(std::move(numbers));
}

void Recorder::finish() {
  queue_.close();
  if (writer_.joinable()) writer_.join();
  if (failure_) std::rethrow_exception(failure_);
}

std::string Recorder::waits_for() const {
  const std::lock_guard lock(waiting_mutex_);
  return waits_for_;
}

void Recorder::stop_waiting() {
  const std::lock_guard lock(waiting_mutex_);
  may_wait_ = false;
  waiting_changed_.notify_all();
}

void Recorder::write(const Open& open, std::function<void()> opened) {
  std::unique_ptr<io::H5mdWriter> writer;
  try {
    writer = open();
  } catch (...) {
    failure_ = std::current_exception();
  }
  opened();
  if (!writer) return;
  try {
    while (auto entry = queue_.pop()) write(*writer, *std::move(entry));
    writer->close();
  } catch (...) {
    failure_ = std::current_exception();
    queue_.close();
  }
}

void Recorder::write(io::H5mdWriter& writer, Entry entry) {
  if (auto* numbers = std::get_if<std::vector<double>>(&entry)) {
    writer.checkpoint(std::move(*numbers));
    return;
  }
  const RecordedFrame& recorded = std::get<RecordedFrame>(entry);
  wait_for_room(writer);
  writer.add(*recorded.frame, observables(recorded.sample));
}

void Recorder::wait_for_room(io::H5mdWriter& writer) {
  constexpr auto pause = std::chrono::seconds(1);
  std::unique_lock lock(waiting_mutex_);
  while (!(waits_for_ = writer.reserve()).empty()) {
    if (!may_wait_) throw Error("the record was ended while it waited for room: " + waits_for_);
    waiting_changed_.wait_for(lock, pause, [&] { return !may_wait_; });
  }
}

std::vector<io::Observable> observables(const dynamics::Sample& sample) {
  constexpr double absent = std::numeric_limits<double>::quiet_NaN();
  return {{"temperature", "K", sample.temperature},
          {"target_temperature", "K", sample.target_temperature},
          {"pressure", "GPa", sample.pressure},
          {"target_pressure", "GPa", sample.target_pressure},
          {"density", "g/cm3", sample.density},
          {"potential_energy", "eV", sample.potential_energy},
          {"kinetic_energy", "eV", sample.kinetic_energy},
          {"conserved_energy", "eV", sample.conserved},
          {"committee_deviation", "eV/A", sample.disagreement.value_or(absent)},
          {"guard_limits_factor", "", sample.limits_factor}};
}

}  // namespace vitrine::app
