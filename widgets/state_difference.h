#pragma once
#include <QString>

#include "widgets/window_state.h"

namespace vitrine::widgets {

/// What was done between two states, as a menu names it: "Colour by coordination", "Hide bonds",
/// "Select 12 atoms", "Turn the view". Of several things the first, and that there are more. Empty:
/// nothing that anybody chose is different.
QString difference(const ViewState& before, const ViewState& after);

}  // namespace vitrine::widgets
