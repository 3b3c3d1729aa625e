#include "sim/dlff/fitting_extras.h"

#include <fmt/format.h>

#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

// The numbers to take: the caller's, or the model's preset.
const std::vector<double>& chosen(const ExtraInputs& wanted, const std::vector<double>& given,
                                  const char* what, const std::string& model) {
  if (wanted.count() == 0 && !given.empty())
    throw InputError(fmt::format("the force field {} takes no {} parameters, got {}", model, what,
                                 given.size()));
  if (!given.empty() || wanted.count() == 0) return given;
  if (wanted.preset.empty())
    throw InputError(fmt::format("the force field {} needs {} {} parameters, and none are given",
                                 model, wanted.count(), what));
  return wanted.preset;
}

void check_size(const std::vector<double>& given, std::size_t expected, const char* what,
                const std::string& model) {
  if (given.size() != expected)
    throw InputError(fmt::format("the force field {} needs {} {} parameters, got {}", model,
                                 expected, what, given.size()));
}

void append_normalised(const ExtraInputs& wanted, const double* given, std::vector<double>& to) {
  for (std::size_t k = 0; k < wanted.count(); ++k)
    to.push_back((given[k] - wanted.average[k]) * wanted.inverse_spread[k]);
}

}  // namespace

FittingExtras::FittingExtras(const Model& model, const EngineSettings& settings, std::size_t atoms)
    : count_(model.extra_inputs()) {
  const ExtraInputs &frame = model.frame_parameters, &atom = model.atom_parameters;
  const std::vector<double>& of_frame =
      chosen(frame, settings.frame_parameters, "frame", model.name);
  const std::vector<double>& of_atoms = chosen(atom, settings.atom_parameters, "atom", model.name);
  check_size(of_frame, frame.count(), "frame", model.name);
  per_atom_ = of_atoms.size() != atom.count();
  if (per_atom_) check_size(of_atoms, atoms * atom.count(), "atom", model.name);
  for (std::size_t row = 0; row < (per_atom_ ? atoms : 1); ++row) {
    append_normalised(frame, of_frame.data(), values_);
    append_normalised(atom, of_atoms.data() + row * atom.count(), values_);
  }
}

}  // namespace vitrine::dlff
