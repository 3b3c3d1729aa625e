#include "tests/dlff/engines.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/model/errors.h"

namespace vitrine::test {
namespace {

std::string torch_engine_name() {
  return dlff::make_force_field(dlff::default_model(), *make_topology({element::C}),
                                {dlff::EngineKind::torch, 1})
      ->name();
}

}  // namespace

// Doubles: sums of some 1e4 terms, each rounded to 1e-16. The difference of fourth order is wrong
// by h^4 times the fifth derivative (1e3 eV/A^5 and more in nets as sharp as the tests') and by
// the rounding of the energy over h.
// Networks in floats: 24 bits through some ten layers, 1e-6 of the largest force and 1e-6 eV of an
// energy per atom; tables are to stay below that. Their energies are rounded to some 1e-6 eV,
// which only a large step divides down.
// The torch engine has doubles on the CPU and floats on an accelerator.
Exactness exactness(dlff::EngineKind kind) {
  constexpr Exactness doubles{1e-11, 1e-11, 1e-11, 3e-4, 2e-7};
  constexpr Exactness floats{2e-5, 1e-5, 2e-5, 4e-3, 1e-3};
  switch (kind) {
    case dlff::EngineKind::reference:
      return doubles;
    case dlff::EngineKind::fast:
      return floats;
    default: {
      static const bool in_doubles = torch_engine_name().ends_with("float64)");
      return in_doubles ? doubles : floats;
    }
  }
}

std::string what_is_missing(dlff::EngineKind kind) {
  if (kind != dlff::EngineKind::torch) return {};
  try {
    torch_engine_name();
    return {};
  } catch (const InputError& error) {
#ifdef VITRINE_HAS_TORCH
    ADD_FAILURE() << error.what();
#endif
    return error.what();
  }
}

std::string engine_name(dlff::EngineKind kind) {
  switch (kind) {
    case dlff::EngineKind::fast:
      return "fast";
    case dlff::EngineKind::reference:
      return "reference";
    default:
      return "torch";
  }
}

void expect_same(const dlff::Evaluation& got, const dlff::Evaluation& expected,
                 const Exactness& within) {
  const std::size_t atoms = expected.forces.size();
  ASSERT_EQ(got.forces.size(), atoms);
  ASSERT_EQ(got.atom_energies.size(), atoms);
  double strongest = 1;
  for (const Vec3& force : expected.forces) strongest = std::max(strongest, force.norm());
  for (std::size_t i = 0; i < atoms; ++i) {
    EXPECT_LE((got.forces[i] - expected.forces[i]).norm(), within.force * strongest)
        << "atom " << i;
    EXPECT_NEAR(got.atom_energies[i], expected.atom_energies[i],
                within.energy * std::max(1.0, std::abs(expected.atom_energies[i])));
  }
  const auto count = static_cast<double>(atoms);
  EXPECT_NEAR(got.energy, expected.energy,
              within.energy * std::max(count, std::abs(expected.energy)));
  EXPECT_LE((got.virial - expected.virial).norm(),
            within.virial * std::max(count, expected.virial.norm()));
}

}  // namespace vitrine::test
