#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/zinc_network.h"

namespace vitrine::analysis {

/// A node of a periodic network, in an image.
struct ImageNode {
  int index;
  std::array<int, 3> shift;
  bool operator==(const ImageNode&) const = default;
};

/// The node at the other end of a bond.
ImageNode across(const ImageNode& from, const NetworkBond& bond);

/// The nodes within so many links of one node of the cell, nearest first: the node itself is 0.
class NodeBall {
 public:
  NodeBall(const ZincNetwork& network, int centre, int radius);

  int size() const { return static_cast<int>(nodes_.size()); }
  const ImageNode& node(int n) const { return nodes_[n]; }
  int distance(int n) const { return distances_[n]; }  ///< links from the centre
  /// Which of them a node is; -1: none.
  int find(const ImageNode& node) const;

 private:
  std::size_t slot(const ImageNode& node) const;
  void add(const ImageNode& node, int distance);
  void grow();

  std::vector<ImageNode> nodes_;
  std::vector<int> distances_;
  std::vector<std::int32_t> slots_;  // hash table, a power of two long: which node, or -1
};

/// The links among the nodes of a ball, several between the same two as one.
class BallLinks {
 public:
  BallLinks(const ZincNetwork& network, const NodeBall& ball);
  std::span<const int> of(int n) const {
    return std::span(ends_).subspan(starts_[n], starts_[n + 1] - starts_[n]);
  }

 private:
  std::vector<std::size_t> starts_;
  std::vector<int> ends_;
};

}  // namespace vitrine::analysis
