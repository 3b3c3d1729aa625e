#include "render/colour_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace vitrine::render {
namespace {

struct Lab {
  double lightness, a, b;
};

// CIELAB (D65 white) to sRGB, IEC 61966-2-1; colours outside the gamut are clipped.
Rgb to_srgb(const Lab& lab) {
  const auto inverse = [](double f) {
    return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29);
  };
  const double fy = (lab.lightness + 16) / 116;
  const double x = 0.95047 * inverse(fy + lab.a / 500);
  const double y = inverse(fy);
  const double z = 1.08883 * inverse(fy - lab.b / 200);
  const auto gamma = [](double u) {
    u = std::clamp(u, 0.0, 1.0);
    return u <= 0.0031308 ? 12.92 * u : 1.055 * std::pow(u, 1 / 2.4) - 0.055;
  };
  return {gamma(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
          gamma(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
          gamma(0.0556434 * x - 0.2040259 * y + 1.0572252 * z)};
}

// Lightness rises and falls by the same amount per step, so that equal differences of the value
// look equally large on both sides of the middle.
constexpr std::array<Lab, 7> diverging = {{{36, 6, -46},
                                           {55, -8, -40},
                                           {74, -10, -24},
                                           {93, -1, 4},
                                           {74, 24, 25},
                                           {55, 48, 34},
                                           {36, 54, 33}}};

// Along b*, which people without red or green cones see as others do.
constexpr std::array<Lab, 5> sequential = {
    {{16, 6, -34}, {35, 0, -24}, {54, -2, 0}, {73, -3, 36}, {92, -4, 72}}};

constexpr int table_size = 512;
using Table = std::array<Rgb, table_size>;

template <std::size_t Count>
Table table_of(const std::array<Lab, Count>& points) {
  Table table;
  for (int i = 0; i < table_size; ++i) {
    const double x = i * (points.size() - 1.0) / (table_size - 1);
    const auto k = std::min(static_cast<std::size_t>(x), points.size() - 2);
    const double f = x - static_cast<double>(k);
    const Lab &p = points[k], &q = points[k + 1];
    table[i] = to_srgb({p.lightness + f * (q.lightness - p.lightness), p.a + f * (q.a - p.a),
                        p.b + f * (q.b - p.b)});
  }
  return table;
}

Rgb from_hex(std::uint32_t hex) {
  return {((hex >> 16) & 255) / 255.0, ((hex >> 8) & 255) / 255.0, (hex & 255) / 255.0};
}

// NaN has no place on a map; it takes the low end.
double clamp_unit(double t) {
  return t > 0 ? std::min(t, 1.0) : 0;
}

const Rgb& at(const Table& table, double t) {
  return table[static_cast<std::size_t>(std::lround(clamp_unit(t) * (table_size - 1)))];
}

}  // namespace

Rgb map_colour(ColourMap map, double t) {
  switch (map) {
    case ColourMap::blue_red:
      return entropy_colour(t);
    case ColourMap::viridis:
      return viridis(t);
    case ColourMap::blue_yellow:
      return blue_yellow(t);
    case ColourMap::grey:
      return mix({0.15, 0.15, 0.15}, {0.92, 0.92, 0.92}, clamp_unit(t));
  }
  return {};
}

Rgb mix(const Rgb& p, const Rgb& q, double f) {
  return {p.r + f * (q.r - p.r), p.g + f * (q.g - p.g), p.b + f * (q.b - p.b)};
}

Rgb entropy_colour(double t) {
  static const Table table = table_of(diverging);
  return at(table, t);
}

Rgb blue_yellow(double t) {
  static const Table table = table_of(sequential);
  return at(table, t);
}

Rgb viridis(double t) {
  // Every fifteenth (of 256) colour of matplotlib's viridis, which is in the public domain (CC0).
  static constexpr std::array<std::uint32_t, 16> anchors = {
      0x440154, 0x481a6c, 0x472f7d, 0x414487, 0x39568c, 0x31688e, 0x2a788e, 0x23888e,
      0x1f988b, 0x22a884, 0x35b779, 0x54c568, 0x7ad151, 0xa5db36, 0xd2e21b, 0xfde725};
  const double x = clamp_unit(t) * (anchors.size() - 1);
  const auto k = std::min(static_cast<std::size_t>(x), anchors.size() - 2);
  return mix(from_hex(anchors[k]), from_hex(anchors[k + 1]), x - static_cast<double>(k));
}

Rgb element_colour(Element element) {
  switch (element) {
    case element::H:
      return from_hex(0xeeece8);
    case element::C:
      return from_hex(0x6f7174);
    case element::N:
      return from_hex(0x4a74c4);
    case element::O:
      return from_hex(0xc9473f);
    case element::Cl:
      return from_hex(0x6fae5a);
    case element::Co:
      return from_hex(0xb0627f);
    case element::Zn:
      return from_hex(0x5c6b80);
    case element::Br:
      return from_hex(0x8f4b36);
    default:
      return from_hex(0xb58fb8);
  }
}

}  // namespace vitrine::render
