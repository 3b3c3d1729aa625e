#include "sim/dlff/engine_input.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/model/errors.h"

namespace vitrine::dlff {

std::vector<std::int32_t> atom_types(const Model& model, const Topology& topology) {
  std::vector<std::int32_t> of_element(256, -1);
  for (std::size_t t = 0; t < model.types.size(); ++t)
    of_element[element_from_symbol(model.types[t])] = static_cast<std::int32_t>(t);
  of_element[0] = -1;
  std::vector<std::int32_t> types;
  for (Element element : topology.elements) {
    if (of_element[element] < 0)
      throw InputError(
          fmt::format("the force field {} does not know {}; it was made for {}", model.name,
                      element ? element_data(element).symbol : "an atom of unknown element",
                      fmt::join(model.types, ", ")));
    types.push_back(of_element[element]);
  }
  return types;
}

void check_input(const std::vector<Vec3>& positions, const NeighbourList& neighbours,
                 std::size_t atoms, double cutoff, const std::vector<std::int64_t>& ids) {
  if (positions.size() != atoms || neighbours.size() != atoms)
    throw InputError(
        fmt::format("the force field was made for {} atoms, got {} positions and neighbours of {}",
                    atoms, positions.size(), neighbours.size()));
  if (neighbours.cutoff() < cutoff)
    throw InputError(fmt::format("the force field reaches {} A, the neighbour list only {} A",
                                 cutoff, neighbours.cutoff()));
  for (std::size_t i = 0; i < positions.size(); ++i)
    if (!positions[i].allFinite())
      throw PhysicsError(fmt::format("the position of atom {} is not finite", ids[i]),
                         {static_cast<int>(i)});
}

void throw_too_close(const ClosePair& pair, const std::vector<std::int64_t>& ids) {
  const auto [first, second] = std::minmax(pair.first, pair.second);
  throw PhysicsError(
      fmt::format("atoms {} and {} are {:.3g} A apart", ids[static_cast<std::size_t>(first)],
                  ids[static_cast<std::size_t>(second)], pair.distance),
      {first, second});
}

std::string neighbours_beyond_slots(const Model& model, const std::vector<std::int32_t>& types,
                                    const std::vector<Vec3>& positions, const Cell& cell,
                                    const NeighbourList& neighbours,
                                    const std::vector<std::int64_t>& ids) {
  const double cutoff2 = model.cutoff * model.cutoff;
  std::vector<int> count(model.type_count());
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    std::fill(count.begin(), count.end(), 0);
    for_each_neighbour(neighbours, i, positions, cell, [&](int j, const Vec3&, double r2) {
      if (r2 < cutoff2) ++count[static_cast<std::size_t>(types[static_cast<std::size_t>(j)])];
    });
    for (std::size_t u = 0; u < count.size(); ++u)
      if (count[u] > model.slots[u])
        return fmt::format(
            "atom {} has {} {} within {:.6g} A, the force field {} was made for at most {} (sel); "
            "all "
            "of them act here, where DeePMD-kit leaves out the farthest",
            ids[i], count[u], model.types[u], model.cutoff, model.name, model.slots[u]);
  }
  return {};
}

}  // namespace vitrine::dlff
