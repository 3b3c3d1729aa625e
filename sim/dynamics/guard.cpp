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

void Guard::check(const dlff::Evaluation& evaluation, const Topology& topology,
                  double temperature) const {
  check_finite(evaluation, topology);
  const std::vector<Vec3>& forces = evaluation.forces;
  const double limit2 = force_limit * force_limit;
  std::vector<int> atoms =
      atoms_where(forces, [&](const Vec3& f) { return f.squaredNorm() > limit2; });
  if (!atoms.empty()) {
    std::stable_sort(atoms.begin(), atoms.end(), [&](int a, int b) {
      return forces[a].squaredNorm() > forces[b].squaredNorm();
    });
    const std::string reason =
        fmt::format("a force of {}{:.4g} eV/A on {} is over the limit of {:g} eV/A",
                    atoms.size() > 1 ? "up to " : "", forces[atoms.front()].norm(),
                    named(atoms, topology), force_limit);
    fail(reason, std::move(atoms));
  }
  if (!(temperature <= temperature_limit))
    fail(fmt::format("the temperature runs away: {:.0f} K, over the limit of {:.0f} K", temperature,
                     temperature_limit),
         {});
}

}  // namespace vitrine::dynamics
