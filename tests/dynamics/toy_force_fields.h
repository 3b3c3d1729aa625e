#pragma once
// Force fields whose answers are known on paper.
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "sim/dlff/force_field.h"
#include "sim/dlff/lennard_jones.h"
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

inline std::unique_ptr<dlff::LennardJones> argon_force_field(double cutoff = 7.0) {
  return std::make_unique<dlff::LennardJones>(
      dlff::LennardJonesParameters{argon_epsilon, argon_sigma, cutoff});
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
