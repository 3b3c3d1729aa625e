#include "analysis/first_peak.h"

#include <algorithm>
#include <cstdlib>

#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr double farthest_minimum = 1.5;  // times the position
constexpr double widest_dip = 0.1;        // angstrom

/// Where the line between the centres of bins `low` and `high` has the value `level`.
double crossing(const Bins& bins, const std::vector<double>& g, int low, int high, double level) {
  const double part = (level - g[low]) / (g[high] - g[low]);
  return bins.centre(low) + part * (bins.centre(high) - bins.centre(low));
}

/// The outermost bin above `level`, going from the peak in one direction over dips that noise may
/// make.
int foot(const std::vector<double>& g, int peak, int direction, double level, double width) {
  const int dip = static_cast<int>(widest_dip / width);
  int outermost = peak;
  for (int bin = peak; std::abs(bin - outermost) <= dip + 1; bin += direction) {
    if (bin < 0 || bin >= static_cast<int>(g.size())) break;
    if (g[bin] > level) outermost = bin;
  }
  return outermost;
}

double centre_of_mass(const Bins& bins, const std::vector<double>& g, int first, int last) {
  double weight = 0, moment = 0;
  for (int bin = first; bin <= last; ++bin) {
    weight += g[bin];
    moment += g[bin] * bins.centre(bin);
  }
  return moment / weight;
}

}  // namespace

std::optional<FirstPeak> find_first_peak(const Bins& bins, const std::vector<double>& g,
                                         double limit) {
  const int end = bins.contains(limit) ? bins.index(limit) : bins.count();
  const auto top = std::max_element(g.begin(), g.begin() + end);
  if (top == g.begin() + end || *top <= 0) return std::nullopt;
  const int peak = static_cast<int>(top - g.begin());
  const double half = *top / 2;
  const int first = foot(g, peak, -1, half, bins.width());
  const int last = foot(g, peak, 1, half, bins.width());
  if (first == 0 || last + 1 == bins.count()) return std::nullopt;
  const double position = centre_of_mass(bins, g, first, last);
  const double width =
      crossing(bins, g, last, last + 1, half) - crossing(bins, g, first - 1, first, half);
  const double reach = farthest_minimum * position;
  const int stop = bins.contains(reach) ? bins.index(reach) + 1 : bins.count();
  const auto minimum = std::min_element(g.begin() + last, g.begin() + std::max(stop, last + 1));
  return FirstPeak{position, *top, width, bins.centre(static_cast<int>(minimum - g.begin()))};
}

double coordination_number(const Bins& bins, const std::vector<double>& g, double density,
                           double end) {
  double neighbours = 0;
  for (int bin = 0; bin < bins.count() && bins.low_edge(bin) < end; ++bin) {
    const double r1 = bins.low_edge(bin), r2 = std::min(bins.low_edge(bin + 1), end);
    neighbours += g[bin] * 4.0 / 3.0 * units::pi * (r2 * r2 * r2 - r1 * r1 * r1) * density;
  }
  return neighbours;
}

}  // namespace vitrine::analysis
