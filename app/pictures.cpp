#include "app/pictures.h"

#include <fmt/core.h>

#include "analysis/selection_expression.h"
#include "sim/model/errors.h"
#include "widgets/colour_lane.h"
#include "widgets/property_colours.h"

namespace vitrine::app {
namespace {

void set_scale(const analysis::AtomProperty& property, const PictureColours& colours,
               const std::vector<double>& values, render::Look& look) {
  const widgets::PropertyLook usual = widgets::usual_look(property);
  look.map = colours.map.value_or(usual.map);
  look.reversed = usual.reversed != colours.reversed;
  look.range_low = usual.low;
  look.range_high = usual.high;
  if (colours.range) {
    look.range_low = colours.range->first;
    look.range_high = colours.range->second;
  } else if (usual.range != widgets::ColourRange::fixed) {
    if (const auto range = widgets::range_of(values)) {
      look.range_low = widgets::widened(*range).low;
      look.range_high = widgets::widened(*range).high;
    }
  }
}

}  // namespace

render::Picture coloured_picture(FramePtr frame, const analysis::ReferencePtr& reference,
                                 const PictureColours& colours, render::Look& look) {
  render::Picture picture;
  picture.frame = std::move(frame);
  if (!colours.selection.empty())
    picture.selected = std::make_shared<const std::vector<int>>(
        analysis::SelectionExpression(colours.selection).select(*picture.frame, reference.get()));
  widgets::ColourJob job;
  job.frame = picture.frame;
  job.reference = reference;
  job.placement = look.placement;
  job.property = colours.property.empty() ? "entropy" : colours.property;
  widgets::FrameColours found = widgets::colour_now(std::move(job));
  picture.arranged = found.arranged;
  const analysis::AtomProperty* property = found.property();
  if (!found.failure.empty() || !property) {
    if (!colours.property.empty()) throw InputError(found.failure);
    fmt::print(stderr, "drawn without colours: {}\n", found.failure);
    return picture;
  }
  set_scale(*property, colours, found.values, look);
  picture.colouring = widgets::colouring_of(*property, std::move(found.values));
  return picture;
}

}  // namespace vitrine::app
