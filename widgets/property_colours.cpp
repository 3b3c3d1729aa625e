#include "widgets/property_colours.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "render/colour_map.h"

namespace vitrine::widgets {
namespace {

using render::Rgb;

// Okabe and Ito, Color Universal Design (2008), and a violet that stands apart from all of them.
// Vermilion stands out, sky blue is the common case.
constexpr Rgb purple{0.80, 0.47, 0.65}, violet{0.42, 0.24, 0.60}, vermilion{0.84, 0.37, 0.0},
    sky_blue{0.34, 0.71, 0.91}, yellow{0.94, 0.89, 0.26}, green{0.0, 0.62, 0.45},
    orange{0.90, 0.62, 0.0}, blue{0.0, 0.45, 0.70}, grey{0.60, 0.60, 0.60};

Rgb colour_of(const analysis::AtomProperty& property, std::size_t category) {
  if (property.id == "element")
    return render::element_colour(static_cast<Element>(property.categories[category].value));
  constexpr std::array<Rgb, 5> coordination = {violet, vermilion, sky_blue, yellow, green};
  if (property.id == "coordination") return coordination[category % coordination.size()];
  constexpr std::array<Rgb, 2> ring = {vermilion, sky_blue};
  if (property.id == "ring") return ring[category % ring.size()];
  constexpr std::array<Rgb, 8> others = {blue,     orange,    green,  purple,
                                         sky_blue, vermilion, yellow, grey};
  return others[category % others.size()];
}

/// As VTK's font writes it: the overlay lowers what follows '_'.
std::string printed_unit(const std::string& unit) {
  if (unit == "deg") return "\u00b0";
  if (unit == "A") return "\u00c5";
  if (unit == "eV/A") return "eV/\u00c5";
  return unit;
}

}  // namespace

PropertyLook usual_look(const analysis::AtomProperty& property) {
  using render::ColourMap;
  if (property.id == "entropy") return {ColourMap::blue_red, false, ColourRange::fixed, -9, -4};
  if (property.id == "tetrahedral_order")
    return {ColourMap::blue_red, true, ColourRange::fixed, 0, 1};
  if (property.unit == "deg") return {ColourMap::viridis, false, ColourRange::fixed, 0, 90};
  return {};
}

render::Colouring colouring_of(const analysis::AtomProperty& property, std::vector<double> values) {
  render::Colouring colouring;
  colouring.title = property.title;
  std::replace(colouring.title.begin(), colouring.title.end(), '_', ' ');
  if (property.unit != "1") colouring.title += " / " + printed_unit(property.unit);
  colouring.values = std::move(values);
  for (std::size_t c = 0; c < property.categories.size(); ++c)
    colouring.categories.push_back(
        {property.categories[c].value, property.categories[c].name, colour_of(property, c)});
  return colouring;
}

std::optional<ValueRange> range_of(const std::vector<double>& values) {
  std::optional<ValueRange> range;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    if (!range) range = {value, value};
    range->low = std::min(range->low, value);
    range->high = std::max(range->high, value);
  }
  return range;
}

ValueRange widened(ValueRange range) {
  if (range.high > range.low) return range;
  const double half = std::max(0.01, 0.05 * std::abs(range.low));
  return {range.low - half, range.high + half};
}

}  // namespace vitrine::widgets
