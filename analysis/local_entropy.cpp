#include "analysis/local_entropy.h"

#include <algorithm>
#include <cmath>

#include "analysis/entropy_kernels.h"
#include "sim/model/share_out.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr std::size_t block_of_atoms = 32;  // that a thread takes at a time

}  // namespace

LocalEntropy::LocalEntropy(double sigma, double r_max, double density_radius)
    : sigma_(sigma), r_max_(r_max), density_radius_(density_radius) {}

double LocalEntropy::local_density(std::span<const double> squares) const {
  const double radius2 = density_radius_ * density_radius_;
  const auto inside =
      std::count_if(squares.begin(), squares.end(), [&](double r2) { return r2 < radius2; });
  return static_cast<double>(inside) / (4.0 / 3.0 * units::pi * radius2 * density_radius_);
}

std::vector<double> LocalEntropy::of(const SharedFrame& shared, std::span<const int> atoms) const {
  const Frame& frame = shared.frame();
  const double global = static_cast<double>(frame.size()) / frame.cell.volume();
  const PairStream& pairs =
      shared.pairs(std::max(r_max_, density_radius_), PairStream::Count::both);
  const EntropyKernels& kernels = entropy_kernels();
  const EntropyGrid grid{sigma_, static_cast<int>(r_max_ / sigma_) + 1, r_max_};
  std::vector<double> entropies(atoms.size());
  share_out(shared.team(), atoms.size(), block_of_atoms,
            [&](std::size_t, std::size_t first, std::size_t last) {
              std::vector<double> sums(grid.points + 2 * entropy_reach + entropy_spare);
              std::size_t n = first;
              pairs.for_each_of(atoms.subspan(first, last - first), [&](int, auto, auto squares) {
                const double density = density_radius_ > 0 ? local_density(squares) : global;
                std::fill(sums.begin(), sums.end(), 0.0);
                kernels.smear(squares.data(), squares.size(), grid, sums.data());
                const double norm =
                    1 / (4 * units::pi * density * std::sqrt(2 * units::pi) * sigma_);
                // No neighbour at all: an ideal gas of density zero has no excess entropy.
                entropies[n++] = density > 0 ? -2 * units::pi * density *
                                                   kernels.integral(sums.data(), grid, norm)
                                             : 0.0;
              });
            });
  return entropies;
}

}  // namespace vitrine::analysis
