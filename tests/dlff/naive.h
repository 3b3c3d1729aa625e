#pragma once
// The force field once more, straight from the formulas of design/dlff.md: energy only, one number
// at a time, in long double, with forces and virial as differences of the energy. Slow, and with
// no line in common with the engine.
#include <random>
#include <vector>

#include "sim/dlff/model_data.h"

namespace vitrine::test {

struct Variant {
  bool one_sided = true;
  bool mean_zero = true;
  bool residual = true;
  bool time_step = false;
  bool shared_fitting = false;
  std::vector<std::size_t> embedding = {4, 8, 16};
  std::size_t axis = 3;
  std::vector<std::size_t> fitting = {10, 10, 20};
  dlff::Activation activation = dlff::Activation::tanh;
  double protection = 0;
};

/// A model of random weights for types "Zn" and "H" within 4 A.
dlff::Model random_model(const Variant& variant, unsigned seed);

struct Configuration {
  std::vector<Vec3> positions;
  std::vector<Element> elements;
  Cell cell;
};

/// `count` atoms, no two closer than 0.8 A, in a sheared cell of about `edge` or free.
Configuration random_configuration(std::size_t count, double edge, bool periodic, unsigned seed);

/// eV; atoms of elements the model names.
std::vector<long double> naive_atom_energies(const dlff::Model& model,
                                             const Configuration& configuration);
/// eV, their sum.
long double naive_energy(const dlff::Model& model, const Configuration& configuration);
/// eV/A by a central difference of fourth order.
std::vector<Vec3> naive_forces(const dlff::Model& model, const Configuration& configuration);
/// eV, -dE/d(strain), the same way.
Mat3 naive_virial(const dlff::Model& model, const Configuration& configuration);

/// An engine's answer for a configuration.
dlff::Evaluation evaluate(dlff::ForceField& field, const Configuration& configuration,
                          double skin = 0);
dlff::Evaluation evaluate(dlff::ModelPtr model, const Configuration& configuration,
                          const dlff::EngineSettings& settings = {dlff::EngineKind::reference, 1});

}  // namespace vitrine::test
