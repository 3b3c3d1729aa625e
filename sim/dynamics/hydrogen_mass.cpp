#include "sim/dynamics/hydrogen_mass.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/model/errors.h"
#include "sim/model/neighbour_list.h"

namespace vitrine::dynamics {
namespace {

constexpr double longest_bond = 1.4;  // angstrom; C-H 1.1, nothing else comes as near

int heavy_neighbour(const Frame& frame, const NeighbourList& neighbours, std::size_t hydrogen) {
  int nearest = -1;
  double least = longest_bond * longest_bond;
  for_each_neighbour(neighbours, hydrogen, frame.positions, frame.cell,
                     [&](int j, const Vec3&, double r2) {
                       if (frame.topology->elements[j] == element::H || r2 > least) return;
                       nearest = j;
                       least = r2;
                     });
  if (nearest < 0)
    throw InputError(fmt::format("hydrogen atom {} has no heavy atom within {} A to take mass from",
                                 frame.topology->ids[hydrogen], longest_bond));
  return nearest;
}

/// The frame with other masses. Each atom keeps its kinetic energy, so that hydrogen and carbon
/// stay as hot as they were.
FramePtr with_topology(const Frame& frame, TopologyPtr topology) {
  auto changed = std::make_shared<Frame>(frame);
  for (std::size_t i = 0; changed->velocities && i < frame.size(); ++i)
    (*changed->velocities)[i] *= std::sqrt(frame.topology->masses[i] / topology->masses[i]);
  changed->topology = std::move(topology);
  return changed;
}

}  // namespace

FramePtr with_hydrogen_mass(const FramePtr& frame, double hydrogen_mass) {
  auto topology = std::make_shared<Topology>(*frame->topology);
  NeighbourList neighbours(longest_bond);
  neighbours.build(frame->positions, frame->cell);
  for (std::size_t i = 0; i < frame->size(); ++i) {
    if (topology->elements[i] != element::H) continue;
    double& heavy = topology->masses[heavy_neighbour(*frame, neighbours, i)];
    heavy -= hydrogen_mass - topology->masses[i];
    topology->masses[i] = hydrogen_mass;
    if (!(heavy >= hydrogen_mass))
      throw InputError(
          fmt::format("hydrogen atom {} of {:g} Da would leave its neighbour with {:.4g} Da",
                      topology->ids[i], hydrogen_mass, heavy));
  }
  return with_topology(*frame, std::move(topology));
}

FramePtr with_element_masses(const FramePtr& frame) {
  auto topology = std::make_shared<Topology>(*frame->topology);
  topology->masses = make_topology(topology->elements)->masses;
  return with_topology(*frame, std::move(topology));
}

}  // namespace vitrine::dynamics
