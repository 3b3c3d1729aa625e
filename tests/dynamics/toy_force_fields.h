#pragma once
// Force fields whose answers are known on paper.
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "sim/dlff/force_field.h"
#include "sim/model/frame.h"

namespace vitrine::test {

inline void clear(std::size_t atoms, dlff::Evaluation& out) {
  out.energy = 0;
  out.virial.setZero();
  out.forces.assign(atoms, Vec3::Zero());
  out.atom_energies.assign(atoms, 0);
}

/// No interaction at all.
class IdealGas : public dlff::ForceField {
 public:
  double cutoff() const override { return 1; }
  std::string name() const override { return "ideal gas"; }
  void evaluate(const std::vector<Vec3>& positions, const Cell&, const NeighbourList&,
                dlff::Evaluation& out) override {
    clear(positions.size(), out);
  }
};

/// Lennard-Jones, potential and force shifted to zero at the cutoff, so that energy is smooth.
class LennardJones : public dlff::ForceField {
 public:
  LennardJones(double epsilon, double sigma, double cutoff)
      : epsilon_(epsilon), sigma2_(sigma * sigma), cutoff_(cutoff) {
    value_at_cutoff_ = 0;
    slope_at_cutoff_ = 0;
    const auto [value, slope] = pair(cutoff);
    value_at_cutoff_ = value;
    slope_at_cutoff_ = slope;
  }
  double cutoff() const override { return cutoff_; }
  std::string name() const override { return "Lennard-Jones"; }
  /// Energy (eV) and slope (eV/A) at a distance.
  std::pair<double, double> pair(double r) const {
    const double s2 = sigma2_ / (r * r), s6 = s2 * s2 * s2;
    const double value = 4 * epsilon_ * (s6 * s6 - s6);
    const double slope = 24 * epsilon_ * (s6 - 2 * s6 * s6) / r;
    return {value - value_at_cutoff_ - (r - cutoff_) * slope_at_cutoff_, slope - slope_at_cutoff_};
  }
  void evaluate(const std::vector<Vec3>& positions, const Cell& cell, const NeighbourList& list,
                dlff::Evaluation& out) override {
    clear(positions.size(), out);
    for (std::size_t i = 0; i < positions.size(); ++i)
      for_each_neighbour(list, i, positions, cell, [&](int, const Vec3& d, double r2) {
        if (r2 >= cutoff_ * cutoff_) return;
        const double r = std::sqrt(r2);
        const auto [value, slope] = pair(r);
        out.atom_energies[i] += 0.5 * value;
        out.forces[i] += slope / r * d;
        out.virial -= 0.5 * slope / r * d * d.transpose();
      });
    for (const double energy : out.atom_energies) out.energy += energy;
  }

 private:
  double epsilon_, sigma2_, cutoff_, value_at_cutoff_, slope_at_cutoff_;
};

/// Another force field whose answer is changed after `after` evaluations.
class Tampered : public dlff::ForceField {
 public:
  using Change = std::function<void(int evaluation, dlff::Evaluation&)>;
  Tampered(std::unique_ptr<dlff::ForceField> inner, Change change)
      : inner_(std::move(inner)), change_(std::move(change)) {}
  double cutoff() const override { return inner_->cutoff(); }
  std::string name() const override { return "tampered"; }
  void evaluate(const std::vector<Vec3>& positions, const Cell& cell, const NeighbourList& list,
                dlff::Evaluation& out) override {
    inner_->evaluate(positions, cell, list, out);
    change_(count_++, out);
  }

 private:
  std::unique_ptr<dlff::ForceField> inner_;
  Change change_;
  int count_ = 0;
};

/// Argon: epsilon / k_B = 119.8 K, sigma = 3.405 A.
inline constexpr double argon_epsilon = 0.010323, argon_sigma = 3.405, argon_mass = 39.948;
inline constexpr Element argon = 18;

inline std::unique_ptr<LennardJones> argon_force_field(double cutoff = 7.0) {
  return std::make_unique<LennardJones>(argon_epsilon, argon_sigma, cutoff);
}

/// n x n x n face-centred cubic cells of argon.
inline Frame argon_crystal(int n, double lattice_constant = 5.3) {
  const Vec3 basis[] = {{0, 0, 0}, {0.5, 0.5, 0}, {0.5, 0, 0.5}, {0, 0.5, 0.5}};
  Frame frame;
  frame.cell = Cell::orthorhombic(n * lattice_constant, n * lattice_constant, n * lattice_constant);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k)
        for (const Vec3& b : basis)
          frame.positions.push_back(lattice_constant * (b + Vec3(i, j, k)));
  frame.topology = make_topology(std::vector<Element>(frame.size(), argon),
                                 std::vector<double>(frame.size(), argon_mass));
  return frame;
}

}  // namespace vitrine::test
