#pragma once
#include <memory>

#include "sim/dlff/force_field.h"
#include "sim/dlff/model.h"

namespace vitrine::dlff {

/// Seconds that all threads together spent in the stages of an evaluation.
struct StageTimes {
  double plan = 0;         ///< sorting atoms and neighbours after the list was built
  double environment = 0;  ///< distances, switch, rows
  double embedding = 0;    ///< splines, T and descriptor
  double fitting = 0;      ///< the nets, there and back
  double backward = 0;     ///< from the descriptor to the atoms
};

/// The force field for speed: float networks, embedding nets as splines, double geometry and sums.
/// Atoms are worked on in blocks of one type that are near in space; each thread has its own run
/// of blocks, so that the same list and positions give the same bits.
class FastForceField : public ForceField {
 public:
  /// Counts StageTimes from now on, from zero.
  virtual void measure() = 0;
  virtual StageTimes times() const = 0;
  /// Floating-point operations of the fitting nets' matrix products in one evaluation.
  virtual double fitting_flops() const = 0;
  /// Instruction set that was chosen: "AVX2".
  virtual const char* instruction_set() const = 0;
};

/// GFLOP/s of a plain product of large float matrices by the same kernels, on one thread.
double large_product_speed();

std::unique_ptr<FastForceField> make_fast_engine(ModelPtr model, const Topology& topology,
                                                 const EngineSettings& settings);

}  // namespace vitrine::dlff
