#include "render/colouring.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "render/colour_map.h"

namespace vitrine::render {
namespace {

constexpr double fading = 0.65;  // towards the background, of what is not selected

const Category& category_of(double value, const std::vector<Category>& categories) {
  return *std::min_element(categories.begin(), categories.end(),
                           [value](const Category& p, const Category& q) {
                             return std::abs(p.value - value) < std::abs(q.value - value);
                           });
}

}  // namespace

std::optional<Rgb> colour_of(double value, const Colouring& colouring, const Look& look) {
  if (std::isnan(value)) return std::nullopt;
  if (!colouring.categories.empty()) return category_of(value, colouring.categories).colour;
  const double width = look.range_high - look.range_low;
  const double place = width > 0 ? (value - look.range_low) / width : 0.5;
  return map_colour(look.map, look.reversed ? 1 - std::clamp(place, 0.0, 1.0) : place);
}

AtomColours::AtomColours(const Picture& picture, const Look& look, const Palette& palette)
    : picture_(picture), look_(look), background_(palette.background) {
  if (!picture.frame || !picture.selected) return;
  selected_.assign(picture.frame->size(), 0);
  for (const int atom : *picture.selected)
    if (atom >= 0 && static_cast<std::size_t>(atom) < selected_.size()) {
      selected_[static_cast<std::size_t>(atom)] = 1;
      any_selected_ = true;
    }
}

double AtomColours::value(int atom) const {
  const std::vector<double>& values = picture_.colouring.values;
  const auto at = static_cast<std::size_t>(atom);
  return at < values.size() ? values[at] : std::numeric_limits<double>::quiet_NaN();
}

Rgb AtomColours::faded(const Rgb& colour, bool fades) const {
  return fades ? mix(colour, background_, fading) : colour;
}

Rgb AtomColours::of(int atom, const Rgb& without) const {
  const Rgb colour = colour_of(value(atom), picture_.colouring, look_).value_or(without);
  return faded(colour, any_selected_ && !selected(atom));
}

Rgb AtomColours::of_ring(const std::array<int, 5>& atoms, const Rgb& without) const {
  double sum = 0, count = 0;
  bool alike = true;
  for (const int atom : atoms) {
    const double own = value(atom);
    if (std::isnan(own)) continue;
    alike = alike && (count == 0 || own == sum / count);
    sum += own;
    ++count;
  }
  const bool has_none = count == 0 || (!picture_.colouring.categories.empty() && !alike);
  const double mean = has_none ? std::numeric_limits<double>::quiet_NaN() : sum / count;
  const bool touched =
      std::any_of(atoms.begin(), atoms.end(), [this](int atom) { return selected(atom); });
  return faded(colour_of(mean, picture_.colouring, look_).value_or(without),
               any_selected_ && !touched);
}

bool AtomColours::selected(const std::array<int, 5>& atoms) const {
  return std::all_of(atoms.begin(), atoms.end(), [this](int atom) { return selected(atom); });
}

}  // namespace vitrine::render
