#include "analysis/node_ball.h"

#include <algorithm>

namespace vitrine::analysis {

ImageNode across(const ImageNode& from, const NetworkBond& bond) {
  return {bond.to,
          {from.shift[0] + bond.shift[0], from.shift[1] + bond.shift[1],
           from.shift[2] + bond.shift[2]}};
}

NodeBall::NodeBall(const ZincNetwork& network, int centre, int radius) : slots_(64, -1) {
  add({centre, {0, 0, 0}}, 0);
  for (int n = 0; n < size() && distances_[n] < radius; ++n) {
    const ImageNode here = nodes_[n];  // add() moves them
    for (const NetworkBond& bond : network.of(here.index))
      add(across(here, bond), distances_[n] + 1);
  }
}

/// Where a node is in the table, or would go.
std::size_t NodeBall::slot(const ImageNode& node) const {
  auto hash = static_cast<std::uint64_t>(node.index);
  for (const int shift : node.shift)
    hash = (hash ^ static_cast<std::uint32_t>(shift)) * 0x9e3779b97f4a7c15U;
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = (hash >> 32) & mask;
  while (slots_[at] >= 0 && nodes_[slots_[at]] != node) at = (at + 1) & mask;
  return at;
}

void NodeBall::add(const ImageNode& node, int distance) {
  const std::size_t at = slot(node);
  if (slots_[at] >= 0) return;  // nearer, or as near by another way
  slots_[at] = size();
  nodes_.push_back(node);
  distances_.push_back(distance);
  if (2 * nodes_.size() > slots_.size()) grow();
}

void NodeBall::grow() {
  slots_.assign(2 * slots_.size(), -1);
  for (int n = 0; n < size(); ++n) slots_[slot(nodes_[n])] = n;
}

int NodeBall::find(const ImageNode& node) const {
  return slots_[slot(node)];
}

BallLinks::BallLinks(const ZincNetwork& network, const NodeBall& ball) : starts_{0} {
  for (int n = 0; n < ball.size(); ++n) {
    const std::size_t first = starts_.back();
    for (const NetworkBond& bond : network.of(ball.node(n).index)) {
      const int end = ball.find(across(ball.node(n), bond));
      if (end < 0 || std::find(ends_.begin() + static_cast<std::ptrdiff_t>(first), ends_.end(),
                               end) != ends_.end())
        continue;
      ends_.push_back(end);
    }
    starts_.push_back(ends_.size());
  }
}

}  // namespace vitrine::analysis
