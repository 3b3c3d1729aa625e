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
  std::vector<Padded3> positions;  ///< by image
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
  /// The near or the distant pairs of the block with neighbours of one type, centre after centre.
  struct Zone {
    Buffer<double> d, by_r, by_q, direct;
    Buffer<float> rows, slopes, within, per_s, g, powers;
    Buffer<std::int32_t> interval;
    std::vector<std::int32_t> places;  ///< of the neighbours
    std::vector<std::size_t> starts;   ///< of each centre, and the end
    PairArrays arrays;
    std::size_t count() const { return starts.back(); }
    std::size_t count(std::size_t k) const { return starts[k + 1] - starts[k]; }
  };
  struct Section {
    const EnvironmentShape* shape;
    Zone near, far;
  };

  bool gather(const Block& block, const PlannedAtoms& atoms, ThreadSums& sums);
  bool gather_centre(const Block& block, std::size_t type, std::size_t k, const PlannedAtoms& atoms,
                     ThreadSums& sums);
  void reserve(Zone& zone, std::size_t pairs);
  void embed(const Block& block);
  void embed_far(const Block& block);
  void describe(const Block& block, const PlannedAtoms& atoms);
  void fit(const Block& block, double* energies);
  void differentiate(const Block& block);
  void add_gradients(const Block& block, const Section& section, const Zone& zone,
                     ThreadSums& sums);
  void end_stage(double StageTimes::*stage);

  const FastModel* model_;
  const FastKernels* kernels_;
  std::vector<Section> sections_;      ///< by neighbour type
  Buffer<float> t_;                    ///< T, then its gradient, by atom: [lanes][4][width]
  Buffer<float> t_rows_, t_gradient_;  ///< by feature: [4][width][lanes]
  Buffer<float> x_, x_gradient_;       ///< [inputs][lanes]
  Buffer<float> energies_;
  FarBuffers far_;
  FittingBuffers fitting_;
  bool measuring_ = false;
  StageTimes times_;
  std::chrono::steady_clock::time_point mark_;
};

}  // namespace vitrine::dlff
