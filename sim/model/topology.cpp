#include "sim/model/topology.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <numeric>

#include "sim/model/errors.h"

namespace vitrine {

TopologyPtr make_topology(std::vector<Element> elements) {
  std::vector<double> masses(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) masses[i] = element_data(elements[i]).mass;
  return make_topology(std::move(elements), std::move(masses));
}

TopologyPtr make_topology(std::vector<Element> elements, std::vector<double> masses) {
  if (masses.size() != elements.size()) {
    throw InputError(
        fmt::format("topology: {} masses for {} atoms", masses.size(), elements.size()));
  }
  for (std::size_t i = 0; i < masses.size(); ++i) {
    if (!std::isfinite(masses[i]) || masses[i] < 0) {
      throw InputError(
          fmt::format("topology: the mass of atom {} must not be negative, got {}", i, masses[i]));
    }
  }
  auto topology = std::make_shared<Topology>();
  topology->ids.resize(elements.size());
  std::iota(topology->ids.begin(), topology->ids.end(), std::int64_t{1});
  topology->elements = std::move(elements);
  topology->masses = std::move(masses);
  return topology;
}

std::vector<int> atoms_of(const Topology& topology, Element element) {
  std::vector<int> atoms;
  for (std::size_t i = 0; i < topology.size(); ++i) {
    if (topology.elements[i] == element) atoms.push_back(static_cast<int>(i));
  }
  return atoms;
}

std::string formula(const Topology& topology) {
  std::map<std::string, std::size_t> counts;
  for (const Element e : topology.elements) ++counts[element_data(e).symbol];
  std::string text;
  for (const auto& [symbol, count] : counts) {
    if (!text.empty()) text += ' ';
    text += fmt::format("{}{}", symbol, count);
  }
  return text;
}

}  // namespace vitrine
