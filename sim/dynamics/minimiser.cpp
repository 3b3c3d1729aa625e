#include "sim/dynamics/minimiser.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/dynamics/guard.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::dynamics {
namespace {

// Unit masses: with x in angstrom and forces in eV/A the stiffest modes of covalent rings swing at
// about 14 radians per unit of time. Motion is stable up to a step of 2/14; close to that they keep
// tripping the test for uphill motion, and the soft modes never get going: ZIF-4 with its cell
// takes 3,000 iterations at 0.15 with 1.5 A of strain length, 250 with these.
constexpr double first_step = 0.03, largest_step = 0.09, least_step = 1e-4;
constexpr double longest_move = 0.1;  // angstrom, per iteration
constexpr double bond_share = 0.75;   // angstrom, strain length per sqrt(N): half a bond
constexpr double start_mixing = 0.25, mixing_decay = 0.99, growth = 1.1, shrinkage = 0.5;
constexpr int patience = 20;  // downhill iterations before the step may grow

}  // namespace

Minimiser::Minimiser(const RelaxOptions& options, const State& state)
    : options_(options),
      strain_length_(bond_share * std::sqrt(static_cast<double>(state.size()))),
      time_step_(first_step),
      mixing_(start_mixing) {
  velocity_.atoms.assign(state.size(), Vec3::Zero());
}

double Minimiser::dot(const Direction& a, const Direction& b) const {
  double sum = (a.strain.array() * b.strain.array()).sum();
  for (std::size_t i = 0; i < a.atoms.size(); ++i) sum += a.atoms[i].dot(b.atoms[i]);
  return sum;
}

void Minimiser::find_forces(const State& state, const dlff::Evaluation& evaluation) {
  force_.atoms = evaluation.forces;
  if (!options_.cell) return;
  const double work = options_.pressure / units::ev_per_a3_in_gpa * state.cell.volume();
  const Mat3 off_target = symmetric_part(evaluation.virial) - work * Mat3::Identity();
  force_.strain = allowed_part(options_.shape, off_target) / strain_length_;
}

RelaxProgress Minimiser::judge(const State& state, const dlff::Evaluation& evaluation) const {
  RelaxProgress progress;
  progress.iteration = iteration_;
  progress.energy = evaluation.energy;
  for (const Vec3& f : force_.atoms)
    progress.largest_force = std::max(progress.largest_force, f.norm());
  if (options_.cell)
    progress.largest_stress = force_.strain.cwiseAbs().maxCoeff() * strain_length_ /
                              state.cell.volume() * units::ev_per_a3_in_gpa;
  progress.converged = progress.largest_force <= options_.force_tolerance &&
                       progress.largest_stress <= options_.stress_tolerance;
  return progress;
}

RelaxProgress Minimiser::iterate(State& state, Interactions& interactions) {
  const dlff::Evaluation& evaluation = interactions.evaluate(state);
  check_finite(evaluation, *state.topology);
  find_forces(state, evaluation);
  const RelaxProgress progress = judge(state, evaluation);
  if (progress.converged) return progress;
  adapt(state, dot(force_, velocity_));
  accelerate();
  move(state, time_step_);
  ++iteration_;
  return progress;
}

void Minimiser::adapt(State& state, double power) {
  if (power > 0) {
    if (++downhill_ <= patience) return;
    time_step_ = std::min(growth * time_step_, largest_step);
    mixing_ *= mixing_decay;
    return;
  }
  const bool moving = downhill_ > 0 || iteration_ > patience;
  downhill_ = 0;
  if (moving) {
    time_step_ = std::max(shrinkage * time_step_, least_step);
    mixing_ = start_mixing;
    move(state, -0.5 * time_step_);  // back over the crest that was passed
  }
  velocity_.strain.setZero();
  std::fill(velocity_.atoms.begin(), velocity_.atoms.end(), Vec3::Zero());
}

void Minimiser::accelerate() {
  for (std::size_t i = 0; i < velocity_.atoms.size(); ++i)
    velocity_.atoms[i] += time_step_ * force_.atoms[i];
  velocity_.strain += time_step_ * force_.strain;
  const double force2 = dot(force_, force_);
  if (force2 <= 0) return;
  const double steer = mixing_ * std::sqrt(dot(velocity_, velocity_) / force2);
  for (std::size_t i = 0; i < velocity_.atoms.size(); ++i)
    velocity_.atoms[i] = (1 - mixing_) * velocity_.atoms[i] + steer * force_.atoms[i];
  velocity_.strain = (1 - mixing_) * velocity_.strain + steer * force_.strain;
}

void Minimiser::move(State& state, double time) const {
  double longest = velocity_.strain.norm();
  for (const Vec3& v : velocity_.atoms) longest = std::max(longest, v.norm());
  longest *= std::abs(time);
  if (longest > longest_move) time *= longest_move / longest;
  if (options_.cell) {
    const Mat3 stretch = Mat3::Identity() + (time / strain_length_) * velocity_.strain;
    const Vec3 origin = state.cell.origin();
    for (Vec3& x : state.positions) x = origin + stretch * (x - origin);
    state.cell = state.cell.deformed(stretch);
  }
  for (std::size_t i = 0; i < state.size(); ++i) state.positions[i] += time * velocity_.atoms[i];
}

Frame relax(const Frame& start, dlff::ForceField& force_field, const RelaxOptions& options,
            const std::function<void(const RelaxProgress&)>& progress, std::stop_token stop) {
  check_frame(start);
  State state{start.topology, start.cell, start.positions, {}, 0};
  Interactions interactions(force_field);
  Minimiser minimiser(options, state);
  for (;;) {
    const RelaxProgress now = minimiser.iterate(state, interactions);
    if (progress) progress(now);
    if (now.converged) break;
    if (stop.stop_requested()) throw Error("the relaxation was stopped");
    if (now.iteration + 1 >= options.most_iterations)
      throw InputError(fmt::format(
          "relax: {} iterations leave a force of {:.3g} eV/A and a stress of {:.3g} GPa",
          now.iteration + 1, now.largest_force, now.largest_stress));
  }
  const dlff::Evaluation& last = interactions.last();
  Frame relaxed;
  relaxed.topology = start.topology;
  relaxed.cell = state.cell;
  relaxed.positions = std::move(state.positions);
  relaxed.forces = last.forces;
  relaxed.potential_energy = last.energy;
  relaxed.virial = last.virial;
  return relaxed;
}

}  // namespace vitrine::dynamics
