#pragma once
// One block of atoms of one type through the descriptor, the fitting net and back.
#include <array>
#include <chrono>
#include <vector>

#include "sim/dlff/engine_input.h"
#include "sim/dlff/fast/fast_engine.h"
#include "sim/dlff/fast/fast_model.h"
#include "sim/dlff/fast/plan.h"
#include "sim/dlff/fitting_extras.h"

namespace vitrine::dlff {

/// What all blocks of an evaluation read.
struct PlannedAtoms {
  const Plan* plan;
  std::vector<Padded3> positions;  ///< by place, brought home
  std::vector<Padded3> offsets;    ///< of Plan::shifts()
  const FittingExtras* extras;
};

/// Where a thread adds up.
struct ThreadSums {
  std::vector<Padded3> gradients;  ///< by place: dE/dx
  std::array<double, 9> virial;    ///< row-major
  ClosePair close;                 ///< the first that was met, by place
};

/// Evaluates blocks one after the other, keeping its memory.
class FastBlock {
 public:
  explicit FastBlock(const FastModel& model);
  /// energies is by place. False when two atoms are too close; sums.close tells which.
  bool evaluate(const Block& block, const PlannedAtoms& atoms, ThreadSums& sums, double* energies);

  /// Time spent in each stage since the last reset; counted only when asked for.
  void measure(bool on) { measuring_ = on; }
  StageTimes& times() { return times_; }
  const StageTimes& times() const { return times_; }

 private:
  /// The pairs of the block with neighbours of one type, centre after centre.
  struct Section {
    Buffer<double> d, by_r, by_q, direct;
    Buffer<float> rows, within, per_s, g, slopes;
    Buffer<std::int32_t> interval;
    std::vector<std::int32_t> places;  ///< of the neighbours
    std::vector<std::size_t> starts;   ///< of each centre, and the end
    EnvironmentShape shape;
    PairArrays arrays;
    std::size_t count() const { return starts.back(); }
    std::size_t count(std::size_t k) const { return starts[k + 1] - starts[k]; }
  };

  bool gather(const Block& block, const PlannedAtoms& atoms, ThreadSums& sums);
  bool gather_centre(std::size_t place, std::size_t type, const PlannedAtoms& atoms,
                     Section& section, ThreadSums& sums);
  void reserve(Section& section, std::size_t pairs);
  void embed(const Block& block);
  void describe(const Block& block, const PlannedAtoms& atoms);
  void fit(const Block& block, double* energies);
  void differentiate(const Block& block);
  void add_gradients(const Block& block, ThreadSums& sums);
  void end_stage(double StageTimes::*stage);

  const FastModel* model_;
  const FastKernels* kernels_;
  std::vector<Section> sections_;      ///< by neighbour type
  Buffer<float> t_;                    ///< T, then its gradient, by atom: [lanes][4][width]
  Buffer<float> t_rows_, t_gradient_;  ///< by feature: [4][width][lanes]
  Buffer<float> x_, x_gradient_;       ///< [inputs][lanes]
  Buffer<float> energies_;
  FittingBuffers fitting_;
  bool measuring_ = false;
  StageTimes times_;
  std::chrono::steady_clock::time_point mark_;
};

}  // namespace vitrine::dlff
