#include "sim/dynamics/guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/model/errors.h"

namespace vitrine::dynamics {
namespace {

template <class Predicate>
std::vector<int> worst_atoms(const std::vector<Vec3>& forces, Predicate bad) {
  std::vector<int> atoms;
  for (std::size_t i = 0; i < forces.size(); ++i)
    if (bad(forces[i])) atoms.push_back(static_cast<int>(i));
  std::stable_sort(atoms.begin(), atoms.end(), [&](int a, int b) {
    return forces[a].allFinite() && forces[b].allFinite() &&
           forces[a].squaredNorm() > forces[b].squaredNorm();
  });
  return atoms;
}

// People count atoms from 1, as the files do.
std::string counted(const std::vector<int>& atoms) {
  if (atoms.size() == 1) return fmt::format("atom {}", atoms.front() + 1);
  return fmt::format("{} atoms, the first of them {}", atoms.size(), atoms.front() + 1);
}

[[noreturn]] void fail(const std::string& reason, std::vector<int> atoms) {
  if (atoms.size() > Guard::most_named) atoms.resize(Guard::most_named);
  throw PhysicsError(reason, std::move(atoms));
}

}  // namespace

void check_finite(const dlff::Evaluation& evaluation) {
  const auto bad = [](const Vec3& f) { return !f.allFinite(); };
  if (std::any_of(evaluation.forces.begin(), evaluation.forces.end(), bad)) {
    std::vector<int> atoms = worst_atoms(evaluation.forces, bad);
    const std::string who = counted(atoms);
    fail("the force is not a number on " + who, std::move(atoms));
  }
  if (!std::isfinite(evaluation.energy)) fail("the energy is not a number", {});
  if (!evaluation.virial.allFinite()) fail("the virial is not a number", {});
}

void Guard::check(const dlff::Evaluation& evaluation, double temperature) const {
  check_finite(evaluation);
  const double limit2 = force_limit * force_limit;
  const auto bad = [&](const Vec3& f) { return f.squaredNorm() > limit2; };
  if (std::any_of(evaluation.forces.begin(), evaluation.forces.end(), bad)) {
    std::vector<int> atoms = worst_atoms(evaluation.forces, bad);
    const double worst = evaluation.forces[atoms.front()].norm();
    const std::string reason =
        fmt::format("a force of {:.4g} eV/A on {} is over the limit of {:g} eV/A", worst,
                    counted(atoms), force_limit);
    fail(reason, std::move(atoms));
  }
  if (!(temperature <= temperature_limit))
    fail(fmt::format("the temperature runs away: {:.0f} K, over the limit of {:.0f} K", temperature,
                     temperature_limit),
         {});
}

}  // namespace vitrine::dynamics
