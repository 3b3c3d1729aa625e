#pragma once
#include <QVector>
#include <compare>
#include <string>

namespace vitrine::widgets {

/// A number that an analysis gives of a frame: "mean" of "entropy".
struct ScalarName {
  std::string analysis, scalar;
  auto operator<=>(const ScalarName&) const = default;
};

/// A number along an axis, in ascending order: times in ps, or numbers of frames from 1.
struct Track {
  QVector<double> x, y;
};

}  // namespace vitrine::widgets
