#pragma once
#include <map>
#include <string>

#include "sim/dlff/model.h"
#include "sim/model/frame.h"

namespace vitrine::app {

/// Speed of one kind of matrix product, one thread.
struct MatrixSpeed {
  double gflops = 0;
  std::string by;  ///< whose product it is
};
/// The fastest single-precision product of large matrices at hand: OpenBLAS's where it is
/// installed, or else the engine's own.
MatrixSpeed matrix_speed();

/// What whole time steps at constant energy cost.
struct StepSpeed {
  std::size_t atoms = 0, steps = 0;
  int threads = 1;
  std::string engine, isa, model;
  double steps_per_s = 0;
  double us_per_atom_step = 0;
  std::map<std::string, double> parts;  ///< us per atom and step, of the wall time
  double fitting_gflops = 0;            ///< of one thread, activations included
  MatrixSpeed matrix;
  double gemm_fraction = 0;  ///< fitting_gflops / matrix.gflops
  double load_to_first_force_s = 0;
  double bytes_per_atom = 0;  ///< that atoms, list and engine added to the process
};

struct StepBenchmark {
  std::string model;      ///< file; empty: the shipped one
  std::string structure;  ///< shipped or file
  std::size_t atoms = 0;  ///< at least; 0: the structure as it is
  dlff::EngineKind engine = dlff::EngineKind::fast;
  int threads = 1;
  double seconds = 5;
};

/// Velocities of 300 K, steps of 0.5 fs; some steps to warm up, then as many as fill the seconds.
StepSpeed measure_steps(const StepBenchmark& benchmark);

}  // namespace vitrine::app
