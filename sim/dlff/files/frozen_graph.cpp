#include "sim/dlff/files/frozen_graph.h"

#include <fmt/format.h>

#include <bit>

#include "sim/dlff/files/graph_tensor.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

constexpr std::size_t most_nodes = 200000;  // the graph of a large model has some ten thousand

// The contents of field `number` of a message; the last one, as the format has it.
std::optional<WireField> last_field(ByteView message, std::uint32_t number,
                                    const std::string& file) {
  std::optional<WireField> found;
  WireReader reader(message, file);
  while (const auto field = reader.next())
    if (field->number == number) found = field;
  return found;
}

}  // namespace

FrozenGraph::FrozenGraph(ByteView image, std::string file)
    : file_(std::move(file)), numbers_left_(image.size()) {
  WireReader reader(image, file_);
  while (const auto field = reader.next())
    if (field->number == 1 && field->kind == WireField::Kind::bytes) add_node(field->bytes);
  if (nodes_.empty()) throw FileError(file_, "is no TensorFlow graph: it has no nodes");
}

void FrozenGraph::add_node(ByteView message) {
  if (order_.size() >= most_nodes)
    throw FileError(file_, fmt::format("has more than {} nodes", most_nodes));
  std::string_view name;
  Node node{{}, message};
  WireReader reader(message, file_);
  while (const auto field = reader.next()) {
    if (field->number == 1) name = field->text();
    if (field->number == 2) node.operation = field->text();
  }
  const auto [place, fresh] = nodes_.emplace(name, node);
  if (!fresh) throw FileError(file_, fmt::format("has two nodes called \"{}\"", name));
  order_.push_back(place->first);
}

const FrozenGraph::Node& FrozenGraph::node(const std::string& name) const {
  const auto found = nodes_.find(name);
  if (found == nodes_.end()) throw FileError(file_, fmt::format("has no node \"{}\"", name));
  return found->second;
}

std::vector<std::string> FrozenGraph::nodes_of(const std::string& operation) const {
  std::vector<std::string> names;
  for (std::string_view name : order_)
    if (nodes_.find(name)->second.operation == operation) names.emplace_back(name);
  return names;
}

std::set<std::string> FrozenGraph::operations_below(const std::string& prefix) const {
  std::set<std::string> found;
  for (auto at = nodes_.lower_bound(prefix); at != nodes_.end() && at->first.starts_with(prefix);
       ++at)
    found.emplace(at->second.operation);
  return found;
}

std::string FrozenGraph::find(const std::string& prefix, const std::string& suffix) const {
  for (auto at = nodes_.lower_bound(prefix); at != nodes_.end() && at->first.starts_with(prefix);
       ++at)
    if (at->first.ends_with(suffix)) return at->first;
  return {};
}

std::vector<std::string> FrozenGraph::inputs(const std::string& name) const {
  std::vector<std::string> found;
  WireReader reader(node(name).message, file_);
  while (const auto field = reader.next())
    if (field->number == 3) found.emplace_back(field->text());
  return found;
}

ByteView FrozenGraph::attribute(const std::string& name, const std::string& key) const {
  WireReader reader(node(name).message, file_);
  while (const auto field = reader.next()) {
    if (field->number != 5) continue;
    const auto found = last_field(field->bytes, 1, file_);
    if (!found || found->text() != key) continue;
    if (const auto value = last_field(field->bytes, 2, file_)) return value->bytes;
  }
  throw FileError(file_, fmt::format("node \"{}\" has no attribute \"{}\"", name, key));
}

ByteView FrozenGraph::tensor(const std::string& name) const {
  if (node(name).operation != "Const")
    throw FileError(file_, fmt::format("node \"{}\" is no constant", name));
  const auto value = last_field(attribute(name, "value"), 8, file_);
  if (!value) throw FileError(file_, fmt::format("node \"{}\" has no value", name));
  return value->bytes;
}

Constant FrozenGraph::constant(const std::string& name) const {
  Constant found = decode_numbers(tensor(name), numbers_left_, "node \"" + name + "\"", file_);
  numbers_left_ -= std::min(found.values.size(), numbers_left_);
  return found;
}

std::string FrozenGraph::text(const std::string& name) const {
  return decode_text(tensor(name), "node \"" + name + "\"", file_);
}

std::string FrozenGraph::text_or(const std::string& name, const std::string& otherwise) const {
  return has(name) ? text(name) : otherwise;
}

Constant FrozenGraph::input_constant(const std::string& name, std::size_t k) const {
  std::string at = name;
  std::size_t which = k;
  for (int hops = 0; hops < 8; ++hops) {
    const std::vector<std::string> from = inputs(at);
    if (which >= from.size())
      throw FileError(file_, fmt::format("node \"{}\" has no input {}", at, which));
    at = from[which].substr(0, from[which].find(':'));
    which = 0;
    const std::string_view operation = node(at).operation;
    if (operation != "Identity" && operation != "Cast") return constant(at);
  }
  throw FileError(file_, fmt::format("input {} of node \"{}\" leads nowhere", k, name));
}

float FrozenGraph::float_attribute(const std::string& name, const std::string& key) const {
  const auto value = last_field(attribute(name, key), 4, file_);
  return value ? std::bit_cast<float>(static_cast<std::uint32_t>(value->bits)) : 0.0f;
}

std::int64_t FrozenGraph::int_attribute(const std::string& name, const std::string& key) const {
  const auto value = last_field(attribute(name, key), 3, file_);
  return value ? static_cast<std::int64_t>(value->bits) : 0;
}

std::vector<std::int64_t> FrozenGraph::int_list_attribute(const std::string& name,
                                                          const std::string& key) const {
  std::vector<std::int64_t> numbers;
  const auto list = last_field(attribute(name, key), 1, file_);
  if (!list) return numbers;
  WireReader reader(list->bytes, file_);
  while (const auto field = reader.next()) {
    if (field->number != 3) continue;
    if (field->kind == WireField::Kind::varint)
      numbers.push_back(static_cast<std::int64_t>(field->bits));
    WireReader packed(field->bytes, file_);
    while (const auto bits = packed.next_packed())
      numbers.push_back(static_cast<std::int64_t>(*bits));
  }
  return numbers;
}

}  // namespace vitrine::dlff
