#include <fmt/core.h>

#include "app/commands.h"
#include "app/notice.h"
#include "app/number_between.h"
#include "app/runs.h"
#include "sim/dynamics/minimiser.h"
#include "sim/io/write.h"
#include "sim/model/errors.h"
#include "sim/model/thermodynamics.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

struct Arguments {
  std::string structure;
  std::filesystem::path output;
  std::vector<double> box;
  std::vector<int> axes;
  dynamics::RelaxOptions options;
  RunSettings settings;
};

/// The structure on the axes and in the box that the command line asks for.
Frame prepared(const Arguments& arguments) {
  Frame frame = *load_structure(arguments.structure);
  if (!arguments.box.empty())
    frame.cell = Cell::orthorhombic(arguments.box[0], arguments.box[1], arguments.box[2]);
  if (!frame.cell.exists())
    throw InputError(
        fmt::format("relax: {} has no cell; give one with --box", arguments.structure));
  if (arguments.axes.empty()) return frame;
  Eigen::Matrix3i axes;
  for (int i = 0; i < 9; ++i) axes(i / 3, i % 3) = arguments.axes[i];
  return change_axes(frame, axes);
}

void relax_structure(const Arguments& arguments) {
  check_can_write(arguments.output);
  const Frame start = prepared(arguments);
  const auto force_field =
      load_force_field(arguments.settings, load_model(arguments.settings), *start.topology);
  const auto report = [](const dynamics::RelaxProgress& progress) {
    if (progress.iteration % 100 == 0 || progress.converged)
      fmt::print(stderr, "{:6}  {:14.6f} eV  {:8.4f} eV/A  {:8.4f} GPa\n", progress.iteration,
                 progress.energy, progress.largest_force, progress.largest_stress);
  };
  fmt::print(stderr, "{}: {} atoms, {:.4f} g/cm3\n", arguments.structure, start.size(),
             mass_density(start));
  auto relaxed =
      std::make_shared<Frame>(dynamics::relax(start, *force_field, arguments.options, report));
  print_notice(*force_field, *relaxed);
  const Vec3 lengths = relaxed->cell.lengths(), angles = relaxed->cell.angles();
  fmt::print(stderr, "{:.4f} g/cm3, cell {:.4f} {:.4f} {:.4f} A, {:.3f} {:.3f} {:.3f} degrees\n",
             mass_density(*relaxed), lengths[0], lengths[1], lengths[2], angles[0], angles[1],
             angles[2]);
  io::write_extended_xyz(arguments.output, {relaxed});
}

}  // namespace

void add_relax_command(CLI::App& program) {
  auto* command = program.add_subcommand("relax", "Bring a structure to its minimum of energy");
  auto arguments = std::make_shared<Arguments>();
  arguments->options.cell = true;
  arguments->settings.engine = dlff::EngineKind::reference;
  command->add_option("STRUCTURE", arguments->structure, "Shipped structure or file")->required();
  command->add_option("-o,--output", arguments->output, "Extended XYZ file to write")->required();
  command->add_flag("!--fixed-cell", arguments->options.cell, "Relax the positions only");
  command->add_option("--pressure", arguments->options.pressure, "GPa")
      ->check(number_between(-5, 50))
      ->capture_default_str();
  command
      ->add_option("--force-tolerance", arguments->options.force_tolerance,
                   "Largest force left, eV/A")
      ->check(number_between(1e-6, 1))
      ->capture_default_str();
  command->add_option("--box", arguments->box, "Orthorhombic cell for a file without one, A")
      ->expected(3);
  command
      ->add_option("--axes", arguments->axes,
                   "New cell vectors in terms of the old: nine integers, row by row")
      ->expected(9);
  add_run_settings(*command, arguments->settings);
  command->callback([arguments] { relax_structure(*arguments); });
}

}  // namespace vitrine::app
