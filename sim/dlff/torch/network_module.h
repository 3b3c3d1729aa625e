#pragma once
// What a library outside the program computes for an engine: the networks, from the rows of the
// environment matrix to the atoms' energies and back. The module is loaded on demand
// (sim/torch_engine) and links nothing of the program: it sees these headers alone.
#include <memory>
#include <string>
#include <vector>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// Atoms of one type. Every atom has the same number of places for neighbours of a type; the rows
/// of places without a neighbour are zeros and add nothing.
struct NetworkBlock {
  struct Section {
    std::size_t places = 0;
    std::vector<double> rows;    ///< [atoms][places][4], normalised
    std::vector<double> slopes;  ///< answer: dE/drow, of the same shape
  };
  std::size_t centre = 0;  ///< the type
  std::size_t atoms = 0;
  std::vector<Section> sections;    ///< by neighbour type
  std::vector<double> empty_slots;  ///< [atoms][types], negative where neighbours exceed sel
  std::vector<double> extras;       ///< [atoms][model.extra_inputs()]
  std::vector<double> energies;     ///< answer: [atoms], eV, without the bias of the type
};

class NetworkModule {
 public:
  virtual ~NetworkModule() = default;
  /// Throws Error when the device runs out of memory or fails.
  virtual void evaluate(NetworkBlock& block) = 0;
  virtual std::size_t largest_block() const = 0;  ///< atoms that the device takes well at once
  virtual std::string description() const = 0;    ///< "libtorch 1.13.0, cpu, float64"
};

/// The module's one entry; the caller owns the result. Throws Error.
using MakeNetworkModule = NetworkModule* (*)(const Model& model, int threads);

}  // namespace vitrine::dlff
