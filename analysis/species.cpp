#include "analysis/species.h"

#include <map>

namespace vitrine::analysis {

Species species_of(const Topology& topology) {
  std::map<std::string, std::vector<int>> members;
  for (std::size_t i = 0; i < topology.size(); ++i)
    members[element_data(topology.elements[i]).symbol].push_back(static_cast<int>(i));
  Species species;
  for (auto& [symbol, atoms] : members) {
    species.symbols.push_back(symbol);
    species.elements.push_back(topology.elements[atoms.front()]);
    species.members.push_back(std::move(atoms));
  }
  return species;
}

}  // namespace vitrine::analysis
