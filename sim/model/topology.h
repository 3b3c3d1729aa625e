#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/model/elements.h"

namespace vitrine {

/// What does not move: made once for a trajectory and shared by all of its frames.
struct Topology {
  std::vector<Element> elements;  ///< one per atom
  std::vector<double> masses;     ///< dalton, one per atom
  std::vector<std::int64_t> ids;  ///< the file's own atom ids (1, 2, ... when it has none)

  std::size_t size() const { return elements.size(); }
};

using TopologyPtr = std::shared_ptr<const Topology>;

/// A topology of these elements with their standard masses and ids from 1.
TopologyPtr make_topology(std::vector<Element> elements);
/// The same with masses of the caller's own (dalton). InputError on a length or sign mistake.
TopologyPtr make_topology(std::vector<Element> elements, std::vector<double> masses);
/// Indices of the atoms of one element, ascending.
std::vector<int> atoms_of(const Topology& topology, Element element);
/// "C96 H96 N64 Zn16", elements in alphabetical order of symbol.
std::string formula(const Topology& topology);

}  // namespace vitrine
