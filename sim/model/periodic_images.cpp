#include "sim/model/periodic_images.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/model/errors.h"
#include "sim/model/share_out.h"

namespace vitrine {
namespace {

// Further away, or further around, and shifts between two atoms would not fit 16 bits (Neighbour).
constexpr double furthest_cell = 16000, most_cells_around = 700;
// Beyond this many images memory, not time, is the problem: 52 bytes each.
constexpr double most_images = 5e7;

struct Range {
  int first, last;
};

/// Which images of a fractional coordinate in [0, 1] come within `margin` of the cell.
Range image_range(double fractional, double margin, bool periodic) {
  if (!periodic) return {0, 0};
  // Of positive numbers the conversion is the floor.
  return {-static_cast<int>(margin + fractional), static_cast<int>(1 + margin - fractional)};
}

/// Calls f(i, j, k) for the images of an atom within the margins of the cell.
template <class F>
void for_each_image(const Vec3& fraction, const Cell& cell, const Vec3& margins, bool half, F&& f) {
  const auto periodic = cell.periodic();
  const Range a = image_range(fraction[0], margins[0], periodic[0]);
  const Range b = image_range(fraction[1], margins[1], periodic[1]);
  const Range c = image_range(fraction[2], margins[2], periodic[2]);
  for (int i = half ? 0 : a.first; i <= a.last; ++i)
    for (int j = half && i == 0 ? 0 : b.first; j <= b.last; ++j)
      for (int k = half && i == 0 && j == 0 ? 1 : c.first; k <= c.last; ++k)
        if (i != 0 || j != 0 || k != 0) f(i, j, k);
}

/// How far images reach beyond the cell, in fractions of it.
Vec3 margins_of(const Cell& cell, double range, std::size_t atoms) {
  Vec3 margins = Vec3::Zero();
  for (int d = 0; d < 3; ++d)
    if (cell.periodic()[d]) margins[d] = range / cell.heights()[d];
  const double images = static_cast<double>(atoms) * (1 + 2 * margins.array()).prod();
  if (!(images <= most_images) || margins.maxCoeff() > most_cells_around)
    throw InputError(
        fmt::format("neighbours: {} atoms with a range of {:g} angstrom have too many images in a "
                    "cell of {:g} cubic angstrom",
                    atoms, range, cell.volume()));
  return margins;
}

}  // namespace

HomeAtoms bring_home(const std::vector<Vec3>& positions, const Cell& cell, ThreadTeam* team) {
  HomeAtoms home{positions, positions, std::vector<Shift>(positions.size(), Shift{})};
  share_evenly(team, positions.size(), [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      if (!positions[i].allFinite())
        throw InputError(fmt::format(
            "neighbours: the position of the atom at index {} (from 0) is not a finite number", i));
      if (!cell.exists()) continue;
      Vec3& f = home.fractions[i];
      Shift& shift = home.shifts[i];
      f = cell.fractional(positions[i]);
      for (int d = 0; d < 3; ++d) {
        if (!cell.periodic()[d]) continue;
        if (!(std::abs(f[d]) < furthest_cell))
          throw InputError(fmt::format(
              "neighbours: the atom at index {} (from 0) lies {:.3g} cells away", i, f[d]));
        shift[d] = -static_cast<std::int32_t>(std::floor(f[d]));
        f[d] += shift[d];
      }
      home.points[i] += cell.offset(shift[0], shift[1], shift[2]);
    }
  });
  return home;
}

PeriodicImages periodic_images(const HomeAtoms& home, const Cell& cell, double range, bool half,
                               ThreadTeam* team) {
  const Vec3 margins = margins_of(cell, range, home.points.size());
  // Counted first, so that each part knows where its own begin.
  std::vector<std::size_t> begin(parts_of(team) + 1, 0);
  share_evenly(team, home.points.size(),
               [&](std::size_t part, std::size_t first, std::size_t last) {
                 std::size_t count = 0;
                 for (std::size_t atom = first; atom < last; ++atom)
                   for_each_image(home.fractions[atom], cell, margins, half,
                                  [&](int, int, int) { ++count; });
                 begin[part + 1] = count;
               });
  for (std::size_t part = 1; part < begin.size(); ++part) begin[part] += begin[part - 1];
  PeriodicImages images{std::vector<Vec3>(begin.back()), std::vector<std::int32_t>(begin.back()),
                        std::vector<Shift>(begin.back())};
  share_evenly(
      team, home.points.size(), [&](std::size_t part, std::size_t first, std::size_t last) {
        std::size_t n = begin[part];
        for (std::size_t atom = first; atom < last; ++atom)
          for_each_image(home.fractions[atom], cell, margins, half, [&](int i, int j, int k) {
            images.points[n] = home.points[atom] + cell.offset(i, j, k);
            images.atoms[n] = static_cast<std::int32_t>(atom);
            images.shifts[n++] = {i, j, k};
          });
      });
  return images;
}

}  // namespace vitrine
