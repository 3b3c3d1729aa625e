#pragma once
#include <functional>
#include <stop_token>

#include "sim/dynamics/interactions.h"
#include "sim/dynamics/strain.h"
#include "sim/model/frame.h"

namespace vitrine::dynamics {

/// When a relaxation is good enough.
struct RelaxOptions {
  bool cell = false;                      ///< relax the cell too
  CellShape shape = CellShape::flexible;  ///< what of it
  double pressure = 0;                    ///< GPa, hydrostatic, when the cell relaxes
  double force_tolerance = 0.0005;        ///< eV/A, largest force on an atom
  double stress_tolerance = 0.0005;       ///< GPa, largest component off the target
  int most_iterations = 20000;
};

struct RelaxProgress {
  int iteration = 0;
  double energy = 0;          ///< eV
  double largest_force = 0;   ///< eV/A
  double largest_stress = 0;  ///< GPa off the target; 0 when the cell is kept
  bool converged = false;
};

/// Energy minimisation by FIRE 2.0 (Guenole et al., Comput Mater Sci 175 (2020) 109584): downhill
/// motion with friction that steers along the force. Preferred to conjugate gradients because it
/// needs no line search and a poor start does no harm. Cells follow as extra degrees of freedom, as
/// in Sheppard et al., J Chem Phys 136 (2012) 074103: the strain times sqrt(N) times half a bond
/// length is a coordinate like any other, driven by W - P V.
class Minimiser {
 public:
  Minimiser(const RelaxOptions& options, const State& state);
  /// One evaluation and one move (no move when converged). PhysicsError when energy or forces are
  /// not finite.
  RelaxProgress iterate(State& state, Interactions& interactions);

 private:
  struct Direction {
    std::vector<Vec3> atoms;
    Mat3 strain = Mat3::Zero();
  };
  void find_forces(const State& state, const dlff::Evaluation& evaluation);
  RelaxProgress judge(const State& state, const dlff::Evaluation& evaluation) const;
  void adapt(State& state, double power);
  void accelerate();
  void move(State& state, double time) const;
  double dot(const Direction& a, const Direction& b) const;

  RelaxOptions options_;
  double strain_length_;  // angstrom: one unit of strain counts as so long a displacement
  Direction force_, velocity_;
  double time_step_, mixing_;
  int downhill_ = 0, iteration_ = 0;
};

/// Relaxes a frame to the nearest minimum; `progress` may be empty. Returns the frame with its
/// energy, forces and virial. Throws InputError when most_iterations do not reach the tolerances,
/// PhysicsError as Minimiser, and Error when stopped.
Frame relax(const Frame& start, dlff::ForceField& force_field, const RelaxOptions& options,
            const std::function<void(const RelaxProgress&)>& progress = {},
            std::stop_token stop = {});

}  // namespace vitrine::dynamics
