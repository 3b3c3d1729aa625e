#pragma once
// The inner loops of the fast engine, compiled for several instruction sets and chosen at run time
// (Highway). Atoms are worked on in blocks of `FastKernels::lanes`: in the fitting net and the
// descriptor a row of a matrix is one feature of all atoms of a block, so that weights are read
// once per block. Rows of a layer come in whole panels, whose surplus is zero. In the embedding a
// row belongs to a pair and is cut into chunks of 16 columns. All buffers start at cache lines
// (Buffer).
#include <cstddef>
#include <cstdint>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// Columns of the embedding that are worked on together.
constexpr std::size_t chunk = 16;
/// The most terms that a series of distant pairs (FarSeries) has.
constexpr std::size_t far_terms = 16;

/// Where s falls in a table and how far into the interval: two zones of equal intervals each.
struct TableGrid {
  double lower = 0;             ///< of s
  double middle = 0;            ///< end of the fine zone
  double fine = 1, coarse = 1;  ///< intervals per unit of s
  std::size_t fine_intervals = 0, intervals = 0;
};

/// Where s falls in a series of distant pairs: x = (s - lower) scale - 1.
struct FarZone {
  double lower = 0, scale = 1;
};

/// The environment of the pairs of one centre type and one neighbour type: design section 1.2.
struct EnvironmentShape {
  double switch_start, switch_width, protection;  ///< angstrom
  double mean[4], inverse_spread[4];
  TableGrid grid;
  FarZone far;
  double far2;  ///< angstrom^2: pairs beyond are distant ones
};

/// The pairs of a block of atoms with near or with distant neighbours of one type, in the order
/// they are worked on. Vectors reach beyond the last pair: up to `spare_pairs` more are there,
/// whose d is a distance and whose slopes are zero.
constexpr std::size_t spare_pairs = 8;
struct PairArrays {
  double* d;     ///< [pairs][4]: neighbour minus centre (angstrom) and its square
  float* rows;   ///< [pairs][4], normalised environment
  double* by_r;  ///< g = (slope_0 by_r + (slope . d) by_q) d + direct slope_k
  double* by_q;
  double* direct;
  float* slopes;  ///< [pairs][4]: dE / d rows
  // Of near pairs alone:
  std::int32_t* interval;  ///< of the table
  float* within;           ///< 0 to 1
  float* per_s;            ///< d within / d s
  std::size_t room;        ///< pairs that g has room for
  float* g;                ///< [chunks][room][2][chunk]: G and dG/d within
  // Of distant pairs alone:
  float* powers;  ///< [pairs][4]: Chebyshev polynomials of degree 1, 2, 4 and 8 of x
};

/// Three numbers in the room of four, so that vectors load and store them whole; the fourth is 0.
struct alignas(32) Padded3 {
  double x[4];
};

/// The listed neighbours of one atom, in whole groups. So many more are there to be looked at
/// ahead.
constexpr std::size_t neighbour_group = 4, neighbours_ahead = 16;
struct ListedNeighbours {
  std::size_t count;
  const std::int32_t* images;  ///< of the neighbours
  const Padded3* positions;    ///< by image
  const std::int32_t* places;  ///< by image
  Padded3 centre;
};

/// Pairs as they are found, with room for one more than are listed.
struct GatheredPairs {
  std::size_t count;
  double* d;             ///< [pairs][4]: neighbour minus centre (angstrom) and 0
  std::int32_t* places;  ///< of the neighbours
};

/// A layer's activation, by rows.
struct ActivationShape {
  Activation activation;
  double threshold;
  const float* time_step;  ///< [rows] or null
};

struct FastKernels {
  const char* name;   ///< of the instruction set
  std::size_t lanes;  ///< atoms of a block
  std::size_t panel;  ///< rows of a matrix that are multiplied together

  /// Distances and atoms of the neighbours nearer than far2, and of the others within the cutoff,
  /// appended to each. nearest2 becomes the least square of all, if that is less.
  void (*gather)(const ListedNeighbours& listed, double far2, double cutoff2, GatheredPairs& near,
                 GatheredPairs& far, double& nearest2);

