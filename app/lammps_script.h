#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sim/dynamics/protocol.h"

namespace vitrine::app {

/// The files that a LAMMPS input names.
struct LammpsFiles {
  std::string data = "structure.data";
  std::string model = "force-field.pb";
  std::string dump = "run.dump";
};

/// A protocol, from its beginning, as an input of LAMMPS (units metal, pair_style deepmd), stage by
/// stage; steps and times count on from `step`. `types` are the elements of the force field's
/// types. `rotation` (io::lammps_rotation) turns the stresses as the crystal was turned. What
/// LAMMPS has no exact counterpart for stands in the input as a comment that says what was taken
/// instead: stochastic cell rescaling becomes its Martyna-Tobias-Klein barostat.
std::string lammps_script(const dynamics::Protocol& protocol, const std::vector<std::string>& types,
                          const Mat3& rotation = Mat3::Identity(), std::int64_t step = 0,
                          const LammpsFiles& files = {});

}  // namespace vitrine::app
