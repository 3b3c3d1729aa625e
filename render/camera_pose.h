#pragma once
#include "sim/model/vector.h"

namespace vitrine::render {

/// Where a view is seen from.
struct CameraPose {
  Vec3 position, focus;       ///< angstrom
  Vec3 up;                    ///< in the picture; any length, not along the line of sight
  bool parallel = false;      ///< projection
  double parallel_scale = 1;  ///< angstrom: half the height of a picture in parallel projection
  /// The whole cell is framed and nobody has moved the camera since: only the direction counts, the
  /// rest follows from the size of the view.
  bool framed = false;
};

/// Whether two poses show the same: exactly, or of framed ones by their directions.
bool same_pose(const CameraPose& a, const CameraPose& b);

/// Whether a camera can stand so: finite, the eye apart from the focus, `up` across the line of
/// sight.
bool is_sound(const CameraPose& pose);

}  // namespace vitrine::render
