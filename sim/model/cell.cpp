#include "sim/model/cell.h"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine {
namespace {

constexpr double degree = units::pi / 180;

/// Subtracts from v whole multiples of w, as many as make it shortest; false: none does.
bool shorten(Vec3& v, const Vec3& w) {
  const double multiple = std::round(v.dot(w) / w.squaredNorm());
  const Vec3 shorter = v - multiple * w;
  // The relative margin ends the loop of the caller when two choices are equal but for rounding.
  if (multiple == 0 || shorter.squaredNorm() >= v.squaredNorm() * (1 - 1e-12)) return false;
  v = shorter;
  return true;
}

/// Minkowski reduction in up to three dimensions: afterwards no vector becomes shorter when the
/// others are added to or subtracted from it (Nguyen and Stehle, ACM Trans Algorithms 5 (2009) 46,
/// doi:10.1145/1597036.1597050). Then the shortest image is at most one step from the rounded one.
void minkowski_reduce(std::vector<Vec3>& basis) {
  const std::size_t n = basis.size();
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        if (i != j) changed |= shorten(basis[i], basis[j]);
      }
    }
    if (n < 3) continue;
    for (std::size_t i = 0; i < n; ++i) {
      const Vec3 u = basis[(i + 1) % 3], v = basis[(i + 2) % 3];
      changed |= shorten(basis[i], u + v) || shorten(basis[i], u - v);
    }
  }
}

}  // namespace

Cell::Cell(const Mat3& rows, std::array<bool, 3> periodic, const Vec3& origin)
    : rows_(rows), origin_(origin), periodic_(periodic), exists_(true) {
  if (!rows.allFinite() || !origin.allFinite()) {
    throw InputError("cell: a vector is not a finite number");
  }
  const double volume = rows.determinant();
  const double product = rows.row(0).norm() * rows.row(1).norm() * rows.row(2).norm();
  if (std::abs(volume) <= 1e-9 * product || !(product > 0)) {
    throw InputError(
        fmt::format("cell: the vectors must span a volume, got {:g} cubic angstrom", volume));
  }
  if (volume < 0) {
    throw InputError(
        fmt::format("cell: the vectors must be right-handed, their volume is {:g}", volume));
  }
  inverse_ = rows.inverse();
  find_reduced_basis();
}

void Cell::find_reduced_basis() {
  std::vector<Vec3> basis;
  for (int i = 0; i < 3; ++i) {
    if (periodic_[i]) basis.push_back(vector(i));
  }
  if (basis.empty()) return;
  minkowski_reduce(basis);
  double shortest2 = std::numeric_limits<double>::infinity();
  for (const Vec3& v : basis) shortest2 = std::min(shortest2, v.squaredNorm());
  // Two images differ by a lattice vector L: one shorter than |L|/2 is the shortest.
  safe_radius2_ = shortest2 / 4;
  if (basis.size() == 1) {
    basis.push_back(basis[0].unitOrthogonal());
    basis.push_back(basis[0].cross(basis[1]).normalized());
  } else if (basis.size() == 2) {
    basis.push_back(basis[0].cross(basis[1]).normalized());
  }
  for (int i = 0; i < 3; ++i) reduced_.row(i) = basis[i].transpose();
  reduced_inverse_ = reduced_.inverse();
  const auto cosine = [&](int i, int j) {
    return std::abs(basis[i].dot(basis[j])) / (basis[i].norm() * basis[j].norm());
  };
  reduced_is_orthogonal_ = std::max({cosine(0, 1), cosine(0, 2), cosine(1, 2)}) < 1e-14;
}

Cell Cell::orthorhombic(double a, double b, double c) {
  return Cell(Vec3(a, b, c).asDiagonal().toDenseMatrix());
}

