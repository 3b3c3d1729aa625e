#pragma once
#include "sim/dlff/force_field.h"
#include "sim/model/frame.h"

namespace vitrine::app {

/// Tells the user, on standard error, what the force field has to say about these atoms.
void print_notice(const dlff::ForceField& force_field, const Frame& frame);

}  // namespace vitrine::app
