#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <optional>
#include <random>

#include "analysis/frame_sequence.h"
#include "analysis/histogram.h"
#include "analysis/probe_void.h"
#include "analysis/statistics.h"
#include "analysis/void_network.h"
#include "sim/model/share_out.h"

namespace vitrine::analysis {
namespace {

constexpr std::uint64_t seed = 20240119;
constexpr double bin_width = 0.1, largest_diameter = 30;  // angstrom
constexpr std::size_t block_of_points = 512;              // that a thread takes at a time

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
    const Look& look = shared.once("pores", parameters_, [&] { return look_at(shared); });
    for (const double diameter : look.diameters)
      if (diameter > 0) sizes_.add(diameter);
    for (std::size_t n = 0; n < values_.size(); ++n) values_[n].push_back(look.values[n]);
    sequence_.count(frame);
  }

  /// included, free: diameters. volume: the part of the cell where the centre of the probe can be,
  /// in channels (accessible) and in pockets that no channel leads to (closed); surface: of the
  /// spheres that it touches the atoms on, per volume of the cell. The error of a volume is that of
  /// the frames' mean and of the random points, the same in each frame, together.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    constexpr std::pair<const char*, const char*> names[] = {{"included", "A"},
                                                             {"free", "A"},
                                                             {"volume.accessible", "1"},
                                                             {"volume.closed", "1"},
                                                             {"surface.accessible", "1/A"},
                                                             {"surface.closed", "1/A"}};
    for (std::size_t n = 0; n < values_.size(); ++n)
      result.scalars.push_back(
          {names[n].first, names[n].second, mean(values_[n]), block_error(values_[n])});
    for (Scalar& scalar : result.scalars)
      if (scalar.name.starts_with("volume"))
        scalar.error = std::hypot(scalar.error.value_or(0),
                                  std::sqrt(scalar.value * (1 - scalar.value) / points_));
    Column density{"density", "1/A", sizes_.weights()};
    const double area = std::max(sizes_.sum(), 1.0) * sizes_.bins().width();
    for (double& value : density.values) value /= area;
    result.datasets = {
        {"sizes", Dataset::Kind::series, {{"diameter", "A", sizes_.bins().centres()}, density}}};
    return result;
  }

 private:
  /// What one frame says.
  struct Look {
    std::vector<double> diameters;  ///< of the pore at each random place, angstrom; 0: in none
    std::array<double, 6> values;   ///< as result() names them
  };
  struct Tessellations {
    std::optional<VoidNetwork> atoms;  ///< of their own radii
    std::optional<ProbeVoid> probe;    ///< of radii that the probe is added to
  };

  Look look_at(const SharedFrame& shared) const {
    const Tessellations found = tessellate(shared);
    const VoidNetwork::Spheres spheres = found.atoms->largest_spheres();
    const std::vector<Vec3> places = random_places(shared.frame().cell, points_);
    const ProbeVoid::Parts volume = found.probe->volume(shared, places);
    const ProbeVoid::Parts surface = found.probe->surface(shared);
    Look look{sizes_at(shared, *found.atoms, places),
              {spheres.included, spheres.free, volume.accessible, volume.closed, surface.accessible,
               surface.closed}};
    shared.advance(1);
    return look;
  }

  /// Both at once where there are threads for it. Takes nearly all of the time: tells how far it is
  /// and stops when asked to.
  Tessellations tessellate(const SharedFrame& shared) const {
    const Frame& frame = shared.frame();
    std::vector<double> radii = radii_of(*frame.topology), reaches = radii;
    for (double& reach : reaches) reach += parameters_.at("probe");
    std::atomic<std::size_t> done{0};
    const auto each_cell = [&] {
      if (const std::size_t cells = ++done; cells % 64 == 0)
        shared.advance(0.9 * static_cast<double>(cells) /
                       (2.0 * static_cast<double>(frame.size())));
    };
    Tessellations found;
    share_out(shared.team(), 2, 1, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t n = first; n < last; ++n) {
        if (n == 0) found.atoms.emplace(frame, radii, each_cell);
        if (n == 1) found.probe.emplace(frame, reaches, each_cell);
      }
    });
    return found;
  }

  std::vector<double> radii_of(const Topology& topology) const {
    std::vector<double> radii;
    for (const Element element : topology.elements) {
      const std::string name = fmt::format("radius_{}", element_data(element).symbol);
      const auto own = parameters_.find(name);
      radii.push_back(own != parameters_.end() ? own->second : parameters_.at("radius_other"));
    }
    return radii;
  }

  /// For each place the diameter of the largest sphere that holds it and no atom, as far as spheres
  /// about the nodes of the network go; 0 for those that only smaller ones than the probe hold:
  /// they are not in a pore.
  std::vector<double> sizes_at(const SharedFrame& shared, const VoidNetwork& network,
                               const std::vector<Vec3>& places) const {
    std::vector<double> diameters(places.size(), 0.0);
    std::vector<Vec3> centres;
    std::vector<double> radii;
    for (const VoidNode& node : network.nodes()) {
      if (node.radius < parameters_.at("probe") || node.radius <= 0) continue;
      centres.push_back(node.position);
      radii.push_back(node.radius);
    }
    if (centres.empty()) return diameters;
    const PairStream near(centres, shared.frame().cell, *std::ranges::max_element(radii),
                          PairStream::Count::both, shared.team());
    share_out(shared.team(), places.size(), block_of_points,
              [&](std::size_t, std::size_t first, std::size_t last) {
                near.for_each_about(std::span(places).subspan(first, last - first),
                                    [&](std::size_t n, auto nodes, auto squares) {
                                      double& widest = diameters[first + n];
                                      for (std::size_t k = 0; k < nodes.size(); ++k) {
                                        const double radius = radii[nodes[k]];
                                        if (squares[k] <= radius * radius)
                                          widest = std::max(widest, 2 * radius);
                                      }
                                    });
              });
    return diameters;
  }

  Parameters parameters_;
  FrameSequence sequence_{"pores"};
  int points_;
  Histogram sizes_;
  std::array<std::vector<double>, 6> values_;  // of each frame
};

}  // namespace

AnalysisInfo describe_pores() {
  return {
      "pores",
      "Pore sizes",
      "Structure",
      "Willems et al., Microporous Mesoporous Mater 149 (2012) 134; pore sizes: Pinheiro et al., "
      "J Mol Graph Model 44 (2013) 208; tessellation: Rycroft, Chaos 19 (2009) 041111",
      of_all_only("pores are what all atoms leave free"),
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
