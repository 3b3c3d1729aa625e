#pragma once
// The engines side by side: how exact each one is, and one call to ask any of them.
#include <string>

#include "sim/dlff/model.h"
#include "tests/dlff/naive.h"

namespace vitrine::test {

/// How far an engine may be from the truth. Lengths in angstrom.
struct Exactness {
  double force;   ///< of the largest force on an atom, or of 1 eV/A if none is that large
  double energy;  ///< eV per atom
  double virial;  ///< of the virial, or of 1 eV per atom if it is smaller
  double step;    ///< of the differences of the energy that forces are compared to
  double slope;   ///< of 1 eV/A + the slope: what such a difference leaves
};
Exactness exactness(dlff::EngineKind kind);

/// Why this build cannot run the engine; empty if it can.
std::string what_is_missing(dlff::EngineKind kind);
std::string engine_name(dlff::EngineKind kind);

/// The parts of `got` are those of `expected` within the bounds.
void expect_same(const dlff::Evaluation& got, const dlff::Evaluation& expected,
                 const Exactness& within);

}  // namespace vitrine::test
