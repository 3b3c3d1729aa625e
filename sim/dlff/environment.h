#pragma once
// The pairs around a block of atoms and their rows of the environment matrix: design/dlff.md,
// sections 1.2 and 1.6. Doubles throughout.
#include <cmath>
#include <span>
#include <vector>

#include "sim/dlff/engine_input.h"
#include "sim/dlff/model_data.h"
#include "sim/model/cell.h"

namespace vitrine::dlff {

/// An atom within the cutoff of another.
struct Pair {
  std::int32_t neighbour;
  Vec3 d;                     ///< angstrom, from the centre to the neighbour
  double by_r, by_q, direct;  ///< g_k = (gR0 by_r + q by_q) d_k + direct gR_k
};

/// The pairs of a block of atoms with neighbours of one type, centre after centre.
struct PairList {
  std::vector<Pair> pairs;
  std::vector<std::size_t> starts;  ///< of each centre, and the end
  std::size_t count(std::size_t k) const { return starts[k + 1] - starts[k]; }
};

/// Positions and neighbours of all atoms.
struct Surroundings {
  const std::vector<Vec3>* positions;
  const Cell* cell;
  const NeighbourList* neighbours;
  const std::vector<std::int32_t>* types;
};

/// The pairs of `atoms` within the model's cutoff, in one list for each neighbour type; by_r, by_q
/// and direct are left to normalise(). False when two atoms are too close: `close` names them.
bool gather_pairs(const Model& model, std::span<const std::int32_t> atoms,
                  const Surroundings& surroundings, std::vector<PairList>& lists, ClosePair& close);

/// Writes the normalised row [4] of the environment matrix and notes in the pair what the way back
/// needs. `mean` and `spread` [4] are those of the pair's types.
void normalise(const Model& model, const double* mean, const double* spread, Pair& pair,
               double* row);

/// dE/dd of a pair (eV/A) from dE/dR [4] of its normalised row.
inline Vec3 pair_gradient(const double* spread, const Pair& pair, const double* slopes) {
  const Vec3 by_vector(slopes[1] / spread[1], slopes[2] / spread[2], slopes[3] / spread[3]);
  const double along = slopes[0] / spread[0] * pair.by_r + by_vector.dot(pair.d) * pair.by_q;
  return along * pair.d + pair.direct * by_vector;
}

}  // namespace vitrine::dlff
