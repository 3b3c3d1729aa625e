#pragma once
#include <optional>
#include <string>
#include <utility>

#include "analysis/reference_frame.h"
#include "render/scene.h"

namespace vitrine::app {

/// What a picture is coloured by; what is not given is as the window would have it.
struct PictureColours {
  std::string property =
      {};  ///< an id of analysis/atom_properties.h; empty: entropy where there is one
  std::optional<render::ColourMap> map = {};
  bool reversed = false;
  std::optional<std::pair<double, double>> range = {};
  std::string selection = {};  ///< an expression; empty: nothing is selected
};

/// A frame with its colours, ready to be drawn; `look` takes their map and range. `reference` may
/// be none. InputError for a property or a selection that the frame cannot have.
render::Picture coloured_picture(FramePtr frame, const analysis::ReferencePtr& reference,
                                 const PictureColours& colours, render::Look& look);

}  // namespace vitrine::app
