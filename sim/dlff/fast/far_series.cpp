#include "sim/dlff/fast/far_series.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/dlff/embedding.h"
#include "sim/dlff/fast/embedding_spline.h"

namespace vitrine::dlff {
namespace {

constexpr std::size_t samples = 48;  // of a net: three for each term at least
constexpr double step = 0.05;        // of the cutoff, between the reaches that are tried

/// First component of a raw row of the environment matrix.
double raw_s(const Model& model, double r) {
  const double u = std::max(0.0, (r - model.switch_start) / model.switch_width);
  const double value = u < 1 ? u * u * u * (u * (-6 * u + 15) - 10) + 1 : 0;
  return value / (r + model.protection);
}

double normalised_s(const Model& model, std::size_t centre, std::size_t neighbour, double raw) {
  const std::size_t pair = 4 * (centre * model.type_count() + neighbour);
  return (raw - model.mean[pair]) / model.spread[pair];
}

/// phi_k and their slopes by x.
void basis(double x, std::size_t terms, double* phi, double* slope) {
  const double t2 = 2 * x * x - 1, t4 = 2 * t2 * t2 - 1, t8 = 2 * t4 * t4 - 1;
  const double factor[4] = {x, t2, t4, t8};
  const double change[4] = {1, 4 * x, 16 * t2 * x, 64 * t4 * t2 * x};
  phi[0] = 1;
  slope[0] = 0;
  for (std::size_t bit = 0; bit < 4; ++bit)
    for (std::size_t k = std::size_t{1} << bit; k < std::min(terms, std::size_t{2} << bit); ++k) {
      const std::size_t rest = k - (std::size_t{1} << bit);
      phi[k] = factor[bit] * phi[rest];
      slope[k] = change[bit] * phi[rest] + factor[bit] * slope[rest];
    }
}

/// A net at Chebyshev's points between two values of s; slopes are by x.
struct Samples {
  Eigen::MatrixXd values, slopes;   ///< [samples][width]
  Eigen::MatrixXd phi, phi_slopes;  ///< [samples][far_terms]

  Samples(const Model& model, std::size_t centre, std::size_t neighbour, double lower,
          double upper) {
    const auto width = static_cast<Eigen::Index>(model.width());
    values.resize(samples, width);
    slopes.resize(samples, width);
    phi.resize(samples, far_terms);
    phi_slopes.resize(samples, far_terms);
    const double half = (upper - lower) / 2;
    std::vector<double> value, slope;
    double row[far_terms], row_slopes[far_terms];
    for (Eigen::Index k = 0; k < static_cast<Eigen::Index>(samples); ++k) {
      const double x = std::cos(std::numbers::pi * (static_cast<double>(k) + 0.5) / samples);
      evaluate_embedding(model, centre, neighbour, lower + half * (1 + x), value, slope);
      values.row(k) = Eigen::RowVectorXd::Map(value.data(), width);
      slopes.row(k) = half * Eigen::RowVectorXd::Map(slope.data(), width);
      basis(x, far_terms, row, row_slopes);
      phi.row(k) = Eigen::RowVectorXd::Map(row, far_terms);
      phi_slopes.row(k) = Eigen::RowVectorXd::Map(row_slopes, far_terms);
    }
  }

  Eigen::MatrixXd fit(std::size_t terms) const {
    return phi.leftCols(static_cast<Eigen::Index>(terms)).householderQr().solve(values);
  }
};

/// What errors are measured by: the largest value and slope (by s) at all usual distances.
struct Scales {
  double value = 0, slope = 0;
};

Scales scales_of(const Model& model, std::size_t centre, std::size_t neighbour) {
  Scales scales;
  std::vector<double> value, slope;
  for (double r = EmbeddingSpline::usual; r < model.cutoff; r += 0.02) {
    evaluate_embedding(model, centre, neighbour,
                       normalised_s(model, centre, neighbour, raw_s(model, r)), value, slope);
    for (double x : value) scales.value = std::max(scales.value, std::abs(x));
    for (double x : slope) scales.slope = std::max(scales.slope, std::abs(x));
  }
  return scales;
}

/// The shortest series that is right to the tolerance; nothing when far_terms are not enough.
std::optional<FarSeries> shortest_series(const Samples& net, const Scales& scales, double lower,
                                         double upper) {
  const double half = (upper - lower) / 2;
  const auto is_right = [&](std::size_t terms, const Eigen::MatrixXd& c) {
    const auto columns = static_cast<Eigen::Index>(terms);
    const double value = (net.phi.leftCols(columns) * c - net.values).cwiseAbs().maxCoeff();
    const double slope = (net.phi_slopes.leftCols(columns) * c - net.slopes).cwiseAbs().maxCoeff();
    return value <= EmbeddingSpline::tolerance * scales.value &&
           slope <= EmbeddingSpline::tolerance * scales.slope * half;
  };
  for (std::size_t terms = 2; terms <= far_terms; ++terms) {
    const Eigen::MatrixXd c = net.fit(terms);
    if (!is_right(terms, c)) continue;
    FarSeries series{lower, upper, terms, {}};
    for (Eigen::Index k = 0; k < c.rows(); ++k)
      for (Eigen::Index a = 0; a < c.cols(); ++a) series.coefficients.push_back(c(k, a));
    return series;
  }
  return std::nullopt;
}

/// Multiplications per atom that a series reaching in to `reach` of the cutoff saves, with a third
/// of the slots filled. A spline costs some 22 a column, at half the rate of a matrix product.
double saving(const Model& model, std::size_t neighbour, std::size_t terms, double reach) {
  const double pairs = model.slots[neighbour] / 3.0 * (1 - reach * reach * reach);
  const auto width = static_cast<double>(model.width()), k = static_cast<double>(terms);
  return pairs * (44 * width - 30 * k - 100) - 8 * k * width;
}

}  // namespace

std::optional<FarSeries> far_series(const Model& model, std::size_t first_centre,
                                    std::size_t last_centre, std::size_t neighbour) {
  if (model.compressed()) return std::nullopt;
  double lower = INFINITY;
  for (std::size_t centre = first_centre; centre < last_centre; ++centre)
    lower = std::min(lower, normalised_s(model, centre, neighbour, 0));
  const Scales scales = scales_of(model, first_centre, neighbour);
  std::optional<FarSeries> best;
  double most = 0;
  for (double reach = 1 - step; reach > 0.3; reach -= step) {
    const double upper =
        normalised_s(model, first_centre, neighbour, raw_s(model, reach * model.cutoff));
    if (!(upper > lower)) continue;
    auto series = shortest_series(Samples(model, first_centre, neighbour, lower, upper), scales,
                                  lower, upper);
    if (!series) break;  // a longer reach asks for more terms still
    const double saved = saving(model, neighbour, series->terms, reach);
    if (saved <= most) continue;
    most = saved;
    best = std::move(series);
  }
  return best;
}

double distance2_of(const Model& model, std::size_t centre, std::size_t neighbour, double s) {
  double near = 0, far = model.cutoff;  // s falls with the distance
  for (int turn = 0; turn < 60; ++turn) {
    const double r = (near + far) / 2;
    (normalised_s(model, centre, neighbour, raw_s(model, r)) >= s ? near : far) = r;
  }
  return near * near;
}

}  // namespace vitrine::dlff
