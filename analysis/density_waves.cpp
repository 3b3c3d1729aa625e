#include "analysis/density_waves.h"

#include <fmt/format.h>
#include <hwy/aligned_allocator.h>

#include <Eigen/LU>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/wave_kernels.h"
#include "sim/model/errors.h"
#include "sim/model/share_out.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr double most_vectors = 1e7;
constexpr std::size_t sums_of_tile = 4 * wave_tile;

/// As the kernels load them: at cache lines.
using Floats = hwy::AlignedFreeUniquePtr<float[]>;

/// exp(2 pi i n x) for n = 0 ... most, of a block of atoms.
class Powers {
 public:
  enum class Order { by_power, by_tile };  ///< as the kernels want those of x and y, and of z
  Powers(int most, Order order)
      // Whole tiles, so that no number of a tile is undefined.
      : powers_((static_cast<std::size_t>(most) / wave_tile + 1) * wave_tile),
        order_(order),
        real_(hwy::AllocateAligned<float>(powers_ * wave_atoms)),
        imag_(hwy::AllocateAligned<float>(powers_ * wave_atoms)) {}

  /// Of up to wave_atoms fractions; the rest of the block counts nothing.
  void fill(std::span<const double> x) {
    std::array<double, wave_atoms> step_r{}, step_i{}, r{}, i{};
    for (std::size_t j = 0; j < x.size(); ++j) {
      step_r[j] = std::cos(2 * units::pi * x[j]);
      step_i[j] = std::sin(2 * units::pi * x[j]);
      r[j] = 1;
    }
    for (std::size_t n = 0; n < powers_; ++n) {
      for (std::size_t j = 0; j < wave_atoms; ++j) {
        const std::size_t to = place(n, j);
        real_[to] = static_cast<float>(r[j]);
        imag_[to] = static_cast<float>(i[j]);
        const double next = r[j] * step_r[j] - i[j] * step_i[j];
        i[j] = r[j] * step_i[j] + i[j] * step_r[j];
        r[j] = next;
      }
    }
  }
  operator WavePowers() const { return {real_.get(), imag_.get()}; }

 private:
  std::size_t place(std::size_t n, std::size_t j) const {
    if (order_ == Order::by_power) return n * wave_atoms + j;
    return (n / wave_tile * wave_atoms + j) * wave_tile + n % wave_tile;
  }

  std::size_t powers_;
  Order order_;
  Floats real_, imag_;
};

}  // namespace

WaveVectors::WaveVectors(const Cell& cell, double q_max)
    : cell_(cell), reciprocal_(2 * units::pi * cell.rows().inverse().transpose()), q_max_(q_max) {
  const Vec3 lengths = cell.lengths();
  // |k . a| = 2 pi |h| is at most |k| |a|.
  most_h_ = static_cast<int>(q_max * lengths[0] / (2 * units::pi));
  most_k_ = static_cast<int>(q_max * lengths[1] / (2 * units::pi));
  most_l_ = static_cast<int>(q_max * lengths[2] / (2 * units::pi));
  const double box = (most_h_ + 1.0) * (2.0 * most_k_ + 1) * (2.0 * most_l_ + 1);
  if (box > most_vectors)
    throw InputError(
        fmt::format("the cell has more than {:.0f} wave vectors up to {} 1/A, about "
                    "{:.0f}",
                    most_vectors, q_max, box));
  for (int h = 0; h <= most_h_; ++h)
    for (int k = h == 0 ? 0 : -most_k_; k <= most_k_; ++k) add_row(h, k);
  lay_out_sums();
}

void WaveVectors::add_row(int h, int k) {
  const std::size_t first = places_.size(), before = lengths_.size();
  int most_l = 0;
  for (int l = -most_l_; l <= most_l_; ++l) {
    const Vec3 wave = reciprocal_.transpose() * Vec3(h, k, l);
    const bool is_other_half = h == 0 && k == 0 && l <= 0;
    const bool inside = !is_other_half && wave.norm() <= q_max_;
    places_.push_back(inside ? static_cast<std::int32_t>(lengths_.size()) : -1);
    if (!inside) continue;
    lengths_.push_back(wave.norm());
    most_l = std::max(most_l, std::abs(l));
  }
  if (lengths_.size() == before) {
    places_.resize(first);
    return;
  }
  rows_.push_back({h, k, first, static_cast<std::size_t>(most_l) / wave_tile + 1, 0});
}

