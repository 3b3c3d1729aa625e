#pragma once
#include <optional>
#include <vector>

#include "analysis/atom_properties.h"
#include "render/scene.h"

namespace vitrine::widgets {

/// Where the ends of the colour map come from.
enum class ColourRange {
  fixed,
  automatic,  ///< of the frame on the screen
  seen        ///< of all frames that were shown so far
};

/// How a property is coloured.
struct PropertyLook {
  render::ColourMap map = render::ColourMap::viridis;
  bool reversed = false;
  ColourRange range = ColourRange::automatic;
  double low = 0, high = 1;  ///< of a fixed range
  bool operator==(const PropertyLook&) const = default;
};

/// Until somebody chooses otherwise. Entropy: as in Du et al., over the range of a melt-quench, so
/// that a run can be watched.
PropertyLook usual_look(const analysis::AtomProperty& property);

/// The legend and the colours of categories: the elements' own, or Okabe and Ito's set for all
/// eyes.
render::Colouring colouring_of(const analysis::AtomProperty& property, std::vector<double> values);

struct ValueRange {
  double low, high;
};
/// Of the finite values; nothing where there is none.
std::optional<ValueRange> range_of(const std::vector<double>& values);
/// A range of one number, made wide enough to be drawn.
ValueRange widened(ValueRange range);

}  // namespace vitrine::widgets