  /// rows, by_r, by_q and direct from d; interval, within and per_s of near pairs, powers of
  /// distant ones.
  void (*near_environment)(const EnvironmentShape& shape, std::size_t count,
                           const PairArrays& pairs);
  void (*far_environment)(const EnvironmentShape& shape, std::size_t count,
                          const PairArrays& pairs);

  /// g from the spline, and t[atoms][4][chunks * chunk] += rows (x) G over the pairs starts[k] to
  /// starts[k + 1] of each atom.
  void (*embed)(std::size_t atoms, const std::size_t* starts, const PairArrays& pairs,
                const float* spline, std::size_t intervals, std::size_t chunks, float* t);

  /// slopes of the pairs first to last of one atom from dE/dt[4][chunks * chunk].
  void (*embed_gradient)(std::size_t first, std::size_t last, const PairArrays& pairs,
                         std::size_t chunks, const float* t_gradient);

  /// sums[atoms][4][stride] = sum over the distant pairs of each atom of rows (x) phi, the first
  /// far_terms columns. What stands beyond `terms` means nothing.
  void (*sum_far_pairs)(std::size_t atoms, const std::size_t* starts, const PairArrays& pairs,
                        std::size_t terms, std::size_t stride, float* sums);
  /// slopes of the distant pairs of each atom, and zeros for the spare ones, from dE/d sums, of
  /// which that of component c, term k and atom i is gradient[c * row + k * stride + i]. per_s is
  /// dx/ds.
  void (*far_gradient)(std::size_t atoms, const std::size_t* starts, const PairArrays& pairs,
                       float per_s, std::size_t terms, const float* gradient, std::size_t row,
                       std::size_t stride);

  /// d becomes the gradient dE/d d; the virial -sum g (x) d is added to, row-major.
  void (*pair_gradients)(const EnvironmentShape& shape, std::size_t count, const PairArrays& pairs,
                         double* virial);
  /// gradients[places[p]] += d[p] and centres[k] -= d[p] for the pairs p of atom k.
  void (*scatter)(std::size_t atoms, const std::size_t* starts, const double* d,
                  const std::int32_t* places, Padded3* centres, Padded3* gradients);

  /// to[columns][rows] = factor * from[rows][columns]; both are whole vectors.
  void (*transpose)(std::size_t rows, std::size_t columns, float factor, const float* from,
                    float* to);

  /// x[(a, b)][lanes] = sum_c t[c][a] t[c][b], a < width, b < axis, or b <= a besides if `folded`;
  /// t is [4][stride][lanes].
  void (*contract)(std::size_t width, std::size_t axis, bool folded, std::size_t stride,
                   const float* t, float* x);
  /// dE/dt of it; what stands beyond `width` becomes zero.
  void (*contract_gradient)(std::size_t width, std::size_t axis, bool folded, std::size_t stride,
                            const float* t, const float* x_gradient, float* t_gradient);

  /// y[outputs][lanes] = bias[outputs] + sum over the inputs of weights x[inputs][lanes]. The
  /// weights are [outputs / panel][pitch][panel]: for each input, those of a panel's outputs.
  void (*multiply)(std::size_t outputs, std::size_t inputs, std::size_t pitch, const float* weights,
                   const float* bias, const float* x, float* y);
  /// The way back with the same weights: x_gradient[inputs][lanes] from y_gradient[outputs][lanes].
  void (*multiply_back)(std::size_t outputs, std::size_t inputs, std::size_t pitch,
                        const float* weights, const float* y_gradient, float* x_gradient);

  /// z := step phi(z), slope := step phi'(z), for [rows][lanes].
  void (*activate)(std::size_t rows, const ActivationShape& shape, float* z, float* slope);

  /// y[k] = a[k] b[k], y[k] += a[k], for `rows` rows of lanes.
  void (*product)(std::size_t rows, const float* a, const float* b, float* y);
  void (*add)(std::size_t rows, const float* a, float* y);
  /// y[lanes] = bias + sum_k w[k] x[k][lanes]
  void (*weigh)(std::size_t rows, const float* w, float bias, const float* x, float* y);
  /// y[rows][lanes] = w[rows]
  void (*spread)(std::size_t rows, const float* w, float* y);
};

/// Those of the best instruction set of this machine.
const FastKernels& fast_kernels();

}  // namespace vitrine::dlff
