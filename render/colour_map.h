#pragma once
#include <array>
#include <string_view>
#include <utility>

#include "render/scene.h"

namespace vitrine::render {

/// Blue (ordered) - pale - red (disordered), t in 0..1; clamps, NaN is 0. The control points lie
/// in CIELAB with lightness linear in t on either side of the pale middle.
Rgb entropy_colour(double t);
/// viridis, for densities.
Rgb viridis(double t);
/// Dark blue to yellow along the axis that all eyes tell apart; lightness linear in t.
Rgb blue_yellow(double t);
Rgb map_colour(ColourMap map, double t);
/// As the command line and saved files call them.
inline constexpr std::array<std::pair<std::string_view, ColourMap>, 4> colour_map_names{
    {{"blue-red", ColourMap::blue_red},
     {"viridis", ColourMap::viridis},
     {"blue-yellow", ColourMap::blue_yellow},
     {"grey", ColourMap::grey}}};
Rgb element_colour(Element element);
/// Outlines of what is selected, in the view and in plots.
inline constexpr Rgb selection_colour{1.0, 0.66, 0.0};
/// p at f = 0, q at f = 1.
Rgb mix(const Rgb& p, const Rgb& q, double f);

}  // namespace vitrine::render
