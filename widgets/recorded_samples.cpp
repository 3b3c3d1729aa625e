#include "widgets/recorded_samples.h"

#include <limits>
#include <map>

#include "sim/io/h5md.h"
#include "sim/model/errors.h"
#include "widgets/recorded_plan.h"

namespace vitrine::widgets {

namespace {

/// A schedule that this version does not take does not keep anybody from the frames.
std::optional<dynamics::Protocol> protocol_of(const std::filesystem::path& file) {
  try {
    return recorded_plan(file);
  } catch (const Error&) {
  }
  return std::nullopt;
}

}  // namespace

RecordedMeasurements read_measurements(const std::filesystem::path& file) {
  RecordedMeasurements out;
  out.protocol = protocol_of(file);
  if (!out.protocol) return out;
  std::map<std::string, io::ObservableSeries> series;
  for (io::ObservableSeries& one : io::read_observables(file)) {
    if (one.times.size() > out.samples.size()) {
      out.samples.resize(one.times.size());
      for (std::size_t i = 0; i < one.times.size(); ++i) out.samples[i].time = one.times[i];
    }
    series.emplace(one.name, std::move(one));
  }
  const auto value = [&](const char* name, std::size_t i) {
    const auto found = series.find(name);
    const bool there = found != series.end() && i < found->second.values.size();
    return there ? found->second.values[i] : std::numeric_limits<double>::quiet_NaN();
  };
  for (std::size_t i = 0; i < out.samples.size(); ++i) {
    dynamics::Sample& sample = out.samples[i];
    sample.temperature = value("temperature", i);
    sample.target_temperature = value("target_temperature", i);
    sample.pressure = value("pressure", i);
    sample.target_pressure = value("target_pressure", i);
    sample.density = value("density", i);
    sample.potential_energy = value("potential_energy", i);
    sample.kinetic_energy = value("kinetic_energy", i);
    sample.conserved = value("conserved_energy", i);
    sample.disagreement = value("committee_deviation", i);
    sample.limits_factor = value("guard_limits_factor", i);
  }
  return out;
}

}  // namespace vitrine::widgets
