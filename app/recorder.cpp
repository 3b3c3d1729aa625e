#include "app/recorder.h"

#include "sim/model/errors.h"

namespace vitrine::app {

Recorder::Recorder(std::filesystem::path file, TopologyPtr topology, io::RunOrigin origin) {
  std::promise<void> opened;
  auto ready = opened.get_future();
  writer_ = std::jthread(
      [this, file = std::move(file), topology = std::move(topology), origin = std::move(origin),
       opened = std::move(opened)]() mutable { write(file, topology, origin, opened); });
  ready.wait();
  if (failure_) std::rethrow_exception(failure_);
}

Recorder::~Recorder() {
  queue_.close();
}

void Recorder::record(FramePtr frame, const dynamics::Sample& sample) {
  if (!queue_.push({std::move(frame), sample}) && failure_) std::rethrow_exception(failure_);
}

void Recorder::finish() {
  queue_.close();
  if (writer_.joinable()) writer_.join();
  if (failure_) std::rethrow_exception(failure_);
}

void Recorder::write(const std::filesystem::path& file, const TopologyPtr& topology,
                     const io::RunOrigin& origin, std::promise<void>& opened) {
  std::optional<io::H5mdWriter> writer;
  try {
    writer.emplace(file, topology, origin);
  } catch (...) {
    failure_ = std::current_exception();
  }
  opened.set_value();
  if (!writer) return;
  try {
    while (const auto entry = queue_.pop()) writer->add(*entry->frame, observables(entry->sample));
    writer->close();
  } catch (...) {
    failure_ = std::current_exception();
    queue_.close();
  }
}

std::vector<io::Observable> observables(const dynamics::Sample& sample) {
  return {{"temperature", "K", sample.temperature},
          {"target_temperature", "K", sample.target_temperature},
          {"pressure", "GPa", sample.pressure},
          {"target_pressure", "GPa", sample.target_pressure},
          {"density", "g/cm3", sample.density},
          {"potential_energy", "eV", sample.potential_energy},
          {"kinetic_energy", "eV", sample.kinetic_energy},
          {"conserved_energy", "eV", sample.conserved}};
}

}  // namespace vitrine::app
