#include "analysis/ring_orientation.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "analysis/statistics.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr int resamples = 100;
constexpr std::uint64_t bootstrap_seed = 20240119;
constexpr double smallest_across = 1e-6;

template <class Measure>
PlaneValues of_each_plane(const std::vector<double>& counts, int bins, Measure&& measure) {
  PlaneValues values;
  for (int plane = 0; plane < 3; ++plane) {
    const auto first = counts.begin() + plane * bins;
    const std::vector<double> h(first, first + bins);
    const double centre = mean(h);
    values.planes[plane] = centre > 0 ? measure(h) / centre : 0;
  }
  return values;
}

double factorial(int n) {
  return n < 2 ? 1 : n * factorial(n - 1);
}

}  // namespace

RingOrientation::RingOrientation(std::size_t rings, int bins)
    : bins_(0, 360, bins), rings_(rings), counts_(rings * 3 * bins, 0.0F), seen_(rings, 0) {}

void RingOrientation::add(std::size_t ring, const Vec3& normal) {
  float* const counts = counts_.data() + ring * 3 * bins_.count();
  for (int plane = 0; plane < 3; ++plane) {
    const double n_a = normal[pole_planes[plane].a], n_b = normal[pole_planes[plane].b];
    if (std::hypot(n_a, n_b) < smallest_across) continue;
    const double theta = std::atan2(n_b, n_a) * 180 / units::pi;  // -180 ... 180
    for (const double angle : {theta < 0 ? theta + 360 : theta, theta + 180})
      ++counts[plane * bins_.count() + bins_.index(angle >= 360 ? angle - 360 : angle)];
  }
  seen_[ring] = 1;
}

std::size_t RingOrientation::rings() const {
  return static_cast<std::size_t>(std::count(seen_.begin(), seen_.end(), 1));
}

RingOrientation::Counts RingOrientation::sum_of_rings() const {
  const std::size_t width = 3 * bins_.count();
  Counts sum(width, 0.0);
  for (std::size_t n = 0; n < counts_.size(); ++n) sum[n % width] += counts_[n];
  return sum;
}

std::vector<double> RingOrientation::distribution(int plane) const {
  const Counts all = sum_of_rings();
  const auto first = all.begin() + plane * bins_.count();
  std::vector<double> h(first, first + bins_.count());
  const double centre = mean(h);
  if (centre > 0)
    for (double& value : h) value /= centre;
  return h;
}

PlaneValues RingOrientation::roughness_of(const Counts& counts) const {
  return of_each_plane(counts, bins_.count(), standard_deviation);
}

PlaneValues RingOrientation::roughness() const {
  return roughness_of(sum_of_rings());
}

PlaneValues RingOrientation::peak_to_valley() const {
  return of_each_plane(sum_of_rings(), bins_.count(), [](const std::vector<double>& h) {
    const auto [low, high] = std::minmax_element(h.begin(), h.end());
    return *high - *low;
  });
}

double RingOrientation::noise_floor() const {
  const double independent = static_cast<double>(std::max<std::size_t>(rings(), 1));
  return std::sqrt(bins_.count() / (2 * independent));
}

PlaneValues RingOrientation::corrected_roughness() const {
  PlaneValues values = roughness();
  const double floor = noise_floor();
  for (double& value : values.planes)
    value = std::sqrt(std::max(0.0, value * value - floor * floor));
  return values;
}

std::array<double, 4> RingOrientation::roughness_errors() const {
  std::vector<std::size_t> seen;
  for (std::size_t ring = 0; ring < rings_; ++ring)
    if (seen_[ring]) seen.push_back(ring);
  if (seen.empty()) return {};
  const std::size_t width = 3 * bins_.count();
  std::mt19937_64 random(bootstrap_seed);
  std::uniform_int_distribution<std::size_t> draw(0, seen.size() - 1);
  std::array<std::vector<double>, 4> values;
  for (int sample = 0; sample < resamples; ++sample) {
    std::vector<float> sum(width, 0.0F);
    for (std::size_t n = 0; n < seen.size(); ++n) {
      const float* const ring = counts_.data() + seen[draw(random)] * width;
      for (std::size_t k = 0; k < width; ++k) sum[k] += ring[k];
    }
    const PlaneValues roughness = roughness_of(Counts(sum.begin(), sum.end()));
    for (int plane = 0; plane < 3; ++plane) values[plane].push_back(roughness.planes[plane]);
    values[3].push_back(roughness.mean());
  }
  std::array<double, 4> errors;
  std::transform(values.begin(), values.end(), errors.begin(), standard_deviation);
  return errors;
}

void PolarOrder::add(const Vec3& normal) {
  std::array<Vec3, largest + 1> powers;
  powers[0] = Vec3::Ones();
  for (int n = 1; n <= largest; ++n) powers[n] = powers[n - 1].cwiseProduct(normal);
  for (int degree = 2; degree <= largest; degree += 2)
    for (int a = 0; a <= degree; ++a)
      for (int b = 0; a + b <= degree; ++b) {
        const int c = degree - a - b;
        sums_[a][b][c] += powers[a][0] * powers[b][1] * powers[c][2];
      }
  ++count_;
}

double PolarOrder::mean_power(int degree) const {
  double sum = 0;
  for (int a = 0; a <= degree; ++a)
    for (int b = 0; a + b <= degree; ++b) {
      const int c = degree - a - b;
      const double average = sums_[a][b][c] / count_;
      sum += factorial(degree) / (factorial(a) * factorial(b) * factorial(c)) * average * average;
    }
  return sum;
}

double PolarOrder::order(int l) const {
  if (count_ == 0) return 0;
  const double two = mean_power(2);
  double square = (3 * two - 1) / 2;
  if (l == 4) square = (35 * mean_power(4) - 30 * two + 3) / 8;
  if (l == 6) square = (231 * mean_power(6) - 315 * mean_power(4) + 105 * two - 5) / 16;
  return std::sqrt(std::max(square, 0.0));
}

}  // namespace vitrine::analysis
