#pragma once
#include <cstddef>
#include <vector>

#include "sim/dynamics/protocol.h"

namespace vitrine::dynamics {

// The plan of a run, changed while it goes on. A plan is a protocol whose times count from the
// run's start; its knots are the ends of the stages that move in time. All of these leave the text
// of the protocol that they return as that of the whole plan.

struct Knot {
  std::size_t stage;   ///< that ends here
  double time;         ///< ps
  double temperature;  ///< K, at the end of the stage
  double pressure;     ///< GPa
};

/// The knots later than a time.
std::vector<Knot> knots_after(const Protocol& plan, double time);

/// The plan with the end of stage `knot.stage` where the knot says, but no earlier than one time
/// step after the stage begins, or after `now` (ps). A stage under way goes there from what it asks
/// for now. The stages after it keep their durations; where the next one began as this one ended it
/// still does.
Protocol with_knot(const Protocol& plan, const Knot& knot, double now);

/// The plan with one knot more, on its line; as it is where one is nearer than a time step, or
/// behind the end.
Protocol with_knot_at(const Protocol& plan, double time);

/// The plan without a knot: the stage runs on to the next knot, from what it asks for now, in place
/// of the stage between. InputError for the last one, which is the end of the run.
Protocol without_knot(const Protocol& plan, std::size_t stage, double now);

/// The plan of a run that followed `past` until a time (ps) and then these stages: the stage under
/// way is cut there, and what was one stage, cut by changes that left it as it was, counts as one
/// again. An Error when it is no sound protocol.
Protocol followed_by(const Protocol& past, std::vector<Stage> stages, double time);

/// The same where what follows is the rest, from that time on, of another plan. InputError when
/// nothing of that is left.
Protocol joined(const Protocol& past, const Protocol& future, double time);

}  // namespace vitrine::dynamics
