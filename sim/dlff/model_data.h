#pragma once
// The weights of a model as plain data: what a reader fills and an engine packs.
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "sim/dlff/model.h"

namespace vitrine::dlff {

enum class Activation { linear, tanh, relu, relu6, softplus, sigmoid, gelu, silu, silut };

/// h = phi(x w + b), times the time step where there is one; then the skip of the layer's shape:
/// y = x + h (as wide out as in), y = (x, x) + h (twice as wide), y = h.
struct Layer {
  std::size_t inputs = 0, outputs = 0;
  std::vector<double> weights;    ///< [inputs][outputs]
  std::vector<double> bias;       ///< [outputs]
  std::vector<double> time_step;  ///< [outputs]; empty: none
  Activation activation = Activation::tanh;
  double threshold = 0;  ///< of silut
  bool residual = false;

  bool has_skip() const { return residual && (outputs == inputs || outputs == 2 * inputs); }
};

struct Net {
  std::vector<Layer> layers;
  std::size_t inputs() const { return layers.front().inputs; }
  std::size_t outputs() const { return layers.back().outputs; }
};

/// An embedding net as polynomials of fifth degree (`dp compress`): fine pieces from lower to
/// upper, coarse ones to `end`, straight lines with the edge's value and slope beyond.
/// design/dlff.md section 4; Lu et al., J Chem Theory Comput 18 (2022) 5559.
struct EmbeddingTable {
  double lower = 0, upper = 0, end = 0;       ///< of s
  double fine_stride = 0, coarse_stride = 0;  ///< of s
  std::size_t width = 0;                      ///< M1
  /// [piece][width][6]: value = sum_k c_k x^k, x being the distance from the piece's left edge.
  std::vector<double> coefficients;

  std::size_t pieces() const { return width ? coefficients.size() / (6 * width) : 0; }
  std::size_t fine_pieces() const {
    const auto fine = static_cast<std::size_t>((upper - lower) / fine_stride + 1e-6);
    return std::min(fine, pieces());
  }
};

/// Numbers from outside that the fitting net takes beside the descriptor (fparam, aparam); it is
/// given (x - average) * inverse_spread.
struct ExtraInputs {
  std::vector<double> average, inverse_spread;  ///< [count]
  std::vector<double> preset;                   ///< [count], when nobody gives any; empty: none
  std::size_t count() const { return average.size(); }
};

struct Model {
  std::string name, hash;
  std::string format;   ///< of its file: "TensorFlow frozen graph, version 1.1"
  std::string program;  ///< that wrote it: "deepmd-kit 3.1.0"; empty: the file does not say
  std::vector<std::string> types;
  std::string descriptor_precision = "float64", fitting_precision = "float64";  ///< trained in

  double cutoff = 0;        ///< angstrom
  double switch_start = 0;  ///< angstrom, rcut_smth
  double switch_width = 0;  ///< angstrom: the switch is that of u = (r - switch_start) / this
  double protection = 0;    ///< angstrom, added to r in the denominators (env_protection)
  std::vector<int> slots;   ///< sel: neighbours of each type the model was trained for
  double norm = 0;          ///< N_norm of the descriptor
  bool one_sided = false;   ///< embeddings depend on the neighbour's type alone
  std::size_t axis = 0;     ///< M2

  /// Mean and spread of the four components of a row, by centre and neighbour type:
  /// [(centre * types + neighbour) * 4 + component].
  std::vector<double> mean, spread;
  /// [centre * types + neighbour], or [neighbour] if one-sided. A compressed model has tables in
  /// the place of nets: one of the two is empty.
  std::vector<Net> embeddings;
  std::vector<EmbeddingTable> embedding_tables;
  /// [centre], or the one for all types. The inputs are the descriptor, the frame's parameters,
  /// the atom's parameters.
  std::vector<Net> fittings;
  ExtraInputs frame_parameters, atom_parameters;
  std::vector<double> bias;  ///< eV per atom of each type

  std::size_t type_count() const { return types.size(); }
  bool compressed() const { return !embedding_tables.empty(); }
  std::size_t embedding_index(std::size_t centre, std::size_t neighbour) const {
    return one_sided ? neighbour : centre * type_count() + neighbour;
  }
  std::size_t embedding_count() const { return embeddings.size() + embedding_tables.size(); }
  const Net& embedding(std::size_t centre, std::size_t neighbour) const {
    return embeddings[embedding_index(centre, neighbour)];
  }
  const EmbeddingTable& embedding_table(std::size_t centre, std::size_t neighbour) const {
    return embedding_tables[embedding_index(centre, neighbour)];
  }
  const Net& fitting(std::size_t centre) const {
    return fittings.size() == 1 ? fittings.front() : fittings[centre];
  }
  std::size_t width() const {  ///< M1
    return compressed() ? embedding_tables.front().width : embeddings.front().outputs();
  }
  std::size_t descriptor_size() const { return width() * axis; }
  std::size_t extra_inputs() const { return frame_parameters.count() + atom_parameters.count(); }
};

/// The rules that hold between the parts: widths that fit, finite weights, spreads that are not
/// zero. Throws FileError naming the part. `file` is for the message.
void check(const Model& model, const std::string& file);

}  // namespace vitrine::dlff
