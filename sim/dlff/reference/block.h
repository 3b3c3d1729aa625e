#pragma once
// One block of atoms of one type through the descriptor, the fitting net and back.
#include <span>
#include <vector>

#include "sim/dlff/buffer.h"
#include "sim/dlff/environment.h"
#include "sim/dlff/fitting_extras.h"
#include "sim/dlff/model_data.h"
#include "sim/dlff/reference/packed_net.h"

namespace vitrine::dlff {

/// A model made ready for the kernels, shared by all threads.
class PackedModel {
 public:
  explicit PackedModel(ModelPtr model);
  const Model& model() const { return *model_; }
  /// g and dg [rows][stride] at s [rows][padded(1)], for neighbours of one type.
  void embed(std::size_t centre, std::size_t neighbour, std::size_t rows, const double* s,
             double* g, double* dg, Buffer<double>& scratch) const;
  const PackedNet& fitting(std::size_t centre) const {
    return fittings_[fittings_.size() == 1 ? 0 : centre];
  }
  std::size_t types() const { return model_->type_count(); }
  std::size_t width() const { return model_->width(); }
  std::size_t stride() const { return padded<double>(width()); }
  /// Row length of the fitting net's input: descriptor and extra inputs.
  std::size_t input_stride() const {
    return padded<double>(model_->descriptor_size() + model_->extra_inputs());
  }
  /// What one empty slot of (centre, neighbour) adds to T: [4][stride].
  const double* padding(std::size_t centre, std::size_t neighbour) const {
    return paddings_.data() + (centre * types() + neighbour) * 4 * stride();
  }
  bool has_padding() const { return has_padding_; }

 private:
  void make_paddings();

  ModelPtr model_;
  std::vector<PackedNet> embeddings_, fittings_;
  std::vector<double> paddings_;
  bool has_padding_ = false;
};

/// Where a thread adds up.
struct BlockSums {
  Vec3* forces;           ///< of all atoms, eV/A: added to
  double* atom_energies;  ///< of all atoms: set for those of the block
  Mat3 virial = Mat3::Zero();
  ClosePair close;  ///< the first that was met
};

/// Evaluates blocks one after the other, keeping its memory.
class BlockEvaluator {
 public:
  explicit BlockEvaluator(const PackedModel& packed);
  /// `atoms` are of the type `centre`.
  void evaluate(std::size_t centre, std::span<const std::int32_t> atoms,
                const Surroundings& surroundings, const FittingExtras& extras, BlockSums& sums);

 private:
  /// What is worked out for the pairs with neighbours of one type.
  struct Section {
    Buffer<double> r;       ///< [pairs][4], normalised rows
    Buffer<double> s;       ///< [pairs][padded(1)], their first column
    Buffer<double> g, dg;   ///< [pairs][stride]
    Buffer<double> slopes;  ///< [pairs][4], dE/dR
  };

  void make_rows(std::size_t centre);
  void describe(std::size_t centre, std::span<const std::int32_t> atoms,
                const FittingExtras& extras);
  void differentiate(std::size_t atoms);
  void add_forces(std::size_t centre, std::span<const std::int32_t> atoms, BlockSums& sums);

  const PackedModel* packed_;
  std::vector<PairList> lists_;    ///< by neighbour type
  std::vector<Section> sections_;  ///< likewise
  Buffer<double> t_;               ///< [atoms][4][stride]
  Buffer<double> t_gradient_;      ///< [4][stride]
  Buffer<double> descriptors_, descriptor_gradients_;
  Buffer<double> energies_, scratch_;
  FittingPass fitting_;
};

}  // namespace vitrine::dlff
