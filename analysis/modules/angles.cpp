#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "analysis/angle_distribution.h"
#include "analysis/frame_sequence.h"
#include "analysis/statistics.h"
#include "sim/model/errors.h"
#include "sim/model/share_out.h"

namespace vitrine::analysis {
namespace {

/// q = 1 - 3/8 Sum_{j<k} (cos psi_jk + 1/3)^2 over the four nearest N: 1 for a perfect
/// tetrahedron, 0 on average for four random directions (Errington and Debenedetti, Nature 409
/// (2001) 318, eq. 1, doi:10.1038/35053024).
double tetrahedral_order(const ZincSite& site) {
  double sum = 0;
  for (std::size_t j = 0; j < 4; ++j)
    for (std::size_t k = j + 1; k < 4; ++k) {
      const double cosine = site.bonds[j].normalized().dot(site.bonds[k].normalized());
      sum += (cosine + 1.0 / 3) * (cosine + 1.0 / 3);
    }
  return 1 - 3.0 / 8 * sum;
}

class Angles final : public Analysis {
 public:
  explicit Angles(const Parameters& parameters)
      : parameters_(parameters),
        about_zinc_(whole("angles", parameters, "bins")),
        about_nitrogen_(about_zinc_),
        of_network_(about_zinc_) {}

  void add(const SharedFrame& shared) override {
    sequence_.check(shared.frame());
    const std::vector<ZincSite>& sites = shared.zinc_sites(parameters_.at("cutoff"));
    if (sites.empty()) throw InputError("angles: the frame has no Zn");
    check_counted(*shared.frame().topology);
    zinc_.clear();
    for (const ZincSite& site : sites)
      if (counts(site.zinc)) zinc_.push_back(site.zinc);
    order_sums_.resize(zinc_.size());
    order_counts_.resize(zinc_.size());
    corners_.clear();
    add_zinc(sites);
    add_nitrogen(shared, sites);
    add_network(shared.network(parameters_.at("cutoff")), sites);
    add_orders(sites, shared.team());
    measure(shared.team());
    for (AngleDistribution* angles : {&about_zinc_, &about_nitrogen_, &of_network_})
      angles->end_frame();
    sequence_.count(shared.frame());
  }

  /// order: mean over the Zn with four N or more, with its block error over frames; NaN in the
  /// table for a Zn that never had four. ordered: the part of all Zn and frames that had.
  /// angles.atoms: each angle of the newest frame, the atom at its apex, and the column of `angles`
  /// that it is counted in.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    about_zinc_.add_scalars("n_zn_n", result);
    about_nitrogen_.add_scalars("zn_n_c", result);
    of_network_.add_scalars("zn_zn_zn", result);
    double with_four = 0;
    for (const double count : order_counts_) with_four += count;
    if (!zinc_.empty())
      result.scalars.push_back(
          {"ordered", "1",
           with_four / static_cast<double>(order_counts_.size() * sequence_.frames())});
    if (!frame_orders_.empty())
      result.scalars.push_back({"order", "1", mean(frame_orders_), block_error(frame_orders_)});
    result.datasets = {
        {"angles",
         Dataset::Kind::series,
         {{"angle", "deg", about_zinc_.bins().centres()},
          {"N-Zn-N", "1/deg", about_zinc_.density()},
          {"Zn-N-C", "1/deg", about_nitrogen_.density()},
          {"Zn-Zn-Zn", "1/deg", of_network_.density()}}},
        {"angles.atoms",
         Dataset::Kind::table,
         {{"angle", "deg", newest_[0]}, {"atom", "1", newest_[1]}, {"curve", "1", newest_[2]}}},
        order_table()};
    return result;
  }

 private:
  enum Curve { zinc_curve = 1, nitrogen_curve, network_curve };  // columns of the result
  struct Corner {
    Curve curve;
    int apex;
    Vec3 a, b;  // from the apex to its neighbours
  };

  void measure(ThreadTeam* team) {
    newest_[0].resize(corners_.size());
    share_evenly(team, corners_.size(), [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t n = first; n < last; ++n)
        newest_[0][n] = angle_degrees(corners_[n].a, corners_[n].b);
    });
    newest_[1].clear();
    newest_[2].clear();
    AngleDistribution* const angles[] = {&about_zinc_, &about_nitrogen_, &of_network_};
    for (std::size_t n = 0; n < corners_.size(); ++n) {
      const auto& [curve, apex, a, b] = corners_[n];
      angles[curve - 1]->add(newest_[0][n]);
      newest_[1].push_back(apex);
      newest_[2].push_back(curve);
    }
  }

  void check_counted(const Topology& topology) const {
    if (counted(atoms_of(topology, element::Zn)).empty() &&
        counted(atoms_of(topology, element::N)).empty())
      throw InputError("angles: neither Zn nor N is selected");
  }

