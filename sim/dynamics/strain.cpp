#include "sim/dynamics/strain.h"

#include <Eigen/Eigenvalues>
#include <cmath>

namespace vitrine::dynamics {
namespace {

// sinh(x)/x; the series where the quotient loses digits.
double sinhc(double x) {
  if (std::abs(x) > 0.1) return std::sinh(x) / x;
  const double x2 = x * x;
  return 1 + x2 / 6 * (1 + x2 / 20 * (1 + x2 / 42 * (1 + x2 / 72)));
}

Flow diagonal_flow(const Vec3& rate, double time) {
  Vec3 growth, glide;
  for (int k = 0; k < 3; ++k) {
    const double half = 0.5 * rate[k] * time;
    growth[k] = std::exp(2 * half);
    glide[k] = time * std::exp(half) * sinhc(half);
  }
  return {growth.asDiagonal(), glide.asDiagonal()};
}

}  // namespace

int degrees_of_freedom(CellShape shape) {
  switch (shape) {
    case CellShape::isotropic:
      return 1;
    case CellShape::orthorhombic:
      return 3;
    case CellShape::flexible:
      return 6;
  }
  return 0;
}

Mat3 symmetric_part(const Mat3& m) {
  return 0.5 * (m + m.transpose());
}

Mat3 allowed_part(CellShape shape, const Mat3& symmetric) {
  if (shape == CellShape::isotropic) return symmetric.trace() / 3 * Mat3::Identity();
  if (shape == CellShape::orthorhombic) return symmetric.diagonal().asDiagonal();
  return symmetric;
}

Mat3 random_strain(CellShape shape, Random& random) {
  if (shape == CellShape::isotropic) return random.normal() / std::sqrt(3.0) * Mat3::Identity();
  Mat3 strain = Mat3::Zero();
  for (int k = 0; k < 3; ++k) strain(k, k) = random.normal();
  if (shape == CellShape::orthorhombic) return strain;
  for (int k = 0; k < 3; ++k) {
    const int i = (k + 1) % 3, j = (k + 2) % 3;
    strain(i, j) = strain(j, i) = random.normal() / std::sqrt(2.0);
  }
  return strain;
}

Flow flow(const Mat3& symmetric_rate, double time) {
  if ((symmetric_rate - Mat3(symmetric_rate.diagonal().asDiagonal())).isZero(0))
    return diagonal_flow(symmetric_rate.diagonal(), time);
  const Eigen::SelfAdjointEigenSolver<Mat3> solver(symmetric_rate);
  const Flow along = diagonal_flow(solver.eigenvalues(), time);
  const Mat3& axes = solver.eigenvectors();
  return {axes * along.growth * axes.transpose(), axes * along.glide * axes.transpose()};
}

}  // namespace vitrine::dynamics
