#pragma once
// A TensorFlow GraphDef: its nodes, and the constants among them (design/dlff.md 2.4). No node is
// ever executed.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/dlff/files/wire_format.h"

namespace vitrine::dlff {

/// A constant of numbers: row-major values and shape (empty: one number).
struct Constant {
  std::vector<std::size_t> shape;
  std::vector<double> values;
  std::string type;  ///< "float64", "float32", "int32", ...
};

class FrozenGraph {
 public:
  /// `image` must live as long as the graph. FileError when it is no graph.
  FrozenGraph(ByteView image, std::string file);

  const std::string& file() const { return file_; }
  bool has(const std::string& node) const { return nodes_.count(node) > 0; }
  /// Names of nodes with this operation, in the order of the file.
  std::vector<std::string> nodes_of(const std::string& operation) const;
  /// The operations of all nodes whose name begins so.
  std::set<std::string> operations_below(const std::string& prefix) const;
  /// The first node, by name, that begins and ends so; empty: none.
  std::string find(const std::string& prefix, const std::string& suffix) const;

  /// FileError when the node is missing, no constant, or claims more than its file holds.
  Constant constant(const std::string& node) const;
  std::string text(const std::string& node) const;
  std::string text_or(const std::string& node, const std::string& otherwise) const;
  /// The constant that a node's k-th input comes from, through Identity and Cast.
  Constant input_constant(const std::string& node, std::size_t k) const;

  /// Attributes of a node; FileError when it has none of that name.
  float float_attribute(const std::string& node, const std::string& name) const;
  std::int64_t int_attribute(const std::string& node, const std::string& name) const;
  std::vector<std::int64_t> int_list_attribute(const std::string& node,
                                               const std::string& name) const;

 private:
  struct Node {
    std::string_view operation;
    ByteView message;
  };
  const Node& node(const std::string& name) const;
  void add_node(ByteView message);
  ByteView attribute(const std::string& node, const std::string& name) const;
  ByteView tensor(const std::string& name) const;
  std::vector<std::string> inputs(const std::string& name) const;

  std::string file_;
  std::map<std::string, Node, std::less<>> nodes_;
  std::vector<std::string_view> order_;
  mutable std::size_t numbers_left_;  ///< that may still be handed out: as many as there are bytes
};

}  // namespace vitrine::dlff
