#include "sim/dynamics/moment.h"

#include <fmt/format.h>

#include "sim/model/errors.h"

namespace vitrine::dynamics {

Moment read_moment(std::span<const double> checkpoint, TopologyPtr topology) {
  Moment moment{.state = {},
                .integrator = Integrator(0),
                .guard = Guard({}),
                .held_temperature = {},
                .held_pressure = {},
                .built_positions = {},
                .built_cell = {},
                .plan = {},
                .guard_reason = {}};
  restore(moment, checkpoint);
  const std::size_t atoms = topology->size();
  for (const std::size_t count : {moment.state.positions.size(), moment.state.velocities.size(),
                                  moment.built_positions.size()})
    if (count != atoms)
      throw InputError(fmt::format("a checkpoint of {} atoms does not fit {}", count, atoms));
  if (!moment.guard.fits(atoms))
    throw InputError(fmt::format("the rings of a checkpoint have more than the {} atoms", atoms));
  moment.state.topology = std::move(topology);
  return moment;
}

Frame frame_of(const Moment& moment) {
  Frame frame;
  frame.topology = moment.state.topology;
  frame.step = moment.state.step;
  frame.cell = moment.state.cell;
  frame.positions = moment.state.positions;
  if (moment.has_velocities) frame.velocities = moment.state.velocities;
  return frame;
}

}  // namespace vitrine::dynamics
