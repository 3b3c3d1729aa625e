#include "sim/dynamics/guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/model/errors.h"

namespace vitrine::dynamics {
namespace {

template <class Predicate>
std::vector<int> atoms_where(const std::vector<Vec3>& vectors, Predicate bad) {
  std::vector<int> atoms;
  for (std::size_t i = 0; i < vectors.size(); ++i)
    if (bad(vectors[i])) atoms.push_back(static_cast<int>(i));
  return atoms;
}

bool is_not_finite(const Vec3& vector) {
  return !vector.allFinite();
}

/// Indices of the values over the limit, the largest first.
std::vector<int> atoms_over(const std::vector<double>& values, double limit) {
  std::vector<int> atoms;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!(values[i] <= limit)) atoms.push_back(static_cast<int>(i));
  std::stable_sort(atoms.begin(), atoms.end(), [&](int a, int b) { return values[a] > values[b]; });
  return atoms;
}

std::string named(const std::vector<int>& atoms, const Topology& topology) {
  std::string text = atoms.size() == 1 ? "atom " : "atoms ";
  const std::size_t listed = std::min(atoms.size(), Guard::most_named);
  for (std::size_t i = 0; i < listed; ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", topology.ids[atoms[i]]);
  if (atoms.size() > listed) text += fmt::format(" and {} more", atoms.size() - listed);
  return text;
}

[[noreturn]] void fail(const std::string& reason, std::vector<int> atoms) {
  if (atoms.size() > Guard::most_named) atoms.resize(Guard::most_named);
  throw PhysicsError(reason, std::move(atoms));
}

}  // namespace

void check_positions(const State& state) {
  std::vector<int> atoms = atoms_where(state.positions, is_not_finite);
  if (atoms.empty()) return;
  const std::string who = named(atoms, *state.topology);
  fail(fmt::format("the position of {} is not a number", who), std::move(atoms));
}

void check_finite(const dlff::Evaluation& evaluation, const Topology& topology) {
  std::vector<int> atoms = atoms_where(evaluation.forces, is_not_finite);
  if (!atoms.empty()) {
    const std::string who = named(atoms, topology);
    fail(fmt::format("the force on {} is not a number", who), std::move(atoms));
  }
  if (!std::isfinite(evaluation.energy)) fail("the energy is not a number", {});
  if (!evaluation.virial.allFinite()) fail("the virial is not a number", {});
}

void Guard::check_step(const dlff::Evaluation& evaluation, const Topology& topology,
                       double temperature, double hottest_target) const {
  check_finite(evaluation, topology);
  const double force_limit = tolerance_ * limits_.force;
  std::vector<double> lengths(evaluation.forces.size());
  std::transform(evaluation.forces.begin(), evaluation.forces.end(), lengths.begin(),
                 [](const Vec3& f) { return f.norm(); });
  if (std::vector<int> atoms = atoms_over(lengths, force_limit); !atoms.empty()) {
    const std::string reason =
        fmt::format("a force of {}{:.4g} eV/A on {} is over the limit of {:g} eV/A",
                    atoms.size() > 1 ? "up to " : "", lengths[atoms.front()],
                    named(atoms, topology), force_limit);
    fail(reason, std::move(atoms));
  }
  const double temperature_limit = tolerance_ * (3 * hottest_target + 1000);
  if (!(temperature <= temperature_limit))
    fail(fmt::format("the temperature runs away: {:.0f} K, over the limit of {:.0f} K", temperature,
                     temperature_limit),
         {});
}

void Guard::check_distances(const State& state, const NeighbourList& neighbours) const {
  const double limit = limits_.distance / tolerance_;
  double nearest2 = limit * limit;
  std::vector<int> pair;
  for (std::size_t i = 0; i < state.size(); ++i)
    for_each_neighbour(neighbours, i, state.positions, state.cell,
                       [&](int j, const Vec3&, double r2) {
                         if (r2 >= nearest2) return;
                         nearest2 = r2;
                         pair = {static_cast<int>(i), j};
                       });
  if (pair.empty()) return;
  const std::string who = named(pair, *state.topology);
  fail(fmt::format("{} are {:.3g} A apart, nearer than {:g} A", who, std::sqrt(nearest2), limit),
       std::move(pair));
}

void Guard::check_rings(const State& state) const {
  if (rings_.empty()) return;
  Frame frame;
  frame.topology = state.topology;
  frame.cell = state.cell;
  frame.positions = state.positions;
  std::vector<int> atoms;
  std::size_t broken = 0;
  for (const ImidazoleRing& ring : rings_) {
    if (is_closed(ring, frame)) continue;
    ++broken;
    atoms.insert(atoms.end(), ring.atoms.begin(), ring.atoms.end());
  }
  const double limit = tolerance_ * limits_.broken_rings;
  if (static_cast<double>(broken) <= limit * static_cast<double>(rings_.size())) return;
  const std::string who = named(atoms, *state.topology);
  fail(fmt::format("{} of {} imidazolate rings are broken, more than {:g} %: {}", broken,
                   rings_.size(), 100 * limit, who),
       std::move(atoms));
}

void Guard::restore_from(const Guard& other) {
  tolerance_ = other.tolerance_;
  level_ = other.level_;
  rings_ = other.rings_;
}

bool Guard::fits(std::size_t atoms) const {
  const std::vector<int> members = atoms_of_rings();
  return std::all_of(members.begin(), members.end(),
                     [&](int atom) { return atom >= 0 && static_cast<std::size_t>(atom) < atoms; });
}

std::vector<int> Guard::atoms_of_rings() const {
  std::vector<int> atoms;
  for (const ImidazoleRing& ring : rings_)
    atoms.insert(atoms.end(), ring.atoms.begin(), ring.atoms.end());
  return atoms;
}

void Guard::set_rings(const std::vector<int>& atoms) {
  constexpr std::size_t members = std::tuple_size_v<decltype(ImidazoleRing::atoms)>;
  if (atoms.size() % members != 0)
    throw InputError(fmt::format("{} atoms make no rings of {}", atoms.size(), members));
  rings_.resize(atoms.size() / members);
  for (std::size_t i = 0; i < atoms.size(); ++i) rings_[i / members].atoms[i % members] = atoms[i];
}

void Guard::check_drift(double energy, std::size_t atoms) const {
  const double drift = (energy - level_) / static_cast<double>(atoms);
  const double limit = tolerance_ * limits_.drift;
  if (std::abs(drift) <= limit) return;
  fail(fmt::format("the energy has drifted by {:.3g} eV per atom since the stage began, over the "
                   "limit of {:g} eV",
                   drift, limit),
       {});
}

void Guard::check_disagreement(const std::vector<double>& deviations,
                               const Topology& topology) const {
  const double limit = tolerance_ * limits_.disagreement;
  std::vector<int> atoms = atoms_over(deviations, limit);
  if (atoms.empty()) return;
  const std::string reason = fmt::format(
      "the committee differs by {}{:.3g} eV/A in the force on {}, over the limit of "
      "{:g} eV/A",
      atoms.size() > 1 ? "up to " : "", deviations[atoms.front()], named(atoms, topology), limit);
  fail(reason, std::move(atoms));
}

}  // namespace vitrine::dynamics
