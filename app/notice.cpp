#include "app/notice.h"

#include <fmt/core.h>

namespace vitrine::app {

void print_notice(const dlff::ForceField& force_field, const Frame& frame) {
  NeighbourList neighbours(force_field.cutoff());
  neighbours.build(frame.positions, frame.cell);
  const std::string notice = force_field.notice(frame.positions, frame.cell, neighbours);
  if (!notice.empty()) fmt::print(stderr, "{}\n", notice);
}

}  // namespace vitrine::app
