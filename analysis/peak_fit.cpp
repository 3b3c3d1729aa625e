#include "analysis/peak_fit.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace vitrine::analysis {
namespace {

using Vec4 = Eigen::Vector4d;  // position, half width, height, base

struct Points {
  std::vector<double> x, y;
};

double residual_squares(const Points& points, const Vec4& p) {
  double sum = 0;
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    const double u = (points.x[i] - p[0]) / p[1];
    const double difference = points.y[i] - p[3] - p[2] / (1 + u * u);
    sum += difference * difference;
  }
  return sum;
}

/// One step of Levenberg and Marquardt.
Vec4 step(const Points& points, const Vec4& p, double damping) {
  Eigen::Matrix4d normal = Eigen::Matrix4d::Zero();
  Vec4 right = Vec4::Zero();
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    const double u = (points.x[i] - p[0]) / p[1], shape = 1 / (1 + u * u);
    const double along = 2 * p[2] * u * shape * shape / p[1];
    const Vec4 gradient(along, along * u, shape, 1);
    normal += gradient * gradient.transpose();
    right += gradient * (points.y[i] - p[3] - p[2] * shape);
  }
  normal.diagonal() *= 1 + damping;
  return normal.ldlt().solve(right);
}

Vec4 fit(const Points& points, Vec4 p) {
  double damping = 1e-3, squares = residual_squares(points, p);
  for (int iteration = 0; iteration < 200 && damping < 1e12; ++iteration) {
    const Vec4 next = p + step(points, p, damping);
    const double next_squares = residual_squares(points, next);
    if (next.allFinite() && next[1] > 0 && next_squares <= squares) {
      const bool settled = squares - next_squares <= 1e-14 * squares;
      p = next;
      squares = next_squares;
      damping /= 10;
      if (settled) break;
    } else {
      damping *= 10;
    }
  }
  return p;
}

}  // namespace

std::optional<FittedPeak> fit_peak(const std::vector<double>& x, const std::vector<double>& y,
                                   double low, double high, double reach) {
  std::size_t top = x.size();
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i] >= low && x[i] <= high && std::isfinite(y[i]) && (top == x.size() || y[i] > y[top]))
      top = i;
  if (top == x.size()) return std::nullopt;
  Points points;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::abs(x[i] - x[top]) <= reach && std::isfinite(y[i])) {
      points.x.push_back(x[i]);
      points.y.push_back(y[i]);
    }
  if (points.x.size() < 6) return std::nullopt;
  const double base = *std::min_element(points.y.begin(), points.y.end());
  const Vec4 p = fit(points, Vec4(x[top], reach / 3, y[top] - base, base));
  if (!(p[0] >= low && p[0] <= high) || !(p[2] > 0) || 2 * p[1] > 2 * reach) return std::nullopt;
  return FittedPeak{p[0], 2 * p[1], p[2], p[3]};
}

}  // namespace vitrine::analysis
