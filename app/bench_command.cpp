#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <set>

#include "app/commands.h"
#include "app/number_between.h"
#include "app/runs.h"
#include "app/step_benchmark.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

struct Arguments {
  StepBenchmark benchmark;
  RunSettings settings;
  std::vector<std::string> files;
  std::filesystem::path json;
};

void print(const StepSpeed& speed) {
  fmt::print("{} atoms, {}, {} engine{}, {} thread{}, {} steps\n", speed.atoms, speed.model,
             speed.engine, speed.isa.empty() ? "" : " (" + speed.isa + ")", speed.threads,
             speed.threads == 1 ? "" : "s", speed.steps);
  fmt::print("{:8.1f} steps/s\n{:8.2f} us per atom and step, of which\n", speed.steps_per_s,
             speed.us_per_atom_step);
  for (const auto& [name, part] : speed.parts) fmt::print("{:8.2f} {}\n", part, name);
  if (speed.gemm_fraction > 0)
    fmt::print("{:8.1f} GFLOP/s in the fitting net, {:.0f} % of a large product ({:.1f}, {})\n",
               speed.fitting_gflops, 100 * speed.gemm_fraction, speed.matrix.gflops,
               speed.matrix.by);
  fmt::print("{:8.3f} s from the model's file to the first force\n{:8.1f} kB per atom\n",
             speed.load_to_first_force_s, speed.bytes_per_atom / 1000);
}

std::string to_json(const StepSpeed& speed) {
  const nlohmann::json json = {{"us_per_atom_step", speed.us_per_atom_step},
                               {"steps_per_s", speed.steps_per_s},
                               {"parts", speed.parts},
                               {"gemm_fraction", speed.gemm_fraction},
                               {"fitting_gflops", speed.fitting_gflops},
                               {"gemm_gflops", speed.matrix.gflops},
                               {"gemm_by", speed.matrix.by},
                               {"threads", speed.threads},
                               {"isa", speed.isa},
                               {"engine", speed.engine},
                               {"model", speed.model},
                               {"atoms", speed.atoms},
                               {"steps", speed.steps},
                               {"load_to_first_force_s", speed.load_to_first_force_s},
                               {"bytes_per_atom", speed.bytes_per_atom}};
  return json.dump(2) + "\n";
}

bool is_model_name(const std::string& file) {
  static const std::set<std::string> extensions{".dp", ".pb", ".yaml", ".yml", ".pth", ".pt2"};
  return extensions.count(std::filesystem::path(file).extension().string()) > 0;
}

/// "bench a.dp b.xyz", and either alone.
void sort_files(Arguments& arguments) {
  if (arguments.files.size() == 2) {
    arguments.settings.model = arguments.files[0];
    arguments.benchmark.structure = arguments.files[1];
  } else if (arguments.files.size() == 1) {
    const std::string& file = arguments.files.front();
    if (is_model_name(file)) {
      arguments.settings.model = file;
    } else {
      arguments.benchmark.structure = file;
    }
  }
}

void run_benchmark(Arguments& arguments) {
  sort_files(arguments);
  if (!arguments.json.empty()) check_can_write(arguments.json);
  StepBenchmark& benchmark = arguments.benchmark;
  benchmark.model = arguments.settings.model;
  benchmark.engine = arguments.settings.engine;
  benchmark.threads = thread_count(arguments.settings);
  StepSpeed speed = measure_steps(benchmark);
  speed.engine = engine_name(benchmark.engine);
  print(speed);
  if (!arguments.json.empty()) write_whole_file(arguments.json, to_json(speed));
}

}  // namespace

void add_bench_command(CLI::App& program) {
  auto* command =
      program.add_subcommand("bench", "Time whole steps at constant energy, and their parts");
  auto arguments = std::make_shared<Arguments>();
  arguments->benchmark.structure = "zif-4";
  command
      ->add_option("FILES", arguments->files,
                   "Force field and structure, or one of them (default: the shipped zif-chnzn and "
                   "the crystal of ZIF-4)")
      ->expected(0, 2)
      ->option_text("[MODEL] [STRUCTURE]");
  command
      ->add_option("--atoms", arguments->benchmark.atoms,
                   "Repeat the cell until there are at least so many")
      ->check(CLI::Range(1, 10000000))
      ->default_str("those of the structure");
  command->add_option("--seconds", arguments->benchmark.seconds, "How long to measure")
      ->check(number_between(0.1, 3600))
      ->capture_default_str();
  command->add_option("--json", arguments->json, "Write the figures to a JSON file");
  add_run_settings(*command, arguments->settings);
  command->callback([arguments] { run_benchmark(*arguments); });
}

}  // namespace vitrine::app
