#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "analysis/frame_sequence.h"
#include "analysis/histogram.h"
#include "analysis/statistics.h"
#include "analysis/void_network.h"
#include "sim/model/neighbour_list.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr std::uint64_t seed = 20240119;
constexpr double bin_width = 0.1, largest_diameter = 30;  // angstrom

std::vector<Vec3> random_places(const Cell& cell, int count) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<Vec3> places;
  for (int n = 0; n < count; ++n) {
    const double x = uniform(random), y = uniform(random), z = uniform(random);
    places.push_back(cell.cartesian({x, y, z}));
  }
  return places;
}

/// Calls f(point, sphere, square of the distance) for every pair within reach. The spheres look for
/// the points, which are many and need not see each other.
template <class F>
void for_each_near(const std::vector<Vec3>& points, const std::vector<Vec3>& centres,
                   const Cell& cell, double reach, F&& f) {
  std::vector<Vec3> all = points;
  all.insert(all.end(), centres.begin(), centres.end());
  std::vector<int> spheres(centres.size());
  const int first = static_cast<int>(points.size());
  std::iota(spheres.begin(), spheres.end(), first);
  PairStream(all, cell, reach, PairStream::Count::both)
      .for_each_of(spheres, [&](int sphere, auto partners, auto squares) {
        for (std::size_t n = 0; n < partners.size(); ++n)
          if (partners[n] < first) f(partners[n], sphere - first, squares[n]);
      });
}

