#include <fmt/core.h>

#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

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
  render::Still still;
  render::Look look;
  PictureColours colours;
  std::string map, range, slice, along;
  std::string placement = "molecules";
};

const std::map<std::string, render::Placement> placements = {
    {"molecules", render::Placement::molecules},
    {"wrapped", render::Placement::wrapped},
    {"given", render::Placement::as_given}};
const std::vector<std::string> directions = {"a", "b", "c", "-a", "-b", "-c"};

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

/// The whole of `text` as a number.
template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

/// "c:0:8", "1,-1,0:2.5:6": normal, position and thickness of a slab.
render::Slice parse_slice(const std::string& text) {
  const InputError mistake(fmt::format(
      "render: --slice must read NORMAL:POSITION:THICKNESS with a, b, c or H,K,L as its normal and "
      "a thickness above 0, as 1,-1,0:2.5:6, got '{}'",
      text));
  const auto split = [](std::string_view words, char at) {
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != std::string_view::npos;) {
      end = words.find(at);
      parts.push_back(words.substr(0, end));
      if (end != std::string_view::npos) words.remove_prefix(end + 1);
    }
    return parts;
  };
  const auto parts = split(text, ':');
  if (parts.size() != 3) throw mistake;
  render::Slice slice;
  slice.on = true;
  if (parts[0] == "a" || parts[0] == "b" || parts[0] == "c") {
    slice.miller = {parts[0] == "a", parts[0] == "b", parts[0] == "c"};
  } else {
    const auto indices = split(parts[0], ',');
    if (indices.size() != 3) throw mistake;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto index = number<int>(indices[i]);
      if (!index) throw mistake;
      slice.miller[i] = *index;
    }
    if (slice.miller == std::array<int, 3>{0, 0, 0}) throw mistake;
  }
  const auto position = number<double>(parts[1]), thickness = number<double>(parts[2]);
  if (!position || !thickness || !std::isfinite(*position) || !(*thickness > 0)) throw mistake;
  slice.position = *position;
  slice.thickness = *thickness;
  return slice;
}

void take_view(Arguments& arguments) {
  arguments.look.placement = placements.at(arguments.placement);
  if (!arguments.slice.empty()) arguments.look.slice = parse_slice(arguments.slice);
  if (arguments.along.empty()) return;
  arguments.still.backwards = arguments.along.front() == '-';
  arguments.still.along = arguments.along.back() - 'a';
}

void render_file(Arguments& arguments) {
  take_view(arguments);
  const auto [width, height] = parse_size(arguments.size);
  const auto trajectory = open_file(arguments.file);
  const std::size_t frame = frame_range(arguments.frame, trajectory->size()).front();
  if (!arguments.map.empty()) arguments.colours.map = colour_maps.at(arguments.map);
  if (!arguments.range.empty()) arguments.colours.range = parse_range(arguments.range);
  const auto reference = std::make_shared<const analysis::ReferenceFrame>(trajectory->read(0));
  const render::Picture picture =
      coloured_picture(trajectory->read(frame), reference, arguments.colours, arguments.look);
  const PrivateDisplay display;
  render::write_picture(arguments.output, picture, arguments.look, width, height, arguments.still);
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
  command->add_flag("--transparent", arguments->still.transparent, "No background");
  command->add_flag("!--no-atoms", arguments->look.atoms, "Leave out the atoms");
  command->add_flag("!--no-bonds", arguments->look.bonds, "Leave out the bonds");
  command->add_flag("!--no-linkers", arguments->look.linkers, "Leave out the ring plates");
  command->add_flag("!--no-tetrahedra", arguments->look.tetrahedra, "Leave out the tetrahedra");
  command->add_option("--along", arguments->along, "Look along a cell vector (- from behind it)")
      ->check(CLI::IsMember(directions));
  command->add_flag("--orthographic", arguments->still.parallel,
                    "What is farther is not drawn smaller");
  command->add_flag("--occlusion", arguments->look.occlusion,
                    "Less light in corners: shows depth, takes longer");
  command->add_flag("--shadows", arguments->look.shadows,
                    "Shadows of what stands in the light from the upper left");
  command->add_option(
      "--slice", arguments->slice,
      "Show a slab only, NORMAL:POSITION:THICKNESS: its normal a, b, c or H,K,L, the "
      "position of its middle from the middle of the cell and its thickness in "
      "angstrom; whole atoms, plates and tetrahedra are kept by their middles");
  command
      ->add_option("--atoms", arguments->placement,
                   "Where they are drawn: molecules whole, wrapped one by one into the cell, or "
                   "as given")
      ->check(CLI::IsMember(placements))
      ->capture_default_str();
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
