#pragma once
#include <functional>
#include <vector>

#include "analysis/zinc_network.h"

namespace vitrine::analysis {

/// A connected part of the network.
struct Cluster {
  std::vector<int> nodes;
  /// In how many independent directions it reaches its own periodic images: 0 for a finite piece, 3
  /// for a framework (Livraghi et al., J Chem Theory Comput 17 (2021) 6449,
  /// doi:10.1021/acs.jctc.1c00423).
  int dimensions;
};

/// The clusters of the nodes that `takes_part` accepts, largest first.
std::vector<Cluster> find_clusters(const ZincNetwork& network,
                                   const std::function<bool(int)>& takes_part);

}  // namespace vitrine::analysis