class Pores final : public Analysis {
 public:
  explicit Pores(const Parameters& parameters)
      : parameters_(parameters),
        points_(whole("pores", parameters, "points")),
        sizes_(Bins(0, largest_diameter, static_cast<int>(largest_diameter / bin_width))) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_periodic(frame);
    const std::vector<double> radii = radii_of(*frame.topology);
    const VoidNetwork network(frame, radii);
    const VoidNetwork::Spheres spheres = network.largest_spheres();
    included_.push_back(spheres.included);
    free_.push_back(spheres.free);
    count_sizes(frame, network);
    volumes_.push_back(probe_volume(frame, radii));
    surfaces_.push_back(probe_surface(frame, radii));
    sequence_.count(frame);
  }

  /// Diameters. volume: the part of the cell where the centre of the probe can be; surface: of the
  /// spheres that it touches the atoms on, per volume of the cell. Both count closed pores too.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    result.scalars = {{"included", "A", mean(included_), block_error(included_)},
                      {"free", "A", mean(free_), block_error(free_)},
                      {"volume", "1", mean(volumes_), block_error(volumes_)},
                      {"surface", "1/A", mean(surfaces_), block_error(surfaces_)}};
    Column density{"density", "1/A", sizes_.weights()};
    const double area = std::max(sizes_.sum(), 1.0) * sizes_.bins().width();
    for (double& value : density.values) value /= area;
    result.datasets = {
        {"sizes", Dataset::Kind::series, {{"diameter", "A", sizes_.bins().centres()}, density}}};
    return result;
  }

 private:
  std::vector<double> radii_of(const Topology& topology) const {
    std::vector<double> radii;
    for (const Element element : topology.elements) {
      const std::string name = fmt::format("radius_{}", element_data(element).symbol);
      const auto own = parameters_.find(name);
      radii.push_back(own != parameters_.end() ? own->second : parameters_.at("radius_other"));
    }
    return radii;
  }

  /// For random points the diameter of the largest sphere that holds the point and no atom, as far
  /// as spheres about the nodes of the network go; points that only smaller ones than the probe
  /// hold are not in a pore.
  void count_sizes(const Frame& frame, const VoidNetwork& network) {
    std::vector<Vec3> centres;
    std::vector<double> squares;
    double widest = 0;
    for (const VoidNode& node : network.nodes()) {
      if (node.radius < parameters_.at("probe") || node.radius == 0) continue;
      centres.push_back(node.position);
      squares.push_back(node.radius * node.radius);
      widest = std::max(widest, node.radius);
    }
    if (centres.empty()) return;
    std::vector<double> best(points_, 0.0);
    for_each_near(random_places(frame.cell, points_), centres, frame.cell, widest,
                  [&](int point, int node, double square) {
                    if (square <= squares[node]) best[point] = std::max(best[point], squares[node]);
                  });
    for (const double square : best)
      if (square > 0) sizes_.add(2 * std::sqrt(square));
  }

  double probe_volume(const Frame& frame, const std::vector<double>& radii) const {
    const double probe = parameters_.at("probe");
    std::vector<bool> taken(points_, false);
    for_each_near(random_places(frame.cell, points_), frame.positions, frame.cell,
                  *std::max_element(radii.begin(), radii.end()) + probe,
                  [&](int point, int atom, double square) {
                    const double reach = radii[atom] + probe;
                    if (square < reach * reach) taken[point] = true;
                  });
    return static_cast<double>(std::count(taken.begin(), taken.end(), false)) / points_;
  }

  /// By even points on each sphere (Shrake and Rupley, J Mol Biol 79 (1973) 351).
  double probe_surface(const Frame& frame, const std::vector<double>& radii) const {
    constexpr int per_atom = 100;
    const double probe = parameters_.at("probe");
    NeighbourList near(2 * (*std::max_element(radii.begin(), radii.end()) + probe));
    near.build(frame.positions, frame.cell);
    double area = 0;
    for (std::size_t i = 0; i < frame.size(); ++i) {
      const double own = radii[i] + probe;
      std::vector<std::pair<Vec3, double>> others;  // where, and the square of how far they reach
      for_each_neighbour(near, i, frame.positions, frame.cell,
                         [&](int j, const Vec3& d, double square) {
                           const double reach = radii[j] + probe;
                           if (square < (own + reach) * (own + reach))
                             others.emplace_back(d, reach * reach);
                         });
      int bare = 0;
      for (int k = 0; k < per_atom; ++k) bare += is_bare(own * direction(k, per_atom), others);
      area += 4 * units::pi * own * own * bare / per_atom;
    }
    return area / frame.cell.volume();
  }

  static bool is_bare(const Vec3& point, const std::vector<std::pair<Vec3, double>>& others) {
    return std::none_of(others.begin(), others.end(), [&](const auto& other) {
      return (point - other.first).squaredNorm() < other.second;
    });
  }

  /// Point k of n on a golden spiral.
  static Vec3 direction(int k, int n) {
    const double z = 1 - (2 * k + 1.0) / n, across = std::sqrt(1 - z * z);
    const double angle = k * units::pi * (3 - std::sqrt(5.0));
    return {across * std::cos(angle), across * std::sin(angle), z};
  }

  Parameters parameters_;
  FrameSequence sequence_{"pores"};
  int points_;
  Histogram sizes_;
  std::vector<double> included_, free_, volumes_, surfaces_;  // of each frame
};

}  // namespace

AnalysisInfo describe_pores() {
  return {
      "pores",
      "Pore sizes",
      "Structure",
      "Willems et al., Microporous Mesoporous Mater 149 (2012) 134; pore sizes: Pinheiro et al., "
      "J Mol Graph Model 44 (2013) 208; tessellation: Rycroft, Chaos 19 (2009) 041111",
      {{"probe", "Radius of the probe", "A", 0.5, 0, 10},
       {"points", "Random points", "1", 10000, 100, 1e7},
       {"radius_H", "Radius of H", "A", 1.09, 0, 5},
       {"radius_C", "Radius of C", "A", 1.70, 0, 5},
       {"radius_N", "Radius of N", "A", 1.55, 0, 5},
       {"radius_Zn", "Radius of Zn", "A", 1.39, 0, 5},
       {"radius_other", "Radius of other elements", "A", 1.7, 0, 5}},
      [](const Parameters& p) { return std::make_unique<Pores>(p); }};
}

}  // namespace vitrine::analysis