Cell Cell::from_parameters(double a, double b, double c, double alpha, double beta, double gamma) {
  const Vec3 lengths(a, b, c), angles(alpha, beta, gamma);
  if (!(lengths.minCoeff() > 0)) {
    throw InputError(fmt::format("cell: the lengths must be positive, got {} {} {}", a, b, c));
  }
  if (!(angles.minCoeff() > 0) || !(angles.maxCoeff() < 180)) {
    throw InputError(fmt::format("cell: the angles must be between 0 and 180 degrees, got {} {} {}",
                                 alpha, beta, gamma));
  }
  // 90 degrees must give zeros, not 6e-17.
  const auto cosine = [](double angle) { return angle == 90 ? 0 : std::cos(angle * degree); };
  const double sin_gamma = gamma == 90 ? 1 : std::sin(gamma * degree);
  const double cx = cosine(beta);
  const double cy = (cosine(alpha) - cosine(beta) * cosine(gamma)) / sin_gamma;
  const double cz2 = 1 - cx * cx - cy * cy;
  if (!(cz2 > 0)) {
    throw InputError(
        fmt::format("cell: no cell has the angles {} {} {} degrees", alpha, beta, gamma));
  }
  Mat3 rows;
  rows << a, 0, 0, b * cosine(gamma), b * sin_gamma, 0, c * cx, c * cy, c * std::sqrt(cz2);
  return Cell(rows);
}

double Cell::volume() const {
  if (!exists_) throw InputError("cell: a system without a cell has no volume");
  return rows_.determinant();
}

Vec3 Cell::lengths() const {
  return rows_.rowwise().norm();
}

Vec3 Cell::angles() const {
  const auto angle = [&](int i, int j) {
    return std::atan2(vector(i).cross(vector(j)).norm(), vector(i).dot(vector(j))) / degree;
  };
  return {angle(1, 2), angle(0, 2), angle(0, 1)};
}

Vec3 Cell::heights() const {
  return inverse_.colwise().norm().cwiseInverse().transpose();
}

bool Cell::is_orthorhombic() const {
  const Mat3 diagonal = rows_.diagonal().asDiagonal();
  return (rows_ - diagonal).cwiseAbs().maxCoeff() <= 1e-12 * rows_.diagonal().maxCoeff();
}

Vec3 Cell::fractional(const Vec3& position) const {
  return inverse_.transpose() * (position - origin_);
}

Vec3 Cell::cartesian(const Vec3& fractional) const {
  return rows_.transpose() * fractional + origin_;
}

Vec3 Cell::wrap(const Vec3& position) const {
  if (!is_periodic()) return position;
  Vec3 f = fractional(position);
  bool moved = false;
  for (int i = 0; i < 3; ++i) {
    if (!periodic_[i] || (f[i] >= 0 && f[i] < 1)) continue;
    f[i] -= std::floor(f[i]);
    if (f[i] >= 1) f[i] = 0;  // -1e-17 + 1 rounds to 1
    moved = true;
  }
  return moved ? cartesian(f) : position;
}

Vec3 Cell::minimum_image(const Vec3& difference) const {
  if (difference.squaredNorm() <= safe_radius2_ || !is_periodic()) return difference;
  // Rounding a fraction of the reduced basis; its open directions are at right angles, so that
  // leaving them alone leaves the rest exact.
  const int periodic = periodic_[0] + periodic_[1] + periodic_[2];
  const Vec3 f = reduced_inverse_.transpose() * difference;
  Vec3 nearest = difference;
  for (int i = 0; i < periodic; ++i) {
    nearest -= std::round(f[i]) * reduced_.row(i).transpose();
  }
  double least = nearest.squaredNorm();
  if (reduced_is_orthogonal_ || least <= safe_radius2_) return nearest;
  const Vec3 rounded = nearest;
  const int reach_b = periodic > 1, reach_c = periodic > 2;
  for (int i = -1; i <= 1; ++i) {
    for (int j = -reach_b; j <= reach_b; ++j) {
      for (int k = -reach_c; k <= reach_c; ++k) {
        const Vec3 image =
            rounded + (i * reduced_.row(0) + j * reduced_.row(1) + k * reduced_.row(2)).transpose();
        if (image.squaredNorm() < least) {
          least = image.squaredNorm();
          nearest = image;
        }
      }
    }
  }
  return nearest;
}

Cell Cell::deformed(const Mat3& deformation) const {
  if (!exists_) return *this;
  return Cell(rows_ * deformation, periodic_, origin_);
}

}  // namespace vitrine
