#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "analysis/selection_expression.h"
#include "app/analysis_report.h"
#include "app/commands.h"
#include "app/frame_range.h"
#include "app/number_between.h"
#include "app/open_file.h"
#include "app/progress.h"
#include "sim/io/curve_file.h"
#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

struct ExperimentArguments {
  std::filesystem::path file;
  std::string curve = "scattering.D.xray", window = ":", fit = "scale";
};

struct Arguments {
  std::filesystem::path file;
  std::string frames = "::";
  std::vector<std::string> ids, settings;
  std::filesystem::path json, csv, hdf5;
  ExperimentArguments experiment;
  std::string select;    // an expression; empty: all atoms
  double time_step = 0;  // fs a step; 0: the times of the file
  int threads = 0;       // 0: all cores
  bool list = false;
  bool times = false;
};

std::string with_unit(double value, const std::string& unit) {
  return fmt::format("{:g}{}{}", value, unit == "1" ? "" : " ", unit == "1" ? "" : unit);
}

void list_analyses() {
  for (const analysis::AnalysisInfo& info : analysis::registry()) {
    fmt::print("{:<18} {}\n    from {}\n    {}{}\n", info.id, info.title, info.reference,
               info.restriction.possible ? "with --select: " : "not with --select: ",
               info.restriction.sentence);
    for (const analysis::Parameter& p : info.parameters)
      fmt::print("    {:<16} {:<9} {:<14} {}\n", p.name, with_unit(p.value, p.unit),
                 fmt::format("{:g} to {:g}", p.minimum, p.maximum), p.label);
    fmt::print("\n");
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

/// "0.8:15" -> a window, either end of which may be missing.
analysis::CurveWindow parse_window(const std::string& text) {
  analysis::CurveWindow window;
  const auto colon = text.find(':');
  const auto read = [&](std::size_t begin, std::size_t end, double& value) {
    if (begin == end) return;
    const auto [stop, error] = std::from_chars(text.data() + begin, text.data() + end, value);
    if (error != std::errc() || stop != text.data() + end)
      throw InputError(fmt::format("window: expected LOW:HIGH, got '{}'", text));
  };
  if (colon == text.npos)
    throw InputError(fmt::format("window: expected LOW:HIGH, got '{}'", text));
  read(0, colon, window.low);
  read(colon + 1, text.size(), window.high);
  return window;
}

Experiment read_experiment(const ExperimentArguments& arguments) {
  const auto dot = arguments.curve.find('.');
  if (dot == arguments.curve.npos)
    throw InputError(fmt::format("compare: expected ANALYSIS.CURVE, got '{}'", arguments.curve));
  const bool both = arguments.fit == "both";
  return {analysis::analysis_info(arguments.curve.substr(0, dot)).id,
          arguments.curve.substr(dot + 1),
          io::read_curve(arguments.file),
          parse_window(arguments.window),
          {both || arguments.fit == "scale", both || arguments.fit == "offset"}};
}

/// What the terminal should say beside the numbers.
void print_notices(const AnalysisReport& report) {
  if (!report.knows_times())
    fmt::print(stderr, "vitrine: the file tells no times; --time-step FEMTOSECONDS gives them\n");
  for (const auto& [id, reason] : report.reasons())
    fmt::print(stderr, "vitrine: {} {}: {}\n",
               report.has_result(id) ? "frames without" : "no result of", id, reason);
}

void print_means(const AnalysisReport& report) {
  for (const analysis::Result& result : report.accumulated()) {
    if (!result.selection.empty()) fmt::print("{:<18} of {}\n", result.id, result.selection);
    for (const analysis::Scalar& scalar : result.scalars)
      fmt::print("{:<18} {:<24} {:>12.6g} {:<12} {}\n", result.id, scalar.name, scalar.value,
                 scalar.error ? fmt::format("+- {:.2g}", *scalar.error) : "",
                 scalar.unit == "1" ? "" : scalar.unit);
  }
}

/// The atoms that an expression means in the first frame to be analysed; they are the ones that are
/// followed.
analysis::ChosenPtr choose_atoms(const std::string& expression, Trajectory& trajectory,
                                 std::size_t frame) {
  if (expression.empty()) return {};
  const FramePtr first = trajectory.read(frame);
  const analysis::ReferenceFrame reference(trajectory.read(0));
  std::vector<int> atoms;
  try {
    atoms = analysis::SelectionExpression(expression).select(*first, &reference);
  } catch (const analysis::ExpressionError& error) {
    throw InputError(fmt::format("select: {}, after '{}'", error.what(),
                                 expression.substr(0, error.position())));
  }
  if (atoms.empty())
    throw InputError(fmt::format("select: no atom of the first frame is '{}'", expression));
  return std::make_shared<analysis::ChosenAtoms>(atoms, first->topology);
}

void add_frames(Trajectory& trajectory, const std::vector<std::size_t>& frames, double time_step,
                AnalysisReport& report) {
  constexpr double femtosecond = 1e-3;  // ps
  FrameCounter counter(frames.size());
  report.add(frames.size(), [&](std::size_t n) -> FramePtr {
    counter.next();
    const FramePtr frame = trajectory.read(frames[n]);
    if (time_step == 0) return frame;
    auto timed = std::make_shared<Frame>(*frame);
    timed->time = femtosecond * time_step * static_cast<double>(frame->step);
    return timed;
  });
}

void print_costs(const AnalysisReport& report) {
  fmt::print(stderr, "{:<18} {:>12} {:>12}\n", "ms a frame", "mean", "fastest");
  for (const analysis::Result& result : report.accumulated()) {
    const AnalysisReport::Cost cost = report.cost(result.id);
    fmt::print(stderr, "{:<18} {:>12.4f} {:>12.4f}\n", result.id, 1e3 * cost.mean,
               1e3 * cost.fastest);
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
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const std::vector<std::size_t> frames = frame_range(arguments.frames, trajectory->size());
  AnalysisReport report(arguments.ids, settings, arguments.threads > 0 ? arguments.threads : cores,
                        choose_atoms(arguments.select, *trajectory, frames.front()));
  if (!arguments.experiment.file.empty()) report.compare(read_experiment(arguments.experiment));
  if (!arguments.csv.empty()) make_folder(arguments.csv);
  add_frames(*trajectory, frames, arguments.time_step, report);
  print_notices(report);
  if (arguments.times) print_costs(report);
  if (report.accumulated().empty()) throw Error("none of the analyses gave a result");
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
      ->check(number_between(0, 1e9));
  command
      ->add_option("--only", arguments->ids,
                   "Analyses to do, with commas between: rdf,pores (default: all)")
      ->delimiter(',')
      ->allow_extra_args(false);
  command
      ->add_option("--set", arguments->settings,
                   "Change a parameter: entropy.sigma=0.2 (--list names them); more than one --set "
                   "add up")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--select", arguments->select,
                      "Of these atoms only: 'element Zn and entropy > -5', in the first frame "
                      "(--list tells what each analysis is of then)");
  command->add_option("--threads", arguments->threads, "Threads to work with (default: all cores)")
      ->check(CLI::Range(1, 1024));
  command->add_flag(
      "--times", arguments->times,
      "Tell how long each analysis took for a frame, on the terminal (what several look "
      "for counts for the first of them)");
  command->add_option("--json", arguments->json,
                      "Write every frame's numbers and the whole row's curves");
  command->add_option("--csv", arguments->csv,
                      "Write frames.csv and a table per curve into this folder");
  command->add_option("--hdf5", arguments->hdf5, "Write both as arrays into this HDF5 file");
  auto* experiment = command->add_option(
      "--experiment", arguments->experiment.file,
      "Measured curve to lay over a computed one: r or Q and intensity in two columns");
  const auto of_experiment = [&](const char* name, std::string& value, const char* help) {
    return command->add_option(name, value, help)->needs(experiment)->capture_default_str();
  };
  of_experiment("--compare", arguments->experiment.curve,
                "What it is compared with: ANALYSIS.CURVE, such as scattering.xray, .neutron, .G, "
                ".D, .T, or rdf.total");
  of_experiment("--window", arguments->experiment.window,
                "Compare from LOW:HIGH, in angstrom or 1/angstrom");
  of_experiment("--fit", arguments->experiment.fit, "What is fitted: experiment = scale y + offset")
      ->check(CLI::IsMember({"scale", "offset", "both", "none"}));
  command->add_flag("--list", arguments->list,
                    "List the analyses: their sources, parameters, units and defaults");
  command->callback([arguments] { analyze(*arguments); });
}

}  // namespace vitrine::app
