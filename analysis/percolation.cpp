#include "analysis/percolation.h"

#include <Eigen/Dense>

#include <algorithm>

namespace vitrine::analysis {
namespace {

using Shift = Eigen::Vector3i;

Shift shift_of(const NetworkBond& bond) {
  return {bond.shift[0], bond.shift[1], bond.shift[2]};
}

int rank_of(const std::vector<Shift>& loops) {
  if (loops.empty()) return 0;
  Eigen::MatrixXd rows(loops.size(), 3);
  for (std::size_t n = 0; n < loops.size(); ++n)
    rows.row(static_cast<Eigen::Index>(n)) = loops[n].cast<double>().transpose();
  return static_cast<int>(Eigen::ColPivHouseholderQR<Eigen::MatrixXd>(rows).rank());
}

}  // namespace

std::vector<Cluster> find_clusters(const ZincNetwork& network,
                                   const std::function<bool(int)>& takes_part) {
  std::vector<Cluster> clusters;
  std::vector<bool> seen(network.size(), false);
  std::vector<Shift> place(network.size(), Shift::Zero());
  for (int start = 0; start < static_cast<int>(network.size()); ++start) {
    if (seen[start] || !takes_part(start)) continue;
    Cluster cluster{{start}, 0};
    seen[start] = true;
    std::vector<Shift> loops;  // ways from a node to its own images
    for (std::size_t n = 0; n < cluster.nodes.size(); ++n) {
      const int here = cluster.nodes[n];
      for (const NetworkBond& bond : network.of(here)) {
        if (!takes_part(bond.to)) continue;
        const Shift there = place[here] + shift_of(bond);
        if (!seen[bond.to]) {
          seen[bond.to] = true;
          place[bond.to] = there;
          cluster.nodes.push_back(bond.to);
        } else if (there != place[bond.to]) {
          loops.push_back(there - place[bond.to]);
        }
      }
    }
    cluster.dimensions = rank_of(loops);
    clusters.push_back(std::move(cluster));
  }
  std::ranges::stable_sort(clusters, std::greater<>(),
                           [](const Cluster& c) { return c.nodes.size(); });
  return clusters;
}

}  // namespace vitrine::analysis
