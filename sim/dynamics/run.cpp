#include "sim/dynamics/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/dynamics/plan.h"
#include "sim/dynamics/velocities.h"
#include "sim/model/errors.h"
#include "sim/model/thermodynamics.h"

namespace vitrine::dynamics {
namespace {

// A minimisation before dynamics only has to remove bad contacts.
constexpr double start_stress_tolerance = 0.01;  // GPa
constexpr int most_start_iterations = 2000;

// ps, of Du et al. (2024), with hydrogen atoms of their own mass.
constexpr double longest_published_step = 0.00025;

RelaxOptions minimisation_of(const Stage& stage) {
  return {.cell = stage.minimise_cell,
          .shape = stage.cell,
          .pressure = stage.pressure_start,
          .force_tolerance = Run::minimise_force_tolerance,
          .stress_tolerance = start_stress_tolerance};
}

State start_state(const Frame& start) {
  check_frame(start);
  if (start.size() == 0) throw InputError("the run has no atoms");
  if (!start.cell.is_periodic()) throw InputError("the run needs atoms in a periodic cell");
  State state{start.topology, start.cell, start.positions, {}, 0};
  state.velocities = start.velocities.value_or(std::vector<Vec3>(start.size(), Vec3::Zero()));
  return state;
}

}  // namespace

Run::Run(const Frame& start, std::unique_ptr<dlff::ForceField> force_field, Protocol protocol,
         std::vector<std::unique_ptr<dlff::ForceField>> committee)
    : protocol_(std::move(protocol)),
      schedule_(protocol_),
      force_field_(std::move(force_field)),
      interactions_(*force_field_),
      state_(start_state(start)),
      integrator_(protocol_.seed),
      guard_(protocol_.limits),
      committee_(std::move(committee)),
      has_velocities_(start.velocities.has_value()) {
  if (has_velocities_) rest_centre_of_mass(state_.topology->masses, state_.velocities);
  hottest_ = instantaneous_temperature(state_);
  guard_.learn_rings(start);
}

void Run::prepare() {
  interactions_.evaluate(state_);
  check_finite(interactions_.last(), *state_.topology);
  prepared_ = true;
  enter_stage();
}

void Run::take_plan(const Moment& moment) {
  if (moment.plan.empty()) return;
  protocol_ = parse_protocol(moment.plan, "the plan of the checkpoint");
  schedule_ = Schedule(protocol_);
  plan_changed_ = true;
}

void Run::prepare(const Moment& moment) {
  take_plan(moment);
  if (moment.stage < 0 || moment.stage > static_cast<std::int64_t>(protocol_.stages.size()))
    throw InputError(fmt::format("the checkpoint is of stage {} of a protocol that has {}",
                                 moment.stage + 1, protocol_.stages.size()));
  state_ = moment.state;
  integrator_ = moment.integrator;
  guard_.restore_from(moment.guard);
  stage_ = static_cast<std::size_t>(moment.stage);
  has_velocities_ = moment.has_velocities;
  held_temperature_ = moment.held_temperature;
  held_pressure_ = moment.held_pressure;
  hottest_ = moment.hottest;
  interactions_.evaluate(state_, moment.built_positions, moment.built_cell);
  prepared_ = true;
  save();
}

Moment Run::moment() const {
  return {.state = state_,
          .integrator = integrator_,
          .guard = guard_,
          .stage = static_cast<std::int64_t>(stage_),
          .has_velocities = has_velocities_,
          .held_temperature = held_temperature_,
          .held_pressure = held_pressure_,
          .hottest = hottest_,
          .built_positions = interactions_.neighbours().built_positions(),
          .built_cell = interactions_.neighbours().built_cell(),
          .plan = plan_changed_ ? protocol_.text : std::string(),
          .guard_reason = {}};
}

std::size_t Run::current_stage() const {
  return std::min(stage_, protocol_.stages.size() - 1);
}

bool Run::minimising() const {
  return !finished() && protocol_.stages[stage_].minimise;
}

Target Run::target(std::int64_t step) const {
  Target target = schedule_.target(current_stage(), step);
  if (held_temperature_) target.temperature = *held_temperature_;
  if (held_pressure_) target.pressure = *held_pressure_;
  return target;
}

void Run::couple() {
  const Stage& stage = protocol_.stages[current_stage()];
  if (stage.minimise) return;
  Coupling coupling{stage.thermostat,
                    stage.barostat,
                    stage.thermostat_time.value_or(protocol_.thermostat_time),
                    stage.barostat_time.value_or(protocol_.barostat_time),
                    stage.cell,
                    protocol_.compressibility};
  if (held_temperature_ && coupling.thermostat == Thermostat::none)
    coupling.thermostat = Thermostat::nose_hoover;
  if (held_pressure_ && coupling.barostat == Barostat::none) coupling.barostat = Barostat::mtk;
  integrator_.couple(coupling, state_);
  demand(target(state_.step));
  if (at_constant_energy())
    guard_.begin_constant_energy(integrator_.conserved(state_, interactions_.last().energy));
}

bool Run::at_constant_energy() const {
  const Stage& stage = protocol_.stages[current_stage()];
  return stage.thermostat == Thermostat::none && stage.barostat == Barostat::none &&
         !held_temperature_ && !held_pressure_;
}

void Run::demand(const Target& goal) {
  integrator_.set_targets({goal.temperature, goal.pressure, goal.stress}, state_);
}

void Run::hold_temperature(std::optional<double> kelvin) {
  held_temperature_ = kelvin;
  couple();
}

void Run::hold_pressure(std::optional<double> gpa) {
  held_pressure_ = gpa;
  couple();
}

void Run::change_plan(const Protocol& plan) {
  if (!stands() || minimising())
    throw InputError("the plan cannot be changed while the structure is being minimised");
  Protocol changed = joined(protocol_, plan, time());
  if (changed.text.size() > longest_plan)
    throw InputError(fmt::format("a plan of {} stages is too long", changed.stages.size()));
  protocol_ = std::move(changed);
  schedule_ = Schedule(protocol_);
  plan_changed_ = true;
  held_temperature_.reset();
  held_pressure_.reset();
  const auto is_over = [this](std::size_t stage) {
    return schedule_.end_of(stage) < state_.step ||
           (schedule_.end_of(stage) == state_.step && !protocol_.stages[stage].minimise);
  };
  stage_ = 0;
  while (!finished() && is_over(stage_)) ++stage_;
  enter_stage();
}

void Run::enter_stage() {
  while (!finished() && !minimising() && schedule_.end_of(stage_) <= state_.step) ++stage_;
  if (finished() || minimising()) return;
  if (!has_velocities_) {
    state_.velocities = draw_velocities(state_.topology->masses, target(state_.step).temperature,
                                        integrator_.random());
    has_velocities_ = true;
  }
  couple();
  save();
}

void Run::advance() {
  if (finished()) return;
  try {
    minimising() ? minimise() : move();
  } catch (const InputError& error) {
    // The input was accepted when the run was prepared: what is refused now, such as atoms flung
    // too far to count their images, is of the run's own making.
    throw PhysicsError(error.what(), {});
  }
}

void Run::minimise() {
  if (!minimiser_) minimiser_.emplace(minimisation_of(protocol_.stages[stage_]), state_);
  const RelaxProgress progress = minimiser_->iterate(state_, interactions_);
  if (!progress.converged && progress.iteration < most_start_iterations) return;
  minimiser_.reset();
  if (!progress.converged) interactions_.evaluate(state_);  // it moved after its evaluation
  std::fill(state_.velocities.begin(), state_.velocities.end(), Vec3::Zero());
  has_velocities_ = false;
  ++stage_;
  enter_stage();
}

void Run::move() {
  const Target goal = target(state_.step + 1);
  hottest_ = std::max(hottest_, goal.temperature);
  demand(goal);
  integrator_.step(state_, interactions_, protocol_.time_step);
  guard_.check_step(interactions_.last(), *state_.topology, instantaneous_temperature(state_),
                    hottest_);
  const bool good = look_closely();
  if (state_.step >= schedule_.end_of(stage_)) {
    ++stage_;
    enter_stage();
  } else if (good) {
    save();
  }
}

/// Whether everything was looked at, as only every few steps allow.
bool Run::look_closely() {
  disagreement_.reset();
  if (!committee_.empty() && guard_.committee_is_due(state_.step)) {
    deviations_ = committee_.deviations(state_, interactions_.last());
    disagreement_ = *std::max_element(deviations_.begin(), deviations_.end());
    guard_.check_disagreement(deviations_, *state_.topology);
  }
  if (!guard_.is_due(state_.step)) return false;
  guard_.check_distances(state_, interactions_.neighbours());
  guard_.check_rings(state_);
  if (at_constant_energy())
    guard_.check_drift(integrator_.conserved(state_, interactions_.last().energy), state_.size());
  return true;
}

void Run::save() {
  good_.emplace(GoodState{state_, integrator_, interactions_.last(), stage_, has_velocities_});
}

void Run::restore() {
  minimiser_.reset();
  if (!good_) return;
  state_ = good_->state;
  integrator_ = good_->integrator;
  interactions_.set_last(good_->evaluation);
  stage_ = good_->stage;
  has_velocities_ = good_->has_velocities;
  deviations_.clear();  // they belong to what was left behind
  couple();             // targets held or given back since then outlast the way back
}

std::string Run::notice() const {
  std::string all;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) all += (all.empty() ? "" : "; ") + part;
  };
  if (protocol_.hydrogen_mass)
    add(fmt::format("for teaching: hydrogen atoms weigh {:g} Da at the expense of their neighbours",
                    *protocol_.hydrogen_mass));
  const std::vector<Element>& elements = state_.topology->elements;
  // A protocol's own note says what it was made for.
  if (protocol_.note.empty() && !protocol_.hydrogen_mass &&
      protocol_.time_step > longest_published_step &&
      std::find(elements.begin(), elements.end(), element::H) != elements.end())
    add(fmt::format("for teaching: time steps of {:g} fs, published work takes {:g} fs",
                    1000 * protocol_.time_step, 1000 * longest_published_step));
  add(protocol_.stages[current_stage()].warning());
  if (guard_.tolerance() > 1)
    add(fmt::format("the guard's limits are {:g} times as wide", guard_.tolerance()));
  add(interactions_.notice());
  return all;
}

