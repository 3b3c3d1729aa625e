#pragma once
#include <QPointF>
#include <QPolygonF>
#include <array>
#include <vector>

#include "analysis/analysis.h"
#include "sim/model/vector.h"

namespace vitrine::widgets {

/// The linkers of an orientation result as they lay in its newest frame: which of them have their
/// normals in some region, and where those of the selected ones point. A normal n and -n are one
/// axis. Planes are indices into analysis::pole_planes.
class LinkerAxes {
 public:
  LinkerAxes() = default;
  explicit LinkerAxes(const analysis::Result& orientation);
  std::size_t size() const { return linkers_.size(); }

  /// Atoms of the linkers that a pole figure draws within a region of its disc.
  std::vector<int> within(int plane, const QPolygonF& region) const;
  /// Atoms of those whose theta lies between two angles, degrees.
  std::vector<int> within(int plane, double low, double high) const;
  /// Where the pole figure draws the linkers that are selected whole (ascending indices), each
  /// axis twice.
  QList<QPointF> marks(int plane, const std::vector<int>& selected) const;
  /// theta of the same, degrees from 0 to 360; each axis twice.
  QList<double> thetas(int plane, const std::vector<int>& selected) const;

 private:
  struct Linker {
    std::array<int, 5> atoms;
    Vec3 normal;
  };
  static QPointF point_of(const Linker& linker, int plane);
  static double theta_of(const Linker& linker, int plane);
  template <class F>
  std::vector<int> atoms_of(F&& is_meant) const;

  std::vector<Linker> linkers_;  // the closed ones
};

}  // namespace vitrine::widgets
