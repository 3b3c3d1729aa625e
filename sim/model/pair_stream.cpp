#include "sim/model/pair_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/model/errors.h"
#include "sim/model/periodic_images.h"

namespace vitrine {

PairStream::PairStream(const std::vector<Vec3>& positions, const Cell& cell, double cutoff,
                       Count count, ThreadTeam* team)
    : cutoff_(cutoff), count_(count), place_(positions.size()) {
  if (!(cutoff > 0) || !std::isfinite(cutoff))
    throw InputError(fmt::format("the cutoff must be positive, got {} A", cutoff));
  const HomeAtoms home = bring_home(positions, cell, team);
  std::vector<std::int32_t> labels(positions.size());
  std::iota(labels.begin(), labels.end(), 0);
  const Vec3 widths = bin_widths(cutoff);
  atoms_ = PointGrid(home.points, labels, widths, team);
  for (std::size_t k = 0; k < atoms_.size(); ++k)
    place_[atoms_.label(k)] = static_cast<std::int32_t>(k);
  if (!cell.is_periodic()) return;
  const PeriodicImages images = periodic_images(home, cell, cutoff, count == Count::once, team);
  images_ = PointGrid(images.points, images.atoms, widths, team);
}

std::size_t PairStream::gather(std::size_t k, PairBuffer& buffer) const {
  const Vec3 centre = atoms_.point(k);
  std::size_t count = 0;
  if (count_ == Count::once) {
    count = atoms_.collect(centre, cutoff_, k + 1, buffer, count);
  } else {
    count = atoms_.collect(centre, cutoff_, 0, buffer, count);
    // The atom itself is among them, once, and not its own neighbour.
    const std::int32_t* const labels = buffer.labels.get();
    const std::ptrdiff_t place = std::find(labels, labels + count, atoms_.label(k)) - labels;
    --count;
    buffer.labels[place] = buffer.labels[count];
    buffer.squares[place] = buffer.squares[count];
  }
  return images_.collect(centre, cutoff_, 0, buffer, count);
}

}  // namespace vitrine
