#pragma once
#include "sim/dlff/model.h"
#include "sim/dlff/torch/network_module.h"

namespace vitrine::dlff {

/// A force field whose networks a module evaluates: pairs, rows, forces and sums are the program's
/// own and doubles.
std::unique_ptr<ForceField> make_module_engine(ModelPtr model, const Topology& topology,
                                               const EngineSettings& settings,
                                               std::unique_ptr<NetworkModule> networks);

}  // namespace vitrine::dlff
