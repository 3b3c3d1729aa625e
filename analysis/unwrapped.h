#pragma once
#include <vector>

#include "sim/model/frame.h"

namespace vitrine::analysis {

/// How far every atom has come since the first frame, periodic boundaries crossed and all: the sum
/// of the shortest images of its steps, which also holds where the cell changes (von Buelow,
/// Bullerjahn and Hummer, J Chem Phys 153 (2020) 021101, doi:10.1063/5.0008316). An atom that moves
/// half a cell between two frames is taken for one that moved the other way.
class Unwrapped {
 public:
  void add(const Frame& frame);
  /// angstrom, of each atom, less the drift of the centre of mass; masses in dalton.
  std::vector<Vec3> displacements(const std::vector<double>& masses) const;

 private:
  std::vector<Vec3> last_, sums_;
};

}  // namespace vitrine::analysis
