#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// What follows the descriptor in the input of the fitting net: the frame's parameters, then the
/// atom's, both normalised.
class FittingExtras {
 public:
  /// From the settings, or the model's presets. InputError when they are missing, of the wrong
  /// number, or given to a model that takes none.
  FittingExtras(const Model& model, const EngineSettings& settings, std::size_t atoms);

  /// [model.extra_inputs()] of one atom.
  std::span<const double> of(std::size_t atom) const {
    return std::span(values_).subspan(per_atom_ ? atom * count_ : 0, count_);
  }

 private:
  std::size_t count_;
  bool per_atom_;
  std::vector<double> values_;  ///< [atoms][count], or one row for all
};

}  // namespace vitrine::dlff
