#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/frame_sequence.h"
#include "analysis/network_rings.h"
#include "analysis/percolation.h"
#include "analysis/statistics.h"
#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

class Network final : public Analysis {
 public:
  explicit Network(const Parameters& parameters)
      : parameters_(parameters),
        largest_(whole("network", parameters, "largest")),
        guttman_(largest_ + 1, 0.0),
        king_(guttman_),
        primitive_(guttman_) {}

  void add(const SharedFrame& shared) override {
    sequence_.check(shared.frame());
    const double cutoff = parameters_.at("cutoff");
    const std::vector<ZincSite>& sites = shared.zinc_sites(cutoff);
    if (sites.empty()) throw InputError("network: the frame has no Zn");
    const ZincNetwork& network = shared.network(cutoff);
    const double nodes = static_cast<double>(network.size());
    links_.push_back(static_cast<double>(network.links()) / nodes);
    add_clusters(network, sites);
    const auto& rings = shared.once("network", parameters_, [&] {
      const NetworkRings found(network, largest_, shared.team(),
                               [&](double part) { shared.advance(part); });
      return std::array{found.guttman(), found.king(), found.primitive()};
    });
    for (const auto& [sum, counts] : {std::pair(&guttman_, rings[0]), std::pair(&king_, rings[1]),
                                      std::pair(&primitive_, rings[2])})
      for (int n = 0; n <= largest_; ++n) (*sum)[n] += counts[n] / nodes;
    sequence_.count(shared.frame());
  }

  /// rings: per Zn and frame. intact: Zn with exactly four N; clusters of them are joined by
  /// linkers between them. dimensions: of the largest cluster.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    for (const auto& [name, values] :
         {std::pair("links", &links_), std::pair("intact", &intact_),
          std::pair("clusters", &clusters_), std::pair("largest", &largest_parts_),
          std::pair("dimensions", &dimensions_)})
      result.scalars.push_back({name, "1", mean(*values), block_error(*values)});
    Dataset rings{
        "rings",
        Dataset::Kind::table,
        {{"size", "1", {}}, {"guttman", "1", {}}, {"king", "1", {}}, {"primitive", "1", {}}}};
    for (int n = 2; n <= largest_; ++n) {
      const double frames = static_cast<double>(sequence_.frames());
      const double row[] = {1.0 * n, guttman_[n] / frames, king_[n] / frames,
                            primitive_[n] / frames};
      for (std::size_t c = 0; c < 4; ++c) rings.columns[c].values.push_back(row[c]);
    }
    result.datasets = {std::move(rings)};
    return result;
  }

 private:
  void add_clusters(const ZincNetwork& network, const std::vector<ZincSite>& sites) {
    const auto intact = [&](int node) { return sites[node].bonds.size() == 4; };
    const std::vector<Cluster> clusters = find_clusters(network, intact);
    const double nodes = static_cast<double>(network.size());
    double whole_sites = 0;
    for (const Cluster& cluster : clusters)
      whole_sites += static_cast<double>(cluster.nodes.size());
    intact_.push_back(whole_sites / nodes);
    clusters_.push_back(static_cast<double>(clusters.size()));
    largest_parts_.push_back(
        clusters.empty() ? 0 : static_cast<double>(clusters[0].nodes.size()) / nodes);
    dimensions_.push_back(clusters.empty() ? 0 : clusters[0].dimensions);
  }

  Parameters parameters_;
  FrameSequence sequence_{"network"};
  int largest_;
  RingCounts guttman_, king_, primitive_;  // per node, sums over frames
  std::vector<double> links_, intact_, clusters_, largest_parts_, dimensions_;  // of each frame
};

}  // namespace

/// links: linkers that join two Zn, per Zn. largest: the part of all Zn in the largest cluster.
AnalysisInfo describe_network() {
  return {"network",
          "Rings and clusters of the network",
          "Structure",
          "King, Nature 213 (1967) 1112; Guttman, J Non-Cryst Solids 116 (1990) 145; Franzblau, "
          "Phys Rev B 44 (1991) 4925; percolation: Livraghi et al., J Chem Theory Comput 17 (2021) "
          "6449",
          of_all_only("rings and clusters belong to the whole network"),
          {{"cutoff", "Longest Zn-N bond", "A", zinc_nitrogen_bond, 1, 10},
           {"largest", "Largest ring", "1", 12, 3, 24}},
          [](const Parameters& p) { return std::make_unique<Network>(p); }};
}

}  // namespace vitrine::analysis
