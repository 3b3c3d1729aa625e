#include "sim/dlff/lennard_jones.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "sim/dlff/engine_input.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::dlff {
namespace {

void check_positive(const char* what, double value) {
  if (!(value > 0) || !std::isfinite(value))
    throw InputError(fmt::format("Lennard-Jones: {} must be positive, got {:g}", what, value));
}

std::vector<std::int64_t> numbers_from_1(std::size_t atoms) {
  std::vector<std::int64_t> ids(atoms);
  std::iota(ids.begin(), ids.end(), 1);
  return ids;
}

}  // namespace

LennardJones::LennardJones(const LennardJonesParameters& parameters) : parameters_(parameters) {
  check_positive("epsilon", parameters.epsilon);
  check_positive("sigma", parameters.sigma);
  check_positive("the cutoff", parameters.cutoff);
  const Pair at_cutoff = pair(parameters.cutoff);
  if (parameters.truncation != Truncation::with_tail) energy_shift_ = at_cutoff.energy;
  if (parameters.truncation == Truncation::force_shifted) slope_shift_ = at_cutoff.slope;
}

LennardJones::Pair LennardJones::pair(double r) const {
  const double s = parameters_.sigma / r, s2 = s * s, s6 = s2 * s2 * s2;
  return {4 * parameters_.epsilon * (s6 * s6 - s6) - energy_shift_ -
              (r - parameters_.cutoff) * slope_shift_,
          24 * parameters_.epsilon * (s6 - 2 * s6 * s6) / r - slope_shift_};
}

void LennardJones::evaluate(const std::vector<Vec3>& positions, const Cell& cell,
                            const NeighbourList& neighbours, Evaluation& out) {
  const std::size_t atoms = positions.size();
  check_input(positions, neighbours, atoms, parameters_.cutoff, numbers_from_1(atoms));
  out.forces.assign(atoms, Vec3::Zero());
  out.atom_energies.assign(atoms, 0);
  out.virial.setZero();
  const double cutoff2 = parameters_.cutoff * parameters_.cutoff;
  for (std::size_t i = 0; i < atoms; ++i)
    for_each_neighbour(neighbours, i, positions, cell, [&](int j, const Vec3& d, double r2) {
      const int here = static_cast<int>(i);
      if (r2 >= cutoff2 || j < here) return;  // the list has every pair both ways
      const double r = std::sqrt(r2);
      if (r < closest_distance) throw_too_close({here, j, r}, numbers_from_1(atoms));
      const Pair at = pair(r);
      const double share = j == here ? 0.25 : 0.5;  // an image of its own comes from both sides
      const Vec3 force = at.slope / r * d;
      out.atom_energies[i] += share * at.energy;
      out.atom_energies[static_cast<std::size_t>(j)] += share * at.energy;
      out.forces[i] += force;
      out.forces[static_cast<std::size_t>(j)] -= force;
      out.virial -= 2 * share * force * d.transpose();
    });
  if (parameters_.truncation == Truncation::with_tail)
    add_tail(static_cast<double>(atoms), cell, out);
  out.energy = std::accumulate(out.atom_energies.begin(), out.atom_energies.end(), 0.0);
}

void LennardJones::add_tail(double atoms, const Cell& cell, Evaluation& out) const {
  if (!cell.exists()) return;
  const double s3 = std::pow(parameters_.sigma / parameters_.cutoff, 3), s9 = s3 * s3 * s3;
  const double each =
      units::pi * parameters_.epsilon * std::pow(parameters_.sigma, 3) * atoms / cell.volume();
  for (double& energy : out.atom_energies) energy += 8.0 / 3 * each * (s9 / 3 - s3);
  out.virial += 16.0 / 3 * each * atoms * (2 * s9 / 3 - s3) * Mat3::Identity();
}

}  // namespace vitrine::dlff
