#include <fmt/core.h>

#include <charconv>

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
  std::vector<std::string> ids, settings;
  std::filesystem::path json, csv, hdf5;
  double time_step = 0;  // fs a step; 0: the times of the file
  bool list = false;
};

void list_analyses() {
  for (const analysis::AnalysisInfo& info : analysis::registry()) {
    fmt::print("{:<14} {}\n    source: {}\n", info.id, info.title, info.reference);
    for (const analysis::Parameter& p : info.parameters)
      fmt::print("    {} = {:g} {} ({}; {:g} to {:g})\n", p.name, p.value, p.unit, p.label,
                 p.minimum, p.maximum);
  }
}

/// "entropy.sigma=0.2" -> parameters of "entropy".
void apply_setting(const std::string& text, std::map<std::string, analysis::Parameters>& all) {
  const auto dot = text.find('.'), equals = text.find('=');
  double value = 0;
  const char* const end = text.data() + text.size();
  const char* const number = equals == text.npos ? end : text.data() + equals + 1;
  const auto [stop, error] = std::from_chars(number, end, value);
  if (equals == text.npos || dot == text.npos || dot > equals || error != std::errc() ||
      stop != end)
    throw InputError(fmt::format("set: expected ANALYSIS.PARAMETER=NUMBER, got '{}'", text));
  const std::string id = text.substr(0, dot);
  all[analysis::analysis_info(id).id][text.substr(dot + 1, equals - dot - 1)] = value;
}

void print_means(const AnalysisReport& report) {
  for (const analysis::Result& result : report.accumulated())
    for (const analysis::Scalar& scalar : result.scalars)
      fmt::print("{:<14} {:<22} {:>12.6g} {:<12} {}\n", result.id, scalar.name, scalar.value,
                 scalar.error ? fmt::format("+- {:.2g}", *scalar.error) : "",
                 scalar.unit == "1" ? "" : scalar.unit);
}

void add_frames(Trajectory& trajectory, const std::vector<std::size_t>& frames, double time_step,
                AnalysisReport& report) {
  constexpr double femtosecond = 1e-3;  // ps
  FrameCounter counter(frames.size());
  for (const std::size_t i : frames) {
    counter.next();
    const FramePtr frame = trajectory.read(i);
    if (time_step == 0) {
      report.add(*frame);
      continue;
    }
    Frame timed = *frame;
    timed.time = femtosecond * time_step * static_cast<double>(frame->step);
    report.add(timed);
  }
}

void analyze(const Arguments& arguments) {
  if (arguments.list) return list_analyses();
  if (arguments.file.empty())
    throw InputError("analyze: which file? (vitrine analyze FILE --json out.json)");
  for (const auto& file : {arguments.json, arguments.hdf5})
    if (!file.empty()) check_can_write(file);
  const auto trajectory = open_file(arguments.file);
  std::map<std::string, analysis::Parameters> settings;
  for (const std::string& text : arguments.settings) apply_setting(text, settings);
  AnalysisReport report(arguments.ids, settings);
  if (!arguments.csv.empty()) make_folder(arguments.csv);
  const std::vector<std::size_t> frames = frame_range(arguments.frames, trajectory->size());
  add_frames(*trajectory, frames, arguments.time_step, report);
  for (const auto& [id, reason] : report.reasons())
    fmt::print(stderr, "vitrine: frames without {}: {}\n", id, reason);
  if (!arguments.json.empty()) report.write_json(arguments.json, arguments.file.string());
  if (!arguments.csv.empty()) report.write_csv(arguments.csv);
  if (!arguments.hdf5.empty()) report.write_hdf5(arguments.hdf5, arguments.file.string());
  if (arguments.json.empty() && arguments.csv.empty() && arguments.hdf5.empty())
    print_means(report);
}

}  // namespace

void add_analyze_command(CLI::App& program) {
  auto* command = program.add_subcommand("analyze", "Analyse the frames of a file");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("FILE", arguments->file, "Structure, trajectory or run record");
  command->add_option("--frames", arguments->frames,
                      "start:stop:step, as in Python; one number is one frame");
  command
      ->add_option("--time-step", arguments->time_step,
                   "Femtoseconds a step, for files that tell steps but no times (LAMMPS dumps)")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--only", arguments->ids, "Analyses to do (default: all)");
  command->add_option("--set", arguments->settings,
                      "Change a parameter: entropy.sigma=0.2 (--list names them)");
  command->add_option("--json", arguments->json,
                      "Write every frame's numbers and the whole row's curves");
  command->add_option("--csv", arguments->csv,
                      "Write frames.csv and a table per curve into this folder");
  command->add_option("--hdf5", arguments->hdf5, "Write both as arrays into this HDF5 file");
  command->add_flag("--list", arguments->list,
                    "List the analyses: their sources, parameters, units and defaults");
  command->callback([arguments] { analyze(*arguments); });
}

}  // namespace vitrine::app
