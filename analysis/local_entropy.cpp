#include "analysis/local_entropy.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr int reach = 3;  // grid points a Gaussian covers to either side

/// exp(-m^2/2) for m = -reach ... reach.
std::array<double, 2 * reach + 1> gaussian_on_grid() {
  std::array<double, 2 * reach + 1> values;
  for (int m = -reach; m <= reach; ++m) values[m + reach] = std::exp(-0.5 * m * m);
  return values;
}

}  // namespace

LocalEntropy::LocalEntropy(double sigma, double r_max, double density_radius)
    : sigma_(sigma),
      r_max_(r_max),
      density_radius_(density_radius),
      points_(static_cast<int>(r_max / sigma) + 1) {}

double LocalEntropy::local_density(std::span<const double> squares) const {
  const double radius2 = density_radius_ * density_radius_;
  const auto inside =
      std::count_if(squares.begin(), squares.end(), [&](double r2) { return r2 < radius2; });
  return static_cast<double>(inside) / (4.0 / 3.0 * units::pi * radius2 * density_radius_);
}

/// Adds the Gaussians, of height 1, of all neighbours to the grid; sums holds `reach` more points
/// at either end. exp(-(f - m)^2/2) = exp(-f^2/2) exp(f)^m exp(-m^2/2) needs two exponentials
/// instead of seven.
void LocalEntropy::smear(std::span<const double> squares, std::vector<double>& sums) const {
  static const auto tail = gaussian_on_grid();
  const double r_max2 = r_max_ * r_max_, per_sigma = 1 / sigma_;
  std::fill(sums.begin(), sums.end(), 0.0);
  for (const double r2 : squares) {
    if (r2 >= r_max2) continue;
    const double place = std::sqrt(r2) * per_sigma;
    const int below = std::min(static_cast<int>(place), points_ - 1);
    const double fraction = place - below;
    const double step = std::exp(fraction);
    double term = std::exp(-0.5 * fraction * fraction) / (step * step * step);
    double* const point = sums.data() + below;
    for (int m = 0; m <= 2 * reach; ++m, term *= step) point[m] += term * tail[m];
  }
}

double LocalEntropy::integral(const std::vector<double>& sums, double density) const {
  const double norm = 1 / (4 * units::pi * density * std::sqrt(2 * units::pi) * sigma_);
  double sum = 0;
  // The integrand holds r^2: nothing comes from the first point, r = 0.
  for (int k = 1; k < points_; ++k) {
    const double r = k * sigma_;
    const double g = norm / (r * r) * sums[k + reach];
    const double integrand = (g > 1e-10 ? g * std::log(g) - g + 1 : 1) * r * r;
    sum += k + 1 < points_ ? integrand : integrand / 2;
  }
  return -2 * units::pi * density * sigma_ * sum;
}

std::vector<double> LocalEntropy::of(const SharedFrame& shared, std::span<const int> atoms) const {
  const Frame& frame = shared.frame();
  const double global = static_cast<double>(frame.size()) / frame.cell.volume();
  const PairStream& pairs =
      shared.pairs(std::max(r_max_, density_radius_), PairStream::Count::both);
  std::vector<double> entropies;
  entropies.reserve(atoms.size());
  std::vector<double> sums(points_ + 2 * reach);
  pairs.for_each_of(atoms, [&](int, auto, auto squares) {
    const double density = density_radius_ > 0 ? local_density(squares) : global;
    smear(squares, sums);
    // No neighbour at all: an ideal gas of density zero has no excess entropy.
    entropies.push_back(density > 0 ? integral(sums, density) : 0.0);
  });
  return entropies;
}

}  // namespace vitrine::analysis
