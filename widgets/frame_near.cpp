#include "widgets/frame_near.h"

#include <algorithm>
#include <iterator>

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

std::size_t sample_near(const std::vector<dynamics::Sample>& samples, double time) {
  const auto later = std::lower_bound(
      samples.begin(), samples.end(), time,
      [](const dynamics::Sample& sample, double wanted) { return sample.time < wanted; });
  if (later == samples.begin()) return 0;
  const auto before = std::prev(later);
  const bool nearer = later == samples.end() || time - before->time < later->time - time;
  return static_cast<std::size_t>((nearer ? before : later) - samples.begin());
}

}  // namespace vitrine::widgets
