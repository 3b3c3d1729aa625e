#include "widgets/panels/linker_axes.h"

#include <algorithm>
#include <cmath>

#include "analysis/pole_figure.h"
#include "analysis/ring_orientation.h"
#include "sim/model/units.h"

namespace vitrine::widgets {
namespace {

/// As the view and the analyses have it: a linker is selected with all five atoms of its ring.
bool is_selected(const std::array<int, 5>& atoms, const std::vector<int>& selected) {
  return std::all_of(atoms.begin(), atoms.end(), [&](int atom) {
    return std::binary_search(selected.begin(), selected.end(), atom);
  });
}

}  // namespace

LinkerAxes::LinkerAxes(const analysis::Result& orientation) {
  constexpr std::size_t corners = 5;
  const auto& columns = orientation.dataset("linkers").columns;
  for (std::size_t row = 0; row < columns.front().values.size(); ++row) {
    Linker linker;
    for (std::size_t k = 0; k < corners; ++k)
      linker.atoms[k] = static_cast<int>(columns[k].values[row]);
    for (int axis = 0; axis < 3; ++axis)
      linker.normal[axis] = columns[corners + static_cast<std::size_t>(axis)].values[row];
    if (linker.normal.allFinite()) linkers_.push_back(linker);
  }
}

QPointF LinkerAxes::point_of(const Linker& linker, int plane) {
  const analysis::PolePlane& p = analysis::pole_planes[static_cast<std::size_t>(plane)];
  const auto at =
      analysis::pole_point(linker.normal[p.a], linker.normal[p.b], linker.normal[p.pole]);
  return {at.x, at.y};
}

double LinkerAxes::theta_of(const Linker& linker, int plane) {
  const QPointF at = point_of(linker, plane);
  const double theta = std::atan2(at.y(), at.x()) * 180 / units::pi;
  return theta < 0 ? theta + 360 : theta;
}

template <class F>
std::vector<int> LinkerAxes::atoms_of(F&& is_meant) const {
  std::vector<int> atoms;
  for (const Linker& linker : linkers_)
    if (is_meant(linker)) atoms.insert(atoms.end(), linker.atoms.begin(), linker.atoms.end());
  return atoms;
}

std::vector<int> LinkerAxes::within(int plane, const QPolygonF& region) const {
  return atoms_of([&](const Linker& linker) {
    const QPointF at = point_of(linker, plane);
    return region.containsPoint(at, Qt::WindingFill) || region.containsPoint(-at, Qt::WindingFill);
  });
}

std::vector<int> LinkerAxes::within(int plane, double low, double high) const {
  const auto between = [&](double theta) { return low <= theta && theta <= high; };
  return atoms_of([&](const Linker& linker) {
    const double theta = theta_of(linker, plane);
    return between(theta) || between(theta < 180 ? theta + 180 : theta - 180);
  });
}

QList<QPointF> LinkerAxes::marks(int plane, const std::vector<int>& selected) const {
  QList<QPointF> marks;
  for (const Linker& linker : linkers_)
    if (is_selected(linker.atoms, selected)) {
      const QPointF at = point_of(linker, plane);
      marks << at << -at;
    }
  return marks;
}

QList<double> LinkerAxes::thetas(int plane, const std::vector<int>& selected) const {
  QList<double> thetas;
  for (const Linker& linker : linkers_)
    if (is_selected(linker.atoms, selected)) {
      const double theta = theta_of(linker, plane);
      thetas << theta << (theta < 180 ? theta + 180 : theta - 180);
    }
  return thetas;
}

}  // namespace vitrine::widgets
