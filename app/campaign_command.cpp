#include <fmt/core.h>

#include "app/campaign.h"
#include "app/commands.h"

namespace vitrine::app {

void add_campaign_command(CLI::App& program) {
  auto* command = program.add_subcommand(
      "campaign",
      "Run a protocol over a grid of values and seeds; the same command goes on with it");
  auto campaign = std::make_shared<Campaign>();
  auto status = std::make_shared<bool>(false);
  command->add_option("PROTOCOL", campaign->protocol, "Shipped protocol or TOML file")->required();
  command->add_option("-o,--output", campaign->folder, "Folder for records and logs")->required();
  command
      ->add_option("--grid", campaign->grid,
                   "Values of a key, or of several together: "
                   "melt.pressure_gpa,quench.pressure_gpa=0,0.2,0.4; more than one --grid "
                   "multiply")
      ->allow_extra_args(false);
  command->add_option("--seeds", campaign->seeds, "Seeds, with commas between: 1,2,3")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--set", campaign->overrides, "Change a value in every run")
      ->allow_extra_args(false);
  command->add_option("--at-once", campaign->at_once, "Runs side by side, which share the threads")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_flag("--past-guard", campaign->past_guard,
                    "Go on with the runs that their guards stopped, limits tenfold");
  command->add_flag("--status", *status, "Only say where each run stands");
  add_committee_option(*command, campaign->committee)->allow_extra_args(false);
  add_run_settings(*command, campaign->settings);
  command->callback([campaign, status] {
    if (!*status) run_campaign(*campaign);
    fmt::print("{}", campaign_table(*campaign));
  });
}

}  // namespace vitrine::app
