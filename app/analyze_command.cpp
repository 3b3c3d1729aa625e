#include <fmt/core.h>

#include "app/analysis_report.h"
#include "app/commands.h"
#include "app/frame_range.h"
#include "app/open_file.h"
#include "app/progress.h"
#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

struct Arguments {
  std::filesystem::path file;
  std::string frames = "::";
  std::vector<std::string> ids;
  std::filesystem::path json, csv;
  bool list = false;
};

void list_analyses() {
  for (const analysis::AnalysisInfo& info : analysis::registry()) {
    fmt::print("{:<14} {}\n", info.id, info.title);
    for (const analysis::Parameter& p : info.parameters)
      fmt::print("    {} = {:g} {} ({}; {:g} to {:g})\n", p.name, p.value, p.unit, p.label,
                 p.minimum, p.maximum);
  }
}

void print_means(const AnalysisReport& report) {
  for (const analysis::Result& result : report.accumulated())
    for (const analysis::Scalar& scalar : result.scalars)
      fmt::print("{:<14} {:<22} {:>12.6g} {}\n", result.id, scalar.name, scalar.value,
                 scalar.unit == "1" ? "" : scalar.unit);
}

void add_frames(Trajectory& trajectory, const std::vector<std::size_t>& frames,
                AnalysisReport& report) {
  FrameCounter counter(frames.size());
  for (const std::size_t i : frames) {
    counter.next();
    report.add(*trajectory.read(i));
  }
}

void analyze(const Arguments& arguments) {
  if (arguments.list) return list_analyses();
  if (arguments.file.empty())
    throw InputError("analyze: which file? (vitrine analyze FILE --json out.json)");
  if (!arguments.json.empty()) check_can_write(arguments.json);
  if (!arguments.csv.empty()) make_folder(arguments.csv);
  const auto trajectory = open_file(arguments.file);
  AnalysisReport report(arguments.ids);
  const std::vector<std::size_t> frames = frame_range(arguments.frames, trajectory->size());
  add_frames(*trajectory, frames, report);
  for (const auto& [id, reason] : report.reasons())
    fmt::print(stderr, "vitrine: frames without {}: {}\n", id, reason);
  if (!arguments.json.empty()) report.write_json(arguments.json, arguments.file.string());
  if (!arguments.csv.empty()) report.write_csv(arguments.csv);
  if (arguments.json.empty() && arguments.csv.empty()) print_means(report);
}

}  // namespace

void add_analyze_command(CLI::App& program) {
  auto* command = program.add_subcommand("analyze", "Analyse the frames of a file");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("FILE", arguments->file, "Structure, trajectory or run record");
  command->add_option("--frames", arguments->frames,
                      "start:stop:step, as in Python; one number is one frame");
  command->add_option("--only", arguments->ids, "Analyses to do (default: all)");
  command->add_option("--json", arguments->json,
                      "Write every frame's numbers and the whole row's curves");
  command->add_option("--csv", arguments->csv,
                      "Write frames.csv and a table per curve into this folder");
  command->add_flag("--list", arguments->list, "List the analyses, their parameters and defaults");
  command->callback([arguments] { analyze(*arguments); });
}

}  // namespace vitrine::app
