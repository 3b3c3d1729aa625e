#include "sim/dynamics/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/dynamics/velocities.h"
#include "sim/model/errors.h"
#include "sim/model/thermodynamics.h"

namespace vitrine::dynamics {
namespace {

// A minimisation before dynamics only has to remove bad contacts.
constexpr double start_force_tolerance = 0.02;   // eV/A
constexpr double start_stress_tolerance = 0.01;  // GPa
constexpr int most_start_iterations = 2000;

RelaxOptions minimisation_of(const Stage& stage) {
  return {.cell = stage.minimise_cell,
          .shape = stage.cell,
          .pressure = stage.pressure_start,
          .force_tolerance = start_force_tolerance,
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

Run::Run(const Frame& start, std::unique_ptr<dlff::ForceField> force_field, Protocol protocol)
    : protocol_(std::move(protocol)),
      schedule_(protocol_),
      force_field_(std::move(force_field)),
      interactions_(*force_field_),
      state_(start_state(start)),
      integrator_(protocol_.seed),
      has_velocities_(start.velocities.has_value()) {
  if (has_velocities_) rest_centre_of_mass(state_.topology->masses, state_.velocities);
  hottest_ = instantaneous_temperature(state_);
}

void Run::prepare() {
  interactions_.evaluate(state_);
  check_finite(interactions_.last(), *state_.topology);
  prepared_ = true;
  enter_stage();
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

void Run::enter_stage() {
  while (!finished() && !minimising() && schedule_.end_of(stage_) <= state_.step) ++stage_;
  if (finished() || minimising()) return;
  if (!has_velocities_) {
    state_.velocities = draw_velocities(state_.topology->masses, target(state_.step).temperature,
                                        integrator_.random());
    has_velocities_ = true;
  }
  couple();
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
  guard_.force_limit = tolerance_ * protocol_.force_limit;
  guard_.temperature_limit = tolerance_ * (3 * hottest_ + 1000);
  guard_.check(interactions_.last(), *state_.topology, instantaneous_temperature(state_));
  if (state_.step >= schedule_.end_of(stage_)) {
    ++stage_;
    enter_stage();
  }
}

void Run::save() {
  checkpoint_.emplace(
      Checkpoint{state_, integrator_, interactions_.last(), stage_, has_velocities_});
}

void Run::restore() {
  minimiser_.reset();
  if (!checkpoint_) return;
  state_ = checkpoint_->state;
  integrator_ = checkpoint_->integrator;
  interactions_.set_last(checkpoint_->evaluation);
  stage_ = checkpoint_->stage;
  has_velocities_ = checkpoint_->has_velocities;
  couple();  // targets held or given back since then outlast the way back
}

void Run::relax_limits() {
  tolerance_ *= 10;
}

std::string Run::notice() const {
  std::string all;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) all += (all.empty() ? "" : "; ") + part;
  };
  if (protocol_.hydrogen_mass)
    add(fmt::format("for teaching: hydrogen atoms weigh {:g} Da at the expense of their neighbours",
                    *protocol_.hydrogen_mass));
  add(protocol_.stages[current_stage()].warning());
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
  if (parts == Parts::all) frame->forces = interactions_.last().forces;
  return frame;
}

}  // namespace vitrine::dynamics
