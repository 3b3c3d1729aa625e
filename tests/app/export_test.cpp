// A run handed over to LAMMPS: what its input says of each kind of stage, and the files that a
// record gives. That LAMMPS goes on as Vitrine would is asked by tests/peers/export_with_lammps.py.
#include <gtest/gtest.h>

#include "app/lammps_script.h"
#include "sim/dlff/model.h"
#include "sim/io/h5md.h"
#include "sim/io/read.h"
#include "sim/model/errors.h"
#include "tests/app/program.h"

namespace vitrine::test {
namespace {

const std::vector<std::string> types{"C", "H", "N", "Zn"};

std::string script(const std::string& stages, std::int64_t step = 0) {
  return app::lammps_script(
      dynamics::parse_protocol("title = \"t\"\nstructure = \"zif-4\"\ntime_step_fs = 0.5\n"
                               "thermostat_time_ps = 0.05\nbarostat_time_ps = 0.5\nseed = 7\n" +
                                   stages,
                               "t.toml"),
      step, types);
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
  EXPECT_HAS(script(stage("barostat = \"cell-rescaling\"\n")), "which LAMMPS has not");
}

TEST(LammpsScript, GoesOnInTheMiddleOfARamp) {
  const std::string ramp =
      "[[stage]]\nname = \"before\"\nkind = \"hold\"\nduration_ps = 1\ntemperature_k = 300\n"
      "[[stage]]\nname = \"heat\"\nkind = \"ramp\"\nduration_ps = 10\ntemperature_end_k = 1300\n"
      "barostat = \"none\"\n";
  const std::string rest = script(ramp, 2000 + 5000);
  EXPECT_HAS(rest, "\nfix move all nvt temp 800 1300 0.05\nrun 15000\n");
  EXPECT_EQ(rest.find("# before"), std::string::npos);
  EXPECT_THROW(script(ramp, 22000), InputError);
}

TEST(LammpsScript, MinimisesWhatHasNotBeenMinimised) {
  const std::string stages = "[[stage]]\nname = \"settle\"\nkind = \"minimise\"\n" + stage("");
  EXPECT_HAS(script(stages), "min_style fire\nminimize ");
  EXPECT_EQ(script(stages, 5).find("minimize"), std::string::npos);
}

TEST(Export, ARecordBecomesAFolderThatLammpsGoesOnFrom) {
  const TemporaryFolder folder;
  const std::string record = (folder / "run.h5").string();
  const Outcome run = run_vitrine(
      "run demo-small --set seed=3 --threads 1 -o '" + record +
      "' --set record_interval_ps=0.005 " +
      "--set heat.duration_ps=0.02 --set melt.duration_ps=0.01 --set quench.duration_ps=0.02 " +
      "--set glass.duration_ps=0.01");
  ASSERT_EQ(run.status, 0) << run.output;
  const std::string out = (folder / "lammps").string();
  EXPECT_NE(run_vitrine("export lammps '" + record + "' -o '" + out + "'").status, 0)
      << "it has come to its end";
}

}  // namespace
}  // namespace vitrine::test
