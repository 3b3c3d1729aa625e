#include "analysis/pole_figure.h"

#include <cmath>
#include <limits>

#include "sim/model/units.h"
#include "sim/model/vector.h"

namespace vitrine::analysis {
namespace {

bool on_disc(int i, int j) {
  const double x = pole_grid_coordinate(i), y = pole_grid_coordinate(j);
  return x * x + y * y <= 1 + 1e-12;
}

int nearest_coordinate(double x) {
  return static_cast<int>(std::lround((x + 1) / 2 * (pole_grid - 1)));
}

/// The grid point nearest to (x, y); from the rim, where that may lie off the disc, one further in.
int grid_point(double x, double y) {
  int i = nearest_coordinate(x), j = nearest_coordinate(y);
  for (double inwards = 0.99; !on_disc(i, j); inwards -= 0.01) {
    i = nearest_coordinate(inwards * x);
    j = nearest_coordinate(inwards * y);
  }
  return i + pole_grid * j;
}

/// The direction of the upper hemisphere drawn at (x, y) of the disc.
Vec3 direction(double x, double y) {
  const double r2 = x * x + y * y;
  return Vec3(2 * x, 2 * y, 1 - r2) / (1 + r2);
}

/// How counts at grid points become a density, made once: for each point of the disc the weights
/// of the points around it, divided by what an even distribution would give there. So that one has
/// the density 1 everywhere, whatever the grid and the rim do.
class Smoothing {
 public:
  Smoothing() {
    std::vector<int> points;
    std::vector<Vec3> directions;
    for (int j = 0; j < pole_grid; ++j)
      for (int i = 0; i < pole_grid; ++i)
        if (on_disc(i, j)) {
          points.push_back(i + pole_grid * j);
          directions.push_back(direction(pole_grid_coordinate(i), pole_grid_coordinate(j)));
        }
    const std::vector<double> even = even_distribution();
    for (std::size_t u = 0; u < points.size(); ++u) add_row(u, points, directions, even);
  }

  std::vector<double> density(const std::vector<std::uint64_t>& counts, double total) const {
    std::vector<double> density(counts.size(), std::numeric_limits<double>::quiet_NaN());
    for (const Row& row : rows_) {
      double sum = 0;
      for (std::size_t n = row.first; n < row.last; ++n)
        sum += weights_[n] * static_cast<double>(counts[sources_[n]]);
      density[row.point] = total > 0 ? sum / total : 0;
    }
    return density;
  }

 private:
  struct Row {
    int point;
    std::size_t first, last;
  };

  /// The part of the sphere's directions that falls to each grid point.
  static std::vector<double> even_distribution() {
    constexpr int samples = 8 * pole_grid;  // per side
    std::vector<double> part(static_cast<std::size_t>(pole_grid) * pole_grid, 0.0);
    double whole = 0;
    for (int j = 0; j < samples; ++j)
      for (int i = 0; i < samples; ++i) {
        const double x = -1 + (2 * i + 1.0) / samples, y = -1 + (2 * j + 1.0) / samples;
        const double r2 = x * x + y * y;
        if (r2 > 1) continue;
        const double solid_angle = 1 / ((1 + r2) * (1 + r2));
        part[grid_point(x, y)] += solid_angle;
        whole += solid_angle;
      }
    for (double& value : part) value /= whole;
    return part;
  }

  void add_row(std::size_t u, const std::vector<int>& points, const std::vector<Vec3>& directions,
               const std::vector<double>& even) {
    static const double kappa = std::log(2.0) / (1 - std::cos(pole_half_width * units::pi / 180));
    constexpr double cut = 5;  // exp(-5) = 0.7 %
    const std::size_t first = weights_.size();
    double expected = 0;
    for (std::size_t v = 0; v < points.size(); ++v) {
      const Vec3& other = directions[v];
      // A normal stands for its mirror image below the disc too, which reaches over the rim.
      const Vec3 mirrored(other[0], other[1], -other[2]);
      const double above = kappa * (1 - directions[u].dot(other));
      const double below = kappa * (1 - directions[u].dot(mirrored));
      const double weight =
          (above < cut ? std::exp(-above) : 0) + (below < cut ? std::exp(-below) : 0);
      if (weight == 0) continue;
      weights_.push_back(weight);
      sources_.push_back(points[v]);
      expected += weight * even[points[v]];
    }
    for (std::size_t n = first; n < weights_.size(); ++n) weights_[n] /= expected;
    rows_.push_back({points[u], first, weights_.size()});
  }

  std::vector<Row> rows_;
  std::vector<double> weights_;
  std::vector<int> sources_;
};

}  // namespace

void PoleFigure::add(double n_a, double n_b, double n_p) {
  const PolePoint at = pole_point(n_a, n_b, n_p);
  ++counts_[grid_point(at.x, at.y)];
  ++counts_[grid_point(-at.x, -at.y)];
  total_ += 2;
}

std::vector<double> PoleFigure::density() const {
  static const Smoothing smoothing;
  return smoothing.density(counts_, static_cast<double>(total_));
}

}  // namespace vitrine::analysis
