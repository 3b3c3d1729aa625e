#include <fmt/core.h>

#include "app/commands.h"
#include "app/recorded_run.h"
#include "sim/model/errors.h"

namespace vitrine::app {
namespace {

struct Arguments {
  RecordedRun recorded;
  std::string resume;
  bool past_guard = false;
};

void resume(const CLI::App& command, const Arguments& arguments) {
  ResumedRun request{.record = arguments.resume,
                     .engine = {},
                     .threads = arguments.recorded.run.settings.threads,
                     .model = arguments.recorded.run.settings.model,
                     .past_guard = arguments.past_guard};
  for (const char* option : {"--fparam", "--aparam"})
    if (command.count(option) > 0)
      throw InputError(
          fmt::format("run: {} cannot be changed with --resume, the record keeps its own", option));
  if (command.count("--engine") > 0) request.engine = arguments.recorded.run.settings.engine;
  resume_and_record(request);
}

void begin(const Arguments& arguments) {
  const RecordedRun& recorded = arguments.recorded;
  if (recorded.run.protocol.empty())
    throw InputError("run: a PROTOCOL is needed, or --resume and the record of a run");
  if (recorded.record.empty()) throw InputError("run: the run record to write is needed (-o FILE)");
  run_and_record(recorded);
}

}  // namespace

void add_run_command(CLI::App& program) {
  auto* command = program.add_subcommand("run", "Run a protocol without a window and record it");
  auto arguments = std::make_shared<Arguments>();
  NewRun& run = arguments->recorded.run;
  auto* resumed = command->add_option(
      "--resume", arguments->resume,
      "Go on with this record from its newest checkpoint, as if nothing had happened");
  command
      ->add_flag("--past-guard", arguments->past_guard,
                 "With --resume: limits of the guard tenfold")
      ->needs(resumed);
  command
      ->add_option("PROTOCOL", run.protocol,
                   "Shipped protocol (demo, melt-quench, ...) or TOML file")
      ->excludes(resumed);
  command->add_option("-o,--output", arguments->recorded.record, "Run record to write (H5MD)")
      ->excludes(resumed);
  auto* structure = command->add_option("--structure", run.structure,
                                        "Atoms to start from, instead of the protocol's");
  structure->excludes(resumed);
  command
      ->add_option("--from", run.from,
                   "Start from a moment of another run: FILE, FILE@FRAME, FILE@step=N or "
                   "FILE@checkpoint")
      ->excludes(resumed)
      ->excludes(structure);
  command
      ->add_option("--set", run.overrides,
                   "Change a value: quench.rate=10, quench.duration_ps=20, seed=7")
      ->allow_extra_args(false)
      ->excludes(resumed);
  command->add_option("--seed", run.seed, "Seed of the random numbers")->excludes(resumed);
  command
      ->add_flag("--force", arguments->recorded.overwrite, "Replace a record that is there already")
      ->excludes(resumed);
  add_committee_option(*command, run.committee)->allow_extra_args(false)->excludes(resumed);
  add_run_settings(*command, run.settings);
  command->callback([command, arguments] {
    arguments->resume.empty() ? begin(*arguments) : resume(*command, *arguments);
  });
}

}  // namespace vitrine::app
