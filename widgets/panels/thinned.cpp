#include "widgets/panels/thinned.h"

#include <algorithm>

namespace vitrine::widgets {

Curve thinned(const std::vector<dynamics::Sample>& samples, double end, int bins,
              const std::function<double(const dynamics::Sample&)>& value) {
  Curve curve;
  int bin = -1, members = 0;
  double time = 0, sum = 0;
  const auto close_bin = [&] {
    if (members == 0) return;
    curve.x << time / members;
    curve.y << sum / members;
    members = 0;
    time = sum = 0;
  };
  for (const dynamics::Sample& sample : samples) {
    const int at = std::clamp(static_cast<int>(sample.time / end * bins), 0, bins - 1);
    if (at != bin) close_bin();
    bin = at;
    time += sample.time;
    sum += value(sample);
    ++members;
  }
  close_bin();
  return curve;
}

}  // namespace vitrine::widgets
