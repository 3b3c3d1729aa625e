#include <fmt/core.h>

#include "app/commands.h"
#include "app/progress.h"
#include "app/recorded_run.h"

namespace vitrine::app {

void add_run_command(CLI::App& program) {
  auto* command = program.add_subcommand("run", "Run a protocol without a window and record it");
  auto request = std::make_shared<RecordedRun>();
  command
      ->add_option("PROTOCOL", request->protocol,
                   "Shipped protocol (demo, melt-quench, ...) or TOML file")
      ->required();
  command->add_option("-o,--output", request->record, "Run record to write (H5MD)")->required();
  command->add_option("--structure", request->structure,
                      "Atoms to start from, instead of the protocol's");
  command->add_option("--set", request->overrides, "Change a value: quench.duration_ps=20, seed=7");
  command->add_option("--seed", request->seed, "Seed of the random numbers");
  command->add_flag("--force", request->overwrite, "Replace a record that is there already");
  add_run_settings(*command, request->settings);
  command->callback([request] { run_and_record(*request); });
}

}  // namespace vitrine::app
