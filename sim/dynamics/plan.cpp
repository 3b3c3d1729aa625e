#include "sim/dynamics/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "sim/dynamics/protocol_writer.h"
#include "sim/model/errors.h"

namespace vitrine::dynamics {
namespace {

/// Where stages begin, in ps; one more than there are stages.
std::vector<double> begins_of(const Protocol& plan) {
  std::vector<double> begins = {0};
  for (const Stage& stage : plan.stages)
    begins.push_back(begins.back() + (stage.minimise ? 0 : stage.duration));
  return begins;
}

Protocol with_text(Protocol plan) {
  plan.text = protocol_text(plan);
  return plan;
}

std::size_t next_moving(const Protocol& plan, std::size_t stage) {
  do ++stage;
  while (stage < plan.stages.size() && plan.stages[stage].minimise);
  return stage;
}

bool begins_as_ends(const Stage& next, const Stage& stage) {
  return next.temperature_start == stage.temperature_end &&
         next.pressure_start == stage.pressure_end && next.stress_start == stage.stress_end;
}

void begin_as_ends(Stage& next, const Stage& stage) {
  next.temperature_start = stage.temperature_end;
  next.pressure_start = stage.pressure_end;
  next.stress_start = stage.stress_end;
}

void take_end(Stage& stage, const Stage& other) {
  stage.temperature_end = other.temperature_end;
  stage.pressure_end = other.pressure_end;
  stage.stress_end = other.stress_end;
}

/// "quench" of "quench 2".
std::string base_name(const std::string& name) {
  const std::size_t last = name.find_last_not_of("0123456789");
  const bool counted = last != name.npos && last > 0 && last + 1 < name.size() && name[last] == ' ';
  return counted ? name.substr(0, last) : name;
}

bool is_used(const std::string& name, std::span<const Stage> stages) {
  return std::any_of(stages.begin(), stages.end(),
                     [&](const Stage& stage) { return stage.name == name; });
}

/// "quench 2" beside a "quench": no two stages of a protocol have one name.
std::string free_name(const std::string& name, std::span<const Stage> stages) {
  for (int n = 2;; ++n) {
    const std::string counted = fmt::format("{} {}", base_name(name), n);
    if (!is_used(counted, stages)) return counted;
  }
}

Stage cut(Stage stage, double length) {
  const double f = length / stage.duration;
  stage.temperature_end = std::lerp(stage.temperature_start, stage.temperature_end, f);
  stage.pressure_end = std::lerp(stage.pressure_start, stage.pressure_end, f);
  stage.stress_end = (1 - f) * stage.stress_start + f * stage.stress_end;
  stage.duration = length;
  return stage;
}

/// Whether one stage goes on in the other: the same in all but length and targets, and those on one
/// line.
bool goes_on(const Stage& first, const Stage& second) {
  Stage same = second;
  same.name = first.name;
  same.duration = first.duration;
  same.temperature_start = first.temperature_start;
  same.pressure_start = first.pressure_start;
  same.stress_start = first.stress_start;
  take_end(same, first);
  if (same != first || first.minimise || base_name(first.name) != base_name(second.name))
    return false;
  constexpr double rounding = 1e-6;  // K, GPa
  const auto on_line = [&](double start, double end, double next_start, double next_end) {
    const double at_kink =
        std::lerp(start, next_end, first.duration / (first.duration + second.duration));
    return std::abs(end - next_start) < rounding && std::abs(end - at_kink) < rounding;
  };
  bool straight =
      on_line(first.temperature_start, first.temperature_end, second.temperature_start,
              second.temperature_end) &&
      on_line(first.pressure_start, first.pressure_end, second.pressure_start, second.pressure_end);
  for (int i = 0; straight && i < 9; ++i)
    straight = on_line(first.stress_start(i / 3, i % 3), first.stress_end(i / 3, i % 3),
                       second.stress_start(i / 3, i % 3), second.stress_end(i / 3, i % 3));
  return straight;
}

/// Puts a stage behind others, into the last where that goes on in it.
void put_behind(std::vector<Stage>& stages, const Stage& stage) {
  if (stages.empty() || !goes_on(stages.back(), stage)) return stages.push_back(stage);
  stages.back().duration += stage.duration;
  take_end(stages.back(), stage);
}

/// The plan with a stage that is under way cut at a time, and which stage ends at its knot then.
std::pair<Protocol, std::size_t> cut_at(const Protocol& plan, std::size_t stage, double now) {
  if (stage >= plan.stages.size() || plan.stages[stage].minimise ||
      begins_of(plan)[stage + 1] <= now)
    throw InputError(fmt::format("the plan has no knot to come at the end of stage {}", stage + 1));
  Protocol cut_plan = with_knot_at(plan, now);
  const std::size_t more = cut_plan.stages.size() - plan.stages.size();
  return {std::move(cut_plan), stage + more};
}

}  // namespace

std::vector<Knot> knots_after(const Protocol& plan, double time) {
  const std::vector<double> begins = begins_of(plan);
  std::vector<Knot> knots;
  for (std::size_t i = 0; i < plan.stages.size(); ++i) {
    const Stage& stage = plan.stages[i];
    if (!stage.minimise && begins[i + 1] > time)
      knots.push_back({i, begins[i + 1], stage.temperature_end, stage.pressure_end});
  }
  return knots;
}

Protocol with_knot_at(const Protocol& plan, double time) {
  const std::vector<double> begins = begins_of(plan);
  Protocol changed = plan;
  for (std::size_t i = 0; i < plan.stages.size(); ++i) {
    if (plan.stages[i].minimise || time < begins[i] + plan.time_step ||
        time > begins[i + 1] - plan.time_step)
      continue;
    Stage& first = changed.stages[i];
    Stage second = first;
    first = cut(first, time - begins[i]);
    begin_as_ends(second, first);
    second.name = free_name(first.name, changed.stages);
    second.duration -= first.duration;
    changed.stages.insert(changed.stages.begin() + static_cast<std::ptrdiff_t>(i) + 1, second);
    return with_text(std::move(changed));
  }
  return changed;
}

Protocol with_knot(const Protocol& plan, const Knot& knot, double now) {
  auto [changed, at] = cut_at(plan, knot.stage, now);
  const std::size_t next = next_moving(changed, at);
  Stage& stage = changed.stages[at];
  const bool takes_along =
      next < changed.stages.size() && begins_as_ends(changed.stages[next], stage);
  stage.duration = std::max(knot.time - begins_of(changed)[at], plan.time_step);
  stage.temperature_end = knot.temperature;
  stage.pressure_end = knot.pressure;
  if (takes_along) begin_as_ends(changed.stages[next], stage);
  return with_text(std::move(changed));
}

Protocol without_knot(const Protocol& plan, std::size_t stage, double now) {
  auto [changed, at] = cut_at(plan, stage, now);
  const std::size_t next = next_moving(changed, at);
  if (next >= changed.stages.size())
    throw InputError("the last knot is the end of the run and stays");
  changed.stages[at].duration += changed.stages[next].duration;
  take_end(changed.stages[at], changed.stages[next]);
  changed.stages.erase(changed.stages.begin() + static_cast<std::ptrdiff_t>(next));
  return with_text(std::move(changed));
}

Protocol followed_by(const Protocol& past, std::vector<Stage> stages, double time) {
  const double least = 0.5 * past.time_step;
  Protocol all = past;
  all.stages.clear();
  double begin = 0;
  for (const Stage& stage : past.stages) {
    const bool over =
        stage.minimise ? begin < time - least : begin + stage.duration <= time + least;
    if (!over && (stage.minimise || begin >= time - least)) break;
    put_behind(all.stages, over ? stage : cut(stage, time - begin));
    begin += stage.minimise ? 0 : over ? stage.duration : time - begin;
  }
  if (stages.empty()) throw InputError("the plan has nothing before it");
  put_behind(all.stages, stages.front());
  for (std::size_t i = 1; i < stages.size(); ++i) all.stages.push_back(stages[i]);
  for (std::size_t i = 1; i < all.stages.size(); ++i) {
    const std::span earlier(all.stages.data(), i);
    if (is_used(all.stages[i].name, earlier))
      all.stages[i].name = free_name(all.stages[i].name, all.stages);
  }
  return parse_protocol(protocol_text(all), "the plan");
}

Protocol joined(const Protocol& past, const Protocol& future, double time) {
  return followed_by(past, rest_of(future, time).stages, time);
}

}  // namespace vitrine::dynamics
