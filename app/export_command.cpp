#include <fmt/core.h>

#include <filesystem>

#include "app/branch.h"
#include "app/commands.h"
#include "app/lammps_script.h"
#include "app/runs.h"
#include "sim/dlff/files/model_writer.h"
#include "sim/dynamics/moment.h"
#include "sim/io/checkpoints.h"
#include "sim/io/run_origin.h"
#include "sim/io/write.h"
#include "sim/model/errors.h"
#include "sim/model/whole_file.h"
#include "widgets/recorded_plan.h"

namespace vitrine::app {
namespace {

struct Arguments {
  std::string run, model;
  std::filesystem::path folder;
};

constexpr const char* shell_script = R"script(#!/bin/sh
# Goes on with the run in LAMMPS: needs lmp with pair_style deepmd, and dp (pip install
# "deepmd-kit[cpu,lmp]" has both).
set -e
cd "$(dirname "$0")"
[ -e force-field.pb ] || dp convert-backend force-field.dp force-field.pb
exec lmp -in in.lammps "$@"
)script";

/// What a run has before it at one of its moments.
dynamics::Protocol rest_of_run(const std::string& file, const Frame& start, bool checkpoint) {
  const dynamics::Protocol plan = widgets::recorded_plan(file).value();
  dynamics::Protocol rest =
      dynamics::rest_of(plan, static_cast<double>(start.step) * plan.time_step);
  if (!checkpoint) return rest;
  // A checkpoint knows whether a minimisation that takes no time is over.
  const auto stage = static_cast<std::size_t>(
      dynamics::read_moment(io::read_checkpoint(file).numbers, start.topology).stage);
  while (!rest.stages.empty() && plan.stages.size() - rest.stages.size() < stage &&
         rest.stages.front().minimise)
    rest.stages.erase(rest.stages.begin());
  if (rest.stages.empty())
    throw InputError(file + ": the run is at its end: nothing of it is left");
  return rest;
}

void export_to_lammps(const Arguments& arguments) {
  const std::string file = record_of(arguments.run);
  const io::RunOrigin origin = io::read_origin(file);
  const std::string moment = arguments.run == file ? file + "@checkpoint" : arguments.run;
  branch_point(moment);  // says what is wrong with one that no run can go on from
  const FramePtr start = recorded_moment(moment);
  RunSettings settings;
  settings.model = arguments.model.empty() ? origin.force_field_file : arguments.model;
  const dlff::ModelPtr model = arguments.model.empty()
                                   ? recorded_model(origin, settings, "name it with --model", file)
                                   : load_model(settings);
  const std::vector<std::string>& types = dlff::type_map(*model);
  const std::string script =
      lammps_script(rest_of_run(file, *start, moment.ends_with("@checkpoint")), types,
                    io::lammps_rotation(start->cell), start->step);
  make_folder(arguments.folder);
  io::write_lammps_data(arguments.folder / "structure.data", *start, types);
  dlff::write_model(*model, arguments.folder / "force-field.dp");
  write_whole_file(arguments.folder / "in.lammps", script);
  write_whole_file(arguments.folder / "run.sh", shell_script);
  std::filesystem::permissions(arguments.folder / "run.sh", std::filesystem::perms::owner_exec,
                               std::filesystem::perm_options::add);
  fmt::print("{}: structure.data, force-field.dp, in.lammps and run.sh, from step {} on\n",
             arguments.folder.string(), start->step);
}

}  // namespace

void add_export_command(CLI::App& program) {
  auto* command =
      program.add_subcommand("export", "Hand a run over to another program to go on with");
  command->require_subcommand(1);
  auto* lammps = command->add_subcommand(
      "lammps",
      "Data file, force field and input script that continue a run in LAMMPS with "
      "pair_style deepmd");
  auto arguments = std::make_shared<Arguments>();
  lammps
      ->add_option("RUN", arguments->run,
                   "Run record, from its newest checkpoint on; or RUN@FRAME or RUN@step=N, a frame "
                   "that was recorded with velocities")
      ->required();
  lammps->add_option("-o,--output", arguments->folder, "Folder to write into")->required();
  lammps->add_option("--model", arguments->model,
                     "Another force field than the record's, or where that is now");
  lammps->callback([arguments] { export_to_lammps(*arguments); });
}

}  // namespace vitrine::app
