#pragma once
// The weights of a model as plain data: what a reader fills and an engine packs.
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

struct Model {
  std::string name, hash;
  std::vector<std::string> types;

  double cutoff = 0;        ///< angstrom
  double switch_start = 0;  ///< angstrom, rcut_smth
  double protection = 0;    ///< angstrom, added to r in the denominators (env_protection)
  std::vector<int> slots;   ///< sel: neighbours of each type the model was trained for
  double norm = 0;          ///< N_norm of the descriptor
  bool one_sided = false;   ///< embedding nets depend on the neighbour's type alone
  std::size_t axis = 0;     ///< M2

  /// Mean and spread of the four components of a row, by centre and neighbour type:
  /// [(centre * types + neighbour) * 4 + component].
  std::vector<double> mean, spread;
  std::vector<Net> embeddings;  ///< [centre * types + neighbour], or [neighbour] if one-sided
  std::vector<Net> fittings;    ///< [centre], or the one for all types
  std::vector<double> bias;     ///< eV per atom of each type

  std::size_t type_count() const { return types.size(); }
  const Net& embedding(std::size_t centre, std::size_t neighbour) const {
    return embeddings[one_sided ? neighbour : centre * type_count() + neighbour];
  }
  const Net& fitting(std::size_t centre) const {
    return fittings.size() == 1 ? fittings.front() : fittings[centre];
  }
  std::size_t width() const { return embeddings.front().outputs(); }  ///< M1
};

/// The rules that hold between the parts: widths that fit, finite weights, spreads that are not
/// zero. Throws FileError naming the part. `file` is for the message.
void check(const Model& model, const std::string& file);

}  // namespace vitrine::dlff
