#include <fmt/core.h>

#include <charconv>
#include <map>

#include "app/commands.h"
#include "app/frame_range.h"
#include "app/open_file.h"
#include "app/pictures.h"
#include "app/private_display.h"
#include "render/colour_map.h"
#include "render/picture_file.h"
#include "sim/model/errors.h"

namespace vitrine::app {
namespace {

struct Arguments {
  std::filesystem::path file, output;
  std::string frame = "-1";
  std::string size = "1600x1000";
  bool transparent = false;
  render::Look look;
  PictureColours colours;
  std::string map, range;
};

const std::map<std::string, render::ColourMap> colour_maps(render::colour_map_names.begin(),
                                                           render::colour_map_names.end());

/// "-9:-4"
std::pair<double, double> parse_range(const std::string& text) {
  double low = 0, high = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, low);
  if (first.ec == std::errc() && first.ptr != end && *first.ptr == ':') {
    const auto second = std::from_chars(first.ptr + 1, end, high);
    if (second.ec == std::errc() && second.ptr == end && low < high) return {low, high};
  }
  throw InputError(
      fmt::format("render: --range must read LOW:HIGH, low below high, got '{}'", text));
}

/// "1600x1000"
std::pair<int, int> parse_size(const std::string& text) {
  int width = 0, height = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  if (first.ec == std::errc() && first.ptr != end && *first.ptr == 'x') {
    const auto second = std::from_chars(first.ptr + 1, end, height);
    if (second.ec == std::errc() && second.ptr == end && width >= 16 && height >= 16 &&
        width <= 8192 && height <= 8192)
      return {width, height};
  }
  throw InputError(
      fmt::format("render: --size must read WIDTHxHEIGHT (16 to 8192), got '{}'", text));
}

void render_file(Arguments& arguments) {
  const auto [width, height] = parse_size(arguments.size);
  const auto trajectory = open_file(arguments.file);
  const std::size_t frame = frame_range(arguments.frame, trajectory->size()).front();
  if (!arguments.map.empty()) arguments.colours.map = colour_maps.at(arguments.map);
  if (!arguments.range.empty()) arguments.colours.range = parse_range(arguments.range);
  const auto reference = std::make_shared<const analysis::ReferenceFrame>(trajectory->read(0));
  const render::Picture picture =
      coloured_picture(trajectory->read(frame), reference, arguments.colours, arguments.look);
  const PrivateDisplay display;
  render::write_picture(arguments.output, picture, arguments.look, width, height,
                        arguments.transparent);
}

}  // namespace

void add_render_command(CLI::App& program) {
  auto* command = program.add_subcommand("render", "Draw a frame of a file into a PNG picture");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("FILE", arguments->file, "Structure, trajectory or run record")->required();
  command->add_option("-o,--output", arguments->output, "PNG file to write")->required();
  command->add_option("--frame", arguments->frame, "Frame number from 0; -1 is the last")
      ->capture_default_str();
  command->add_option("--size", arguments->size, "Pixels, WIDTHxHEIGHT")->capture_default_str();
  command->add_flag("--dark", arguments->look.dark, "Dark background");
  command->add_flag("--transparent", arguments->transparent, "No background");
  command->add_flag("!--no-atoms", arguments->look.atoms, "Leave out the atoms");
  command->add_flag("!--no-bonds", arguments->look.bonds, "Leave out the bonds");
  command->add_flag("!--no-linkers", arguments->look.linkers, "Leave out the ring plates");
  command->add_flag("!--no-tetrahedra", arguments->look.tetrahedra, "Leave out the tetrahedra");
  command->add_option("--colour-by", arguments->colours.property,
                      "entropy (the default), coordination, element, tilt_x, tilt_y, tilt_z, ring, "
                      "displacement, force, tetrahedral_order, or column.NAME of the file; changes "
                      "count from its first frame");
  command->add_option("--map", arguments->map, "Colours from the lower to the upper end")
      ->check(CLI::IsMember(colour_maps));
  command->add_flag("--reversed", arguments->colours.reversed, "The map the other way round");
  command->add_option("--range", arguments->range, "Ends of the colour map, LOW:HIGH");
  command->add_option("--select", arguments->colours.selection,
                      "Atoms to point out, as \"element Zn and entropy > -5\"");
  command->callback([arguments] { render_file(*arguments); });
}

}  // namespace vitrine::app
