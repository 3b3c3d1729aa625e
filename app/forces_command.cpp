#include <fmt/core.h>

#include "app/commands.h"
#include "app/frame_range.h"
#include "app/interrupt.h"
#include "app/notice.h"
#include "app/progress.h"
#include "app/runs.h"
#include "sim/dynamics/guard.h"
#include "sim/io/write.h"

namespace vitrine::app {
namespace {

struct Arguments {
  std::string structure;
  std::filesystem::path output;
  std::string frames = "::";
  RunSettings settings;
};

/// The frame with the force field's answer in the place of any it came with. Names as ASE has
/// them: energy, forces and energies (of the atoms) become the results of a calculator there.
Frame with_answer(Frame frame, dlff::ForceField& force_field) {
  NeighbourList neighbours(force_field.cutoff());
  neighbours.build(frame.positions, frame.cell);
  dlff::Evaluation answer;
  force_field.evaluate(frame.positions, frame.cell, neighbours, answer);
  dynamics::check_finite(answer, *frame.topology);
  frame.potential_energy = answer.energy;
  frame.forces = std::move(answer.forces);
  frame.virial = answer.virial;
  frame.columns["energies"] = std::move(answer.atom_energies);
  return frame;
}

void write_forces(const Arguments& arguments) {
  const InterruptWatch watch;
  check_can_write(arguments.output);
  const auto trajectory = open_structure(arguments.structure);
  const std::vector<std::size_t> frames = frame_range(arguments.frames, trajectory->size());
  const auto force_field =
      load_force_field(arguments.settings, load_model(arguments.settings), *trajectory->topology());
  WholeFile out(arguments.output);
  FrameCounter counter(frames.size());
  for (const std::size_t i : frames) {
    if (watch.interrupted())
      throw Interrupted(fmt::format("stopped before frame {}; nothing was written", i));
    counter.next();
    try {
      const FramePtr frame = trajectory->read(i);
      if (i == frames.front()) print_notice(*force_field, *frame);
      io::write_extended_xyz(out, with_answer(*frame, *force_field));
    } catch (const PhysicsError& error) {
      throw PhysicsError(fmt::format("frame {}: {}", i, error.what()), error.atoms());
    }
  }
  out.keep();
}

}  // namespace

void add_forces_command(CLI::App& program) {
  auto* command = program.add_subcommand(
      "forces", "Energy, forces, virial and energies of the atoms of every frame of a file");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("STRUCTURE", arguments->structure, "Shipped structure or file")->required();
  command->add_option("-o,--output", arguments->output, "Extended XYZ file to write")->required();
  command->add_option("--frames", arguments->frames,
                      "start:stop:step, as in Python; one number is one frame");
  add_run_settings(*command, arguments->settings);
  command->callback([arguments] { write_forces(*arguments); });
}

}  // namespace vitrine::app