void WaveVectors::lay_out_sums() {
  // Rows are worked on in pairs, the shorter of which counts as long as the other.
  std::ranges::stable_sort(rows_, std::greater<>(), &Row::tiles);
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    if (r % 2 == 1) rows_[r].tiles = rows_[r - 1].tiles;
    rows_[r].sums = sums_;
    sums_ += rows_[r].tiles * sums_of_tile;
  }
  if (rows_.size() % 2 == 1) sums_ += rows_.back().tiles * sums_of_tile;  // of its absent partner
}

void WaveVectors::add_atoms(std::span<const Vec3> positions, float* sums) const {
  Powers x(most_h_, Powers::Order::by_power), y(most_k_, Powers::Order::by_power),
      z(most_l_, Powers::Order::by_tile);
  const auto row = [&](std::size_t r) {
    return WaveRow{static_cast<std::size_t>(rows_[r].h),
                   static_cast<std::size_t>(std::abs(rows_[r].k)), rows_[r].k < 0, rows_[r].tiles,
                   sums + rows_[r].sums};
  };
  const AddWaves add = add_waves();
  std::array<std::vector<double>, 3> fractions;
  for (std::size_t first = 0; first < positions.size(); first += wave_atoms) {
    const std::size_t count = std::min(wave_atoms, positions.size() - first);
    for (auto& axis : fractions) axis.clear();
    for (const Vec3& position : positions.subspan(first, count)) {
      const Vec3 f = cell_.fractional(position);
      for (int d = 0; d < 3; ++d) fractions[d].push_back(f[d]);
    }
    x.fill(fractions[0]);
    y.fill(fractions[1]);
    z.fill(fractions[2]);
    for (std::size_t r = 0; r < rows_.size(); r += 2) {
      WaveRow own = row(r), other = own;
      if (r + 1 < rows_.size())
        other = row(r + 1);
      else
        other.sums += own.tiles * sums_of_tile;
      add(x, y, z, own, other);
    }
  }
}

std::vector<std::complex<float>> WaveVectors::waves(const std::vector<Vec3>& positions,
                                                    ThreadTeam* team) const {
  const std::size_t parts =
      std::max<std::size_t>(1, std::min(parts_of(team), positions.size() / (4 * wave_atoms)));
  const Floats sums = hwy::AllocateAligned<float>(parts * sums_);
  std::fill_n(sums.get(), parts * sums_, 0.0F);
  const std::size_t share = (positions.size() + parts - 1) / parts;
  share_out(team, parts, 1, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t part = first; part < last; ++part) {
      const std::size_t begin = std::min(part * share, positions.size());
      add_atoms(std::span(positions).subspan(begin, std::min(share, positions.size() - begin)),
                sums.get() + part * sums_);
    }
  });
  for (std::size_t part = 1; part < parts; ++part)
    for (std::size_t n = 0; n < sums_; ++n) sums[n] += sums[part * sums_ + n];
  std::vector<std::complex<float>> waves(size());
  for (const Row& row : rows_)
    for (int l = -most_l_; l <= most_l_; ++l) {
      const std::int32_t place = places_[row.first + l + most_l_];
      if (place < 0) continue;
      const auto n = static_cast<std::size_t>(std::abs(l));
      const float* const sum = sums.get() + row.sums + n / wave_tile * sums_of_tile + n % wave_tile;
      const float rr = sum[0], ii = sum[wave_tile], ri = sum[2 * wave_tile],
                  ir = sum[3 * wave_tile];
      const float sign = l < 0 ? -1.0F : 1.0F;  // exp(-i a) is the conjugate
      waves[place] = {rr - sign * ii, sign * ri + ir};
    }
  return waves;
}

}  // namespace vitrine::analysis
