#pragma once
#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// What the fitting net of a type answers to a descriptor of zeros, eV: models with `atom_ener`
/// count the energy from there.
double fitting_of_nothing(const Model& model, std::size_t centre);

/// Multiplies the energies of each type by its factor, in the weights of its last layer.
void scale_energies(Model& model, const std::vector<double>& factors);

}  // namespace vitrine::dlff
