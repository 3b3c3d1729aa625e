#pragma once
#include <QVector>
#include <functional>
#include <vector>

#include "sim/dynamics/live_run.h"

namespace vitrine::widgets {

/// A curve of a few hundred points, whatever the length of the run.
struct Curve {
  QVector<double> x, y;
};

/// Means of `value` over `bins` equal stretches of [0, end] ps; empty stretches have no point.
Curve thinned(const std::vector<dynamics::Sample>& samples, double end, int bins,
              const std::function<double(const dynamics::Sample&)>& value);

}  // namespace vitrine::widgets
