#include "analysis/density_waves.h"

#include <fmt/format.h>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr double most_vectors = 1e7;
constexpr int rows_at_once = 32;

/// One row per wave or power, its atoms one behind the other.
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// exp(2 pi i n x) for n = 0 ... most, of each atom: rows are n.
struct Powers {
  Matrix real, imag;

  Powers(const std::vector<double>& x, int most)
      : real(most + 1, x.size()), imag(most + 1, x.size()) {
    for (std::size_t j = 0; j < x.size(); ++j) {
      const std::complex<double> step = std::polar(1.0, 2 * units::pi * x[j]);
      std::complex<double> power = 1;
      for (int n = 0; n <= most; ++n, power *= step) {
        real(n, static_cast<Eigen::Index>(j)) = static_cast<float>(power.real());
        imag(n, static_cast<Eigen::Index>(j)) = static_cast<float>(power.imag());
      }
    }
  }
};

/// exp(2 pi i (h x + k y)) of each atom; h is not negative.
void multiply(const Powers& x, int h, const Powers& y, int k, Eigen::Ref<Eigen::RowVectorXf> real,
              Eigen::Ref<Eigen::RowVectorXf> imag) {
  const float sign = k < 0 ? -1.0F : 1.0F;
  const auto xr = x.real.row(h).array(), xi = x.imag.row(h).array();
  const auto yr = y.real.row(std::abs(k)).array();
  const auto yi = sign * y.imag.row(std::abs(k)).array();
  real = (xr * yr - xi * yi).matrix();
  imag = (xr * yi + xi * yr).matrix();
}

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
}

void WaveVectors::add_row(int h, int k) {
  const std::size_t first = places_.size(), before = lengths_.size();
  for (int l = -most_l_; l <= most_l_; ++l) {
    const Vec3 wave = reciprocal_.transpose() * Vec3(h, k, l);
    const bool is_other_half = h == 0 && k == 0 && l <= 0;
    const bool inside = !is_other_half && wave.norm() <= q_max_;
    places_.push_back(inside ? static_cast<std::int32_t>(lengths_.size()) : -1);
    if (inside) lengths_.push_back(wave.norm());
  }
  if (lengths_.size() == before) {
    places_.resize(first);
    return;
  }
  rows_.push_back({h, k, first});
}

std::vector<std::complex<float>> WaveVectors::waves(const std::vector<Vec3>& positions) const {
  std::vector<std::complex<float>> sums(size());
  if (positions.empty()) return sums;
  std::vector<double> x, y, z;
  for (const Vec3& position : positions) {
    const Vec3 f = cell_.fractional(position);
    x.push_back(f[0]);
    y.push_back(f[1]);
    z.push_back(f[2]);
  }
  const Powers px(x, most_h_), py(y, most_k_), pz(z, most_l_);
  const Matrix real_z = pz.real.transpose(), imag_z = pz.imag.transpose();
  for (std::size_t begin = 0; begin < rows_.size(); begin += rows_at_once) {
    const auto count = std::min<std::size_t>(rows_at_once, rows_.size() - begin);
    Matrix real(count, x.size()), imag(count, x.size());
    for (std::size_t r = 0; r < count; ++r) {
      const Row& row = rows_[begin + r];
      multiply(px, row.h, py, row.k, real.row(r), imag.row(r));
    }
    const Matrix rr = real * real_z, ri = real * imag_z, ir = imag * real_z, ii = imag * imag_z;
    for (std::size_t r = 0; r < count; ++r)
      for (int l = -most_l_; l <= most_l_; ++l) {
        const std::int32_t place = places_[rows_[begin + r].first + l + most_l_];
        if (place < 0) continue;
        const int n = std::abs(l);
        const float sign = l < 0 ? -1.0F : 1.0F;  // exp(-i a) is the conjugate
        sums[place] = {rr(r, n) - sign * ii(r, n), sign * ri(r, n) + ir(r, n)};
      }
  }
  return sums;
}

}  // namespace vitrine::analysis
