#pragma once
// A run that needs no force field file: every atom on a spring to where it started.
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>

#include "sim/dynamics/simulation.h"
#include "sim/model/errors.h"
#include "tests/small_framework.h"
#include "widgets/window.h"

namespace vitrine::test {

class Springs : public dlff::ForceField {
 public:
  /// After `sound` evaluations the force on atom `broken_atom` is not a number, `broken` times.
  explicit Springs(std::vector<Vec3> rest, int sound = std::numeric_limits<int>::max(),
                   int broken = std::numeric_limits<int>::max())
      : rest_(std::move(rest)), sound_(sound), broken_(broken) {}
  static constexpr int broken_atom = 6;
  double cutoff() const override { return 3; }
  std::string name() const override { return "springs"; }
  void evaluate(const std::vector<Vec3>& positions, const Cell&, const NeighbourList&,
                dlff::Evaluation& out) override {
    constexpr double stiffness = 5;  // eV/A^2: swings of 0.1 A at 500 K
    out.energy = 0;
    out.virial.setZero();
    out.forces.resize(positions.size());
    out.atom_energies.resize(positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const Vec3 away = positions[i] - rest_[i];
      out.forces[i] = -stiffness * away;
      out.atom_energies[i] = 0.5 * stiffness * away.squaredNorm();
      out.energy += out.atom_energies[i];
    }
    if (sound_ > 0)
      --sound_;
    else if (broken_-- > 0)
      out.forces[broken_atom].setConstant(std::nan(""));
  }

 private:
  std::vector<Vec3> rest_;
  int sound_, broken_;
};

inline constexpr const char* toy_protocol = R"(
title = "toy"
time_step_fs = 0.5
record_interval_ps = 0.005
note = "a toy"
[[stage]]
name = "warm"
kind = "hold"
duration_ps = 1
temperature_k = 500
barostat = "none"
[[stage]]
name = "cool"
kind = "ramp"
duration_ps = 20000
temperature_end_k = 300
barostat = "none"
)";

inline widgets::Run toy_run(const widgets::RunRequest& request) {
  if (request.protocol == "broken") throw InputError("broken: no such protocol");
  const FramePtr start = request.start ? request.start : small_framework();
  dynamics::Simulation::Setup setup;
  setup.start = start;
  constexpr int some = 200;
  if (request.protocol == "breaks")
    setup.force_field = std::make_unique<Springs>(start->positions, some);
  else if (request.protocol == "stumbles")
    setup.force_field = std::make_unique<Springs>(start->positions, some, 1);
  else
    setup.force_field = std::make_unique<Springs>(start->positions);
  setup.protocol = dynamics::parse_protocol(toy_protocol, "toy");
  widgets::Run run;
  run.live = std::make_unique<dynamics::Simulation>(std::move(setup));
  run.title = "toy";
  run.engine = "1 thread · springs";
  return run;
}

/// An extended XYZ file of the small framework, each frame a little shifted.
inline std::filesystem::path write_frames(const std::filesystem::path& file, int frames) {
  std::ofstream out(file);
  for (int k = 0; k < frames; ++k) {
    const FramePtr frame = small_framework(Vec3(0.1 * k, 0, 0));
    out << frame->size() << "\nLattice=\"14 0 0 0 14 0 0 0 14\" Properties=species:S:1:pos:R:3 "
        << "time=" << k << "\n";
    for (std::size_t i = 0; i < frame->size(); ++i) {
      const Vec3& r = frame->positions[i];
      out << element_data(frame->topology->elements[i]).symbol << ' ' << r.x() << ' ' << r.y()
          << ' ' << r.z() << '\n';
    }
  }
  return file;
}

}  // namespace vitrine::test
