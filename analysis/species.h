#pragma once
#include <string>
#include <vector>

#include "sim/model/topology.h"

namespace vitrine::analysis {

/// The species of a topology and their atoms, in alphabetical order of the symbols.
struct Species {
  std::vector<std::string> symbols;
  std::vector<Element> elements;
  std::vector<std::vector<int>> members;  ///< atoms of each, ascending

  std::size_t size() const { return symbols.size(); }
};
Species species_of(const Topology& topology);

}  // namespace vitrine::analysis