  void add_zinc(const std::vector<ZincSite>& sites) {
    for (const ZincSite& site : sites) {
      if (!counts(site.zinc)) continue;
      const std::vector<Vec3>& bonds = site.bonds;
      for (std::size_t i = 0; i < bonds.size(); ++i)
        for (std::size_t j = i + 1; j < bonds.size(); ++j)
          corners_.push_back({zinc_curve, site.zinc, bonds[i], bonds[j]});
    }
  }

  void add_orders(const std::vector<ZincSite>& sites, ThreadTeam* team) {
    std::vector<std::optional<double>> orders(sites.size());
    share_evenly(team, sites.size(), [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t s = first; s < last; ++s)
        if (sites[s].bonds.size() >= 4) orders[s] = tetrahedral_order(sites[s]);
    });
    double sum = 0, count = 0;
    std::size_t own = 0;  // among those that count
    for (std::size_t s = 0; s < sites.size(); ++s) {
      if (!counts(sites[s].zinc)) continue;
      if (orders[s]) {
        order_sums_[own] += *orders[s];
        ++order_counts_[own];
        sum += *orders[s];
        ++count;
      }
      ++own;
    }
    if (count > 0) frame_orders_.push_back(sum / count);
  }

  /// The two C beside each N in its ring.
  void add_nitrogen(const SharedFrame& shared, const std::vector<ZincSite>& sites) {
    const std::vector<ImidazoleRing>& rings = shared.rings();
    std::vector<std::pair<int, int>> place_in_ring(shared.frame().size(), {-1, 0});
    for (std::size_t r = 0; r < rings.size(); ++r)
      for (int k = 0; k < 5; ++k) place_in_ring[rings[r].atoms[k]] = {static_cast<int>(r), k};
    for (const ZincSite& site : sites)
      for (std::size_t n = 0; n < site.nitrogens.size(); ++n) {
        const auto [ring, k] = place_in_ring[site.nitrogens[n]];
        if (ring < 0 || !counts(site.nitrogens[n])) continue;
        const auto& corners = shared.ring_geometries()[ring].corners;
        const auto& atoms = rings[ring].atoms;
        for (const int beside : {(k + 1) % 5, (k + 4) % 5})
          if (shared.frame().topology->elements[atoms[beside]] == element::C)
            corners_.push_back(
                {nitrogen_curve, site.nitrogens[n], -site.bonds[n], corners[beside] - corners[k]});
      }
  }

  void add_network(const ZincNetwork& network, const std::vector<ZincSite>& sites) {
    for (std::size_t node = 0; node < network.size(); ++node) {
      if (!counts(sites[node].zinc)) continue;
      const std::vector<NetworkBond>& bonds = network.of(node);
      for (std::size_t i = 0; i < bonds.size(); ++i)
        for (std::size_t j = i + 1; j < bonds.size(); ++j)
          corners_.push_back({network_curve, sites[node].zinc, bonds[i].vector, bonds[j].vector});
    }
  }

  Dataset order_table() const {
    Column atoms{"atom", "1", {zinc_.begin(), zinc_.end()}}, order{"order", "1", {}};
    for (std::size_t s = 0; s < zinc_.size(); ++s)
      order.values.push_back(order_counts_[s] > 0 ? order_sums_[s] / order_counts_[s]
                                                  : std::numeric_limits<double>::quiet_NaN());
    return {"zinc", Dataset::Kind::per_atom, {atoms, order}};
  }

  Parameters parameters_;
  FrameSequence sequence_{"angles"};
  AngleDistribution about_zinc_, about_nitrogen_, of_network_;
  std::vector<Corner> corners_;                // of the newest frame
  std::array<std::vector<double>, 3> newest_;  // angle, apex, curve
  std::vector<int> zinc_;
  std::vector<double> order_sums_, order_counts_;  // of each Zn
  std::vector<double> frame_orders_;               // of each frame that has one
};

}  // namespace

/// Zn-Zn-Zn: between linkers of one Zn that lead to two others (ZincNetwork).
AnalysisInfo describe_angles() {
  return {"angles",
          "Angles and tetrahedral order",
          "Structure",
          "Angles: Du et al., Natl Sci Rev 11 (2024) nwae023; order: Errington and Debenedetti, "
          "Nature 409 (2001) 318",
          of_chosen("angles at selected Zn and N, tetrahedral order of selected Zn"),
          {{"cutoff", "Longest Zn-N bond", "A", zinc_nitrogen_bond, 1, 10},
           {"bins", "Bins of the angles", "1", 180, 1, 10000}},
          [](const Parameters& p) { return std::make_unique<Angles>(p); },
          Sampling::frame,
          {{.property = "tetrahedral_order",
            .dataset = "zinc",
            .column = "order",
            .title = "Tetrahedral order of Zn",
            .unit = "1"}}};
}

}  // namespace vitrine::analysis