bool Run::record_due() const {
  const Stage& stage = protocol_.stages[current_stage()];
  const std::int64_t begin =
      stage.record_interval && stage_ > 0 ? schedule_.end_of(current_stage() - 1) : 0;
  const double interval = stage.record_interval.value_or(protocol_.record_interval);
  const std::int64_t steps =
      std::max<std::int64_t>(1, std::llround(interval / protocol_.time_step));
  return finished() || (state_.step - begin) % steps == 0;
}

Sample Run::sample() const {
  const dlff::Evaluation& forces = interactions_.last();
  const Target goal = target(state_.step);
  Sample sample{};
  sample.step = state_.step;
  sample.time = time();
  sample.temperature = instantaneous_temperature(state_);
  sample.target_temperature = goal.temperature;
  sample.pressure = instantaneous_pressure(state_, forces.virial);
  sample.target_pressure = goal.pressure;
  sample.density = mass_density(state_);
  sample.potential_energy = forces.energy;
  sample.kinetic_energy = kinetic_energy(state_);
  sample.conserved = integrator_.conserved(state_, forces.energy);
  sample.disagreement = disagreement_;
  sample.limits_factor = guard_.tolerance();
  return sample;
}

FramePtr Run::frame(Parts parts) const {
  auto frame = std::make_shared<Frame>();
  frame->topology = state_.topology;
  frame->step = state_.step;
  frame->time = time();
  frame->cell = state_.cell;
  frame->positions = state_.positions;
  if (!prepared_) return frame;
  frame->velocities = state_.velocities;
  frame->potential_energy = interactions_.last().energy;
  frame->virial = interactions_.last().virial;
  if (parts == Parts::without_forces) return frame;
  frame->forces = interactions_.last().forces;
  if (!deviations_.empty()) frame->columns["committee_deviation"] = deviations_;
  return frame;
}

}  // namespace vitrine::dynamics
