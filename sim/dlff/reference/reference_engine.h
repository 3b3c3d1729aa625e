#pragma once
#include <memory>

#include "sim/dlff/force_field.h"
#include "sim/dlff/model.h"

namespace vitrine::dlff {

/// The formulas of DeepPot-SE as they stand, in double precision throughout: what the other
/// engines are held against.
std::unique_ptr<ForceField> make_reference_engine(ModelPtr model, const Topology& topology,
                                                  const EngineSettings& settings);

}  // namespace vitrine::dlff
