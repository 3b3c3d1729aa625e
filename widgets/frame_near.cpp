#include "widgets/frame_near.h"

namespace vitrine::widgets {

std::size_t frame_near(Trajectory& trajectory, double time) {
  std::size_t low = 0, high = trajectory.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (trajectory.read(middle)->time < time)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == trajectory.size()) return low - 1;
  if (low > 0 && time - trajectory.read(low - 1)->time < trajectory.read(low)->time - time) --low;
  return low;
}

}  // namespace vitrine::widgets
