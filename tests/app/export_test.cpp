// A run handed over to LAMMPS: what its input says of each kind of stage, and the files that a
// record gives. That LAMMPS goes on as Vitrine would is asked by tests/peers/export_with_lammps.py.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "app/lammps_script.h"
#include "sim/dlff/model.h"
#include "sim/io/h5md.h"
#include "sim/io/read.h"
#include "sim/io/write.h"
#include "sim/model/errors.h"
#include "tests/app/program.h"

namespace vitrine::test {
namespace {

const std::vector<std::string> types{"C", "H", "N", "Zn"};

std::string script(const std::string& stages, std::int64_t step = 0) {
  const auto whole = dynamics::parse_protocol(
      "title = \"t\"\nstructure = \"zif-4\"\ntime_step_fs = 0.5\n"
      "thermostat_time_ps = 0.05\nbarostat_time_ps = 0.5\nseed = 7\n" +
          stages,
      "t.toml");
  return app::lammps_script(step == 0 ? whole : dynamics::rest_of(whole, 0.0005 * step), types);
}

std::string stage(const std::string& lines) {
  return "[[stage]]\nname = \"s\"\nkind = \"hold\"\nduration_ps = 1\ntemperature_k = 300\n" + lines;
}

#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST(LammpsScript, SaysEachKindOfMotion) {
  EXPECT_HAS(script(stage("thermostat = \"none\"\nbarostat = \"none\"\n")),
             "\nfix move all nve\nrun 2000\n");
  EXPECT_HAS(script(stage("barostat = \"none\"\n")), "\nfix move all nvt temp 300 300 0.05\n");
  EXPECT_HAS(script(stage("pressure_gpa = 0.2\n")),
             "\nfix move all npt temp 300 300 0.05 iso 2000 2000 0.5\n");
  const std::string bussi = script(stage("thermostat = \"stochastic-rescaling\"\n"));
  EXPECT_HAS(bussi, "\nfix move all nph iso 0 0 0.5\nfix heat all temp/csvr 300 300 0.05 ");
  EXPECT_HAS(bussi, "\nunfix heat\nunfix move\n");
  EXPECT_HAS(script(stage("thermostat = \"langevin\"\nbarostat = \"none\"\n")),
             "\nfix move all nve\nfix heat all langevin 300 300 0.05 ");
  EXPECT_HAS(script(stage("record_interval_ps = 0.01\n")), "\ndump_modify frames every 20\n");
  EXPECT_HAS(script(stage("barostat = \"cell-rescaling\"\n")), "which LAMMPS has not");
}

TEST(LammpsScript, GoesOnInTheMiddleOfARamp) {
  const std::string ramp =
      "[[stage]]\nname = \"before\"\nkind = \"hold\"\nduration_ps = 1\ntemperature_k = 300\n"
      "[[stage]]\nname = \"heat\"\nkind = \"ramp\"\nduration_ps = 10\ntemperature_end_k = 1300\n"
      "barostat = \"none\"\n";
  const std::string rest = script(ramp, 2000 + 5000);
  EXPECT_HAS(rest, "\nfix move all nvt temp 550 1300 0.05\nrun 15000\n");
  EXPECT_EQ(rest.find("# before"), std::string::npos);
  EXPECT_THROW(script(ramp, 22000), InputError);
}

// A crystal whose c axis lies along x is turned for LAMMPS, and what presses on it with it.
TEST(LammpsScript, TurnsTheStressAsTheCrystal) {
  Mat3 rows;
  rows << 0, 0, 18, 15, 0, 0, 0, 15.5, 0;
  const Mat3 rotation = io::lammps_rotation(Cell(rows));
  const auto protocol = dynamics::parse_protocol(
      "structure = \"zif-4\"\n" + stage("cell = \"orthorhombic\"\n"
                                        "stress_gpa = [-1, 0, 0, 0, 0, 0]\n"),
      "t.toml");
  const std::string text = app::lammps_script(protocol, types, rotation);
  const Vec3 axis = rotation.transpose() * Vec3(1, 0, 0);  // where the pressed axis lies now
  for (int k = 0; k < 3; ++k)
    EXPECT_HAS(text, fmt::format(" {0} {1} {1} ", "xyz"[k], std::abs(axis[k]) > 0.9 ? 10000 : 0));
  EXPECT_GT(std::abs(axis[1]), 0.9) << "b is along x in the crystal";
  EXPECT_HAS(text, " nreset 1");
}

TEST(LammpsScript, MinimisesWhatHasNotBeenMinimised) {
  const std::string stages = "[[stage]]\nname = \"settle\"\nkind = \"minimise\"\n" + stage("");
  const std::string all = script(stages);
  EXPECT_HAS(all, "min_style fire\nmin_modify norm max\nminimize 0 0.02 ");
  EXPECT_LT(all.find("minimize"), all.find("velocity all create 300 "));
  EXPECT_EQ(script(stages, 5).find("minimize"), std::string::npos);
}

TEST(Export, ARecordBecomesAFolderThatLammpsGoesOnFrom) {
  const TemporaryFolder folder;
  const std::string protocol = (folder / "p.toml").string(), record = (folder / "run.h5").string();
  std::ofstream(protocol) << "title = \"short\"\nstructure = \"zif-4\"\ntime_step_fs = 0.5\n"
                             "record_interval_ps = 0.005\nrecord_velocities = true\n"
                          << stage("barostat = \"none\"\n");
  const Outcome run = run_vitrine("run '" + protocol +
                                  "' --threads 1 --set s.duration_ps=0.02 -o '" + record + "'");
  ASSERT_EQ(run.status, 0) << run.output;
  const Outcome ended =
      run_vitrine("export lammps '" + record + "' -o '" + (folder / "none").string() + "'");
  EXPECT_NE(ended.status, 0);
  EXPECT_HAS(ended.output, "nothing of it is left");
  EXPECT_FALSE(std::filesystem::exists(folder / "none"));

  const Outcome middle = run_vitrine("export lammps '" + record + "@step=20' -o '" +
                                     (folder / "lammps").string() + "'");
  ASSERT_EQ(middle.status, 0) << middle.output;
  const FramePtr there = io::open_trajectory(folder / "lammps/structure.data")->read(0);
  const FramePtr here = io::open_h5md(record)->read(2);
  ASSERT_EQ(here->step, 20);
  ASSERT_EQ(there->size(), here->size());
  for (std::size_t i = 0; i < here->size(); ++i)
    EXPECT_NEAR((*there->velocities)[i].norm(), (*here->velocities)[i].norm(), 1e-10);
  EXPECT_EQ(dlff::type_map(*dlff::read_model(folder / "lammps/force-field.dp")), types);
  for (const char* name : {"in.lammps", "run.sh"})
    EXPECT_TRUE(std::filesystem::exists((folder / "lammps") / name)) << name;
}

}  // namespace
}  // namespace vitrine::test
