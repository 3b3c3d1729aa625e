// 100 steps of 0.25 fs of ZIF-4 at constant energy, against LAMMPS with DeePMD-kit from the same
// start (tests/data/peers). Positions agree to 1e-4 A and energies to 1e-5 eV per atom: far above
// the digits of the files and the rounding of both programs, far below the motion (0.1 A).
#include <gtest/gtest.h>

#include <fstream>
#include <locale>

#include "sim/dlff/model.h"
#include "sim/dynamics/integrator.h"
#include "sim/model/units.h"
#include "tests/reference.h"

using namespace vitrine;
using namespace vitrine::dynamics;

namespace {

struct Snapshot {
  Cell cell;
  std::vector<int> types;
  std::vector<Vec3> positions, velocities, forces;
};

struct Thermo {
  int step;
  double temperature, potential, kinetic, total, pressure;  // K, eV, bar
};

std::ifstream open_plain(const std::filesystem::path& file) {
  std::ifstream in(file);
  EXPECT_TRUE(in) << file;
  in.imbue(std::locale::classic());
  return in;
}

void skip_lines(std::istream& in, int lines) {
  for (std::string line; lines > 0; --lines) std::getline(in, line);
}

// The dump has its atoms in the order of their ids and its columns in the order read here.
std::vector<Snapshot> read_snapshots() {
  std::ifstream in = open_plain(test::data("peers/zif4-272-nve.dump"));
  std::vector<Snapshot> snapshots;
  for (std::string line; std::getline(in, line);) {  // ITEM: TIMESTEP
    skip_lines(in, 2);
    std::size_t atoms;
    in >> atoms;
    skip_lines(in, 2);
    Vec3 low, high;
    for (int k = 0; k < 3; ++k) in >> low[k] >> high[k];
    skip_lines(in, 2);
    Snapshot s;
    s.cell = Cell::orthorhombic(high.x() - low.x(), high.y() - low.y(), high.z() - low.z());
    for (std::size_t i = 0; i < atoms; ++i) {
      int id, type;
      Vec3 x, v, f;
      in >> id >> type;
      for (Vec3* vector : {&x, &v, &f}) in >> vector->x() >> vector->y() >> vector->z();
      s.types.push_back(type);
      s.positions.push_back(x);
      s.velocities.push_back(v);
      s.forces.push_back(f);
    }
    skip_lines(in, 1);
    snapshots.push_back(std::move(s));
  }
  return snapshots;
}

std::vector<Thermo> read_thermo() {
  std::ifstream in = open_plain(test::data("peers/zif4-272-nve.thermo"));
  skip_lines(in, 1);
  std::vector<Thermo> rows;
  for (Thermo t; in >> t.step >> t.temperature >> t.potential >> t.kinetic >> t.total >> t.pressure;
       skip_lines(in, 1))
    rows.push_back(t);
  return rows;
}

State start_state(const Snapshot& start) {
  const Element elements[] = {element::C, element::H, element::N, element::Zn};
  const double masses[] = {12.0107, 1.00794, 14.0067, 65.409};
  std::vector<Element> atoms;
  std::vector<double> atom_masses;
  for (const int type : start.types) {
    atoms.push_back(elements[type - 1]);
    atom_masses.push_back(masses[type - 1]);
  }
  return {make_topology(atoms, atom_masses), start.cell, start.positions, start.velocities, 0};
}

double largest_distance(const State& state, const std::vector<Vec3>& others) {
  double largest = 0;
  for (std::size_t i = 0; i < state.size(); ++i)
    largest = std::max(largest, state.cell.minimum_image(state.positions[i] - others[i]).norm());
  return largest;
}

}  // namespace

TEST(PeerRun, ConstantEnergyRunComesOutAsWithLammpsAndDeepmd) {
  const std::vector<Snapshot> snapshots = read_snapshots();
  const std::vector<Thermo> thermo = read_thermo();
  ASSERT_EQ(snapshots.size(), 11u);
  ASSERT_EQ(thermo.size(), 11u);
  State state = start_state(snapshots[0]);
  const auto force_field = dlff::make_force_field(dlff::default_model(), *state.topology,
                                                  {dlff::EngineKind::reference, 2});
  Interactions interactions(*force_field);
  Integrator integrator(1);
  integrator.couple({}, state);
  interactions.evaluate(state);
  const double atoms = static_cast<double>(state.size());
  for (std::size_t k = 0; k < snapshots.size(); ++k) {
    ASSERT_EQ(state.step, thermo[k].step);
    EXPECT_LT(largest_distance(state, snapshots[k].positions), 1e-4) << "step " << state.step;
    const dlff::Evaluation& now = interactions.last();
    EXPECT_NEAR(now.energy / atoms, thermo[k].potential / atoms, 1e-5);
    EXPECT_NEAR(kinetic_energy(state) / atoms, thermo[k].kinetic / atoms, 1e-5);
    EXPECT_NEAR(instantaneous_temperature(state), thermo[k].temperature, 0.1);
    // In GPa; the pressure swings by 1.6 in these steps.
    EXPECT_NEAR(instantaneous_pressure(state, now.virial), thermo[k].pressure * units::bar_in_gpa,
                1e-3);
    for (int i = 0; i < 10 && k + 1 < snapshots.size(); ++i)
      integrator.step(state, interactions, 0.00025);
  }
}
