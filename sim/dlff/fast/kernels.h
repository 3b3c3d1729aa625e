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

/// Where s falls in a table and how far into the interval: two zones of equal intervals each.
struct TableGrid {
  double lower = 0;             ///< of s
  double middle = 0;            ///< end of the fine zone
  double fine = 1, coarse = 1;  ///< intervals per unit of s
  std::size_t fine_intervals = 0, intervals = 0;
};

/// The environment of the pairs of one centre type and one neighbour type: design section 1.2.
struct EnvironmentShape {
  double switch_start, switch_width, protection;  ///< angstrom
  double mean[4], inverse_spread[4];
  TableGrid grid;
};

/// The pairs of a section, in the order they are worked on. Vectors reach beyond the last pair: up
/// to `spare_pairs` more are there, whose d is a distance and whose slopes are zero.
constexpr std::size_t spare_pairs = 8;
struct PairArrays {
  double* d;               ///< [pairs][4]: neighbour minus centre (angstrom) and its square
  float* rows;             ///< [pairs][4], normalised environment
  std::int32_t* interval;  ///< of the table
  float* within;           ///< 0 to 1
  float* per_s;            ///< d within / d s
  double* by_r;            ///< g = (slope_0 by_r + (slope . d) by_q) d + direct slope_k
  double* by_q;
  double* direct;
  std::size_t room;  ///< pairs that g has room for
  float* g;          ///< [chunks][room][2][chunk]: G and dG/d within
  float* slopes;     ///< [pairs][4]: dE / d rows
};

/// Three numbers in the room of four, so that vectors load and store them whole; the fourth is 0.
struct alignas(32) Padded3 {
  double x[4];
};

/// Atom `atom` of the plan in the image `shift` of the plan.
struct PlannedNeighbour {
  std::int32_t atom, shift;
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

  /// Distances d[count][4] and atoms of the neighbours within the cutoff; returns their count.
  /// Both have room for one more than listed. nearest2 is the least square of all.
  std::size_t (*gather)(std::size_t listed, const PlannedNeighbour* neighbours,
                        const Padded3* positions, const Padded3* offsets, const Padded3& centre,
                        double cutoff2, double* d, std::int32_t* atoms, double* nearest2);

  /// rows, interval, within, per_s, by_r, by_q and direct from d.
  void (*environment)(const EnvironmentShape& shape, std::size_t count, const PairArrays& pairs);

  /// g from the spline, and t[atoms][4][chunks * chunk] += rows (x) G over the pairs starts[k] to
  /// starts[k + 1] of each atom.
  void (*embed)(std::size_t atoms, const std::size_t* starts, const PairArrays& pairs,
                const float* spline, std::size_t intervals, std::size_t chunks, float* t);

  /// slopes of the pairs first to last of one atom from dE/dt[4][chunks * chunk].
  void (*embed_gradient)(std::size_t first, std::size_t last, const PairArrays& pairs,
                         std::size_t chunks, const float* t_gradient);

  /// d becomes the gradient dE/d d; the virial -sum g (x) d is added to, row-major.
  void (*pair_gradients)(const EnvironmentShape& shape, std::size_t count, const PairArrays& pairs,
                         double* virial);

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
