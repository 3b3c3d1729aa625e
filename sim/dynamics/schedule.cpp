#include "sim/dynamics/schedule.h"

#include <algorithm>
#include <cmath>

#include "sim/dynamics/protocol_writer.h"
#include "sim/model/errors.h"

namespace vitrine::dynamics {
namespace {

Target between(const Stage& stage, double fraction, std::size_t index) {
  const double f = std::clamp(fraction, 0.0, 1.0);
  return {std::lerp(stage.temperature_start, stage.temperature_end, f),
          std::lerp(stage.pressure_start, stage.pressure_end, f), index,
          (1 - f) * stage.stress_start + f * stage.stress_end};
}

}  // namespace

Schedule::Schedule(const Protocol& protocol) : stages_(protocol.stages) {
  if (stages_.empty()) throw InputError("the protocol has no stages");
  double time = 0;
  for (const Stage& stage : stages_) {
    if (!stage.minimise) time += stage.duration;
    ends_.push_back(std::llround(time / protocol.time_step));
  }
}

Target Schedule::target(std::size_t stage, std::int64_t step) const {
  const std::int64_t begin = stage == 0 ? 0 : ends_[stage - 1];
  const std::int64_t length = ends_[stage] - begin;
  const double fraction = length > 0 ? static_cast<double>(step - begin) / length : 1;
  return between(stages_[stage], fraction, stage);
}

double Protocol::duration() const {
  double sum = 0;
  for (const Stage& stage : stages)
    if (!stage.minimise) sum += stage.duration;
  return sum;
}

Target target_at(const Protocol& protocol, double time) {
  if (protocol.stages.empty()) throw InputError("the protocol has no stages");
  double begin = 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < protocol.stages.size(); ++i) {
    const Stage& stage = protocol.stages[i];
    if (stage.minimise) continue;
    last = i;
    if (time < begin + stage.duration) return between(stage, (time - begin) / stage.duration, i);
    begin += stage.duration;
  }
  return between(protocol.stages[last], 1, last);
}

Protocol rest_of(const Protocol& protocol, double time) {
  const double least = 0.5 * protocol.time_step;
  Protocol rest = protocol;
  rest.stages.clear();
  double begin = 0;
  for (Stage stage : protocol.stages) {
    const double end = begin + (stage.minimise ? 0 : stage.duration);
    if (stage.minimise ? begin >= time - least && time > least : end > time + least) {
      const double gone = std::max(0.0, time - begin);
      if (!stage.minimise && gone > 0) {
        const Target now = between(stage, gone / stage.duration, 0);
        stage.temperature_start = now.temperature;
        stage.pressure_start = now.pressure;
        stage.stress_start = now.stress;
        stage.duration -= gone;
      }
      rest.stages.push_back(std::move(stage));
    }
    begin = end;
  }
  if (rest.stages.empty()) throw InputError("the schedule is at its end: nothing of it is left");
  rest.text = protocol_text(rest);
  return rest;
}

}  // namespace vitrine::dynamics
