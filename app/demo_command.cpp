#include <fmt/core.h>

#include "app/analysis_report.h"
#include "app/commands.h"
#include "app/pictures.h"
#include "app/private_display.h"
#include "app/recorded_run.h"
#include "render/picture_file.h"
#include "sim/io/h5md.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

struct Arguments {
  std::filesystem::path folder = "vitrine-demo";
  NewRun run;
};

/// A moment worth a picture: the end of a stage that holds its temperature, named after it
/// (crystal, melt and glass in the demonstrations).
struct Landmark {
  std::string name;
  std::size_t frame;
};

/// The last recorded frame not later than `time` (ps).
std::size_t frame_at(Trajectory& record, double time) {
  std::size_t low = 0, high = record.size();
  while (high - low > 1) {
    const std::size_t middle = (low + high) / 2;
    (record.read(middle)->time <= time + 1e-9 ? low : high) = middle;
  }
  return low;
}

std::vector<Landmark> landmarks(const dynamics::Protocol& protocol, Trajectory& record) {
  std::vector<Landmark> marks;
  double time = 0;
  for (const dynamics::Stage& stage : protocol.stages) {
    time += stage.duration;
    if (!stage.minimise && stage.temperature_start == stage.temperature_end)
      marks.push_back({stage.name, frame_at(record, time)});
  }
  return marks;
}

void write_pictures(Trajectory& record, const std::vector<Landmark>& marks,
                    const std::filesystem::path& folder) {
  const PrivateDisplay display;
  for (const Landmark& mark : marks) {
    const auto file = folder / fmt::format("{}.png", mark.name);
    render::Look look;
    const render::Picture picture = coloured_picture(record.read(mark.frame), nullptr, {}, look);
    render::write_picture(file, picture, look, 1600, 1000);
    fmt::print(stderr, "wrote {}\n", file.string());
  }
}

/// The folder, or one with a number where a run lies in it already.
std::filesystem::path free_folder(const std::filesystem::path& folder) {
  std::filesystem::path free = folder;
  for (int n = 2; std::filesystem::exists(free / "run.h5"); ++n)
    free = fmt::format("{}-{}", folder.string(), n);
  return free;
}

void run_demo(Arguments& arguments) {
  arguments.folder = free_folder(arguments.folder);
  make_folder(arguments.folder);
  const std::filesystem::path file = arguments.folder / "run.h5";
  const dynamics::Protocol protocol = run_and_record({arguments.run, file, false});
  const auto record = io::open_h5md(file);
  AnalysisReport report({}, {}, thread_count(arguments.run.settings));
  report.add(record->size(), [&](std::size_t i) { return record->read(i); });
  report.write_csv(arguments.folder);
  report.write_json(arguments.folder / "analyses.json", file.string());
  write_pictures(*record, landmarks(protocol, *record), arguments.folder);
  fmt::print(
      "The run record, its analyses (CSV, JSON) and a picture of each held stage lie in {}\n",
      std::filesystem::absolute(arguments.folder).string());
}

}  // namespace

void add_demo_command(CLI::App& program) {
  auto* command = program.add_subcommand(
      "demo", "Melt and quench ZIF-4 without a window: record, analyses, pictures");
  auto arguments = std::make_shared<Arguments>();
  arguments->run.protocol = "demo-small";
  command->add_option("PROTOCOL", arguments->run.protocol, "Shipped protocol or TOML file")
      ->capture_default_str();
  command->add_option("-o,--output", arguments->folder, "Folder for everything")
      ->capture_default_str();
  command->add_option("--set", arguments->run.overrides,
                      "Change a value: quench.rate=10, quench.duration_ps=20, seed=7");
  add_committee_option(*command, arguments->run.committee);
  add_run_settings(*command, arguments->run.settings);
  command->callback([arguments] { run_demo(*arguments); });
}

}  // namespace vitrine::app
