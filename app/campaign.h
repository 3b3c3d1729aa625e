#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "app/recorded_run.h"

namespace vitrine::app {

/// A protocol run at every point of a grid and with every seed, each into a record of its own in
/// one folder; as for Fig. 6e of Du et al., Natl Sci Rev 11 (2024) nwae023: pressures by seeds.
struct Campaign {
  std::string protocol;
  std::filesystem::path folder;
  std::vector<std::string> grid;       ///< see grid_axis()
  std::vector<std::uint64_t> seeds;    ///< empty: the protocol's
  std::vector<std::string> overrides;  ///< of every run
  std::vector<std::string> committee;
  RunSettings settings;     ///< threads: of all runs together
  int at_once = 1;          ///< runs side by side
  bool past_guard = false;  ///< goes on with what guards stopped, their limits tenfold
};

/// Keys of the protocol that take the same value, one of these in each run:
/// "melt.pressure_gpa,quench.pressure_gpa=0,0.2,0.4".
struct GridAxis {
  std::vector<std::string> keys, values;
};
/// InputError unless it reads KEY[,KEY...]=VALUE[,VALUE...].
GridAxis grid_axis(const std::string& text);

struct CampaignRun {
  std::string name;  ///< "pressure_gpa=0.2_seed=3": of its record, without .h5, and of its log
  std::vector<std::string> overrides;
};
/// All runs, the seeds of one point of the grid after each other. InputError when two would have
/// one name.
std::vector<CampaignRun> runs_of(const Campaign& campaign);

/// Where each run stands, as a table. InputError when a record there is none of this campaign.
std::string campaign_table(const Campaign& campaign);

/// Runs what is not finished, each as a process of its own with its share of the threads and its
/// output in a log beside its record: begins what has no record, goes on with what has one, but
/// leaves what a guard stopped. An Error before the first when a structure cannot be read, a record
/// there is none of this campaign, or there are fewer threads than runs side by side. Throws
/// Interrupted when stopped, and Error when runs failed or wait for their guards.
void run_campaign(const Campaign& campaign);

}  // namespace vitrine::app
