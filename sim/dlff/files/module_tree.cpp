#include "sim/dlff/files/module_tree.h"

#include <fmt/format.h>

#include <bit>

#include "sim/dlff/files/graph_tensor.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

using nlohmann::json;
using Kind = PickleValue::Kind;

constexpr int deepest = 40;                   // modules in modules; models have some twelve
constexpr std::size_t most_values = 1000000;  // shared parts are counted as often as they are met
constexpr const char* tensor_mark = "@tensor";

struct StorageType {
  const char* name;
  std::size_t bytes;
  double (*value)(std::uint64_t bits);
};
constexpr StorageType storage_types[] = {
    {"DoubleStorage", 8, [](std::uint64_t bits) { return std::bit_cast<double>(bits); }},
    {"FloatStorage", 4,
     [](std::uint64_t bits) -> double {
       return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
     }},
    {"HalfStorage", 2,
     [](std::uint64_t bits) { return from_half(static_cast<std::uint16_t>(bits)); }},
    {"BFloat16Storage", 2,
     [](std::uint64_t bits) { return from_bfloat16(static_cast<std::uint16_t>(bits)); }},
};

}  // namespace

void ModuleTree::fail(const std::string& reason) const {
  throw FileError(file_, "its pickled module " + reason);
}

ModuleTree::ModuleTree(const Pickle& pickle, const std::string& file)
    : pickle_(pickle), file_(file) {
  root_ = convert(pickle.root, 0);
  if (!root_.is_object()) fail("is no module");
}

const PickleValue& ModuleTree::item(const PickleValue& list, std::size_t k) const {
  if (k >= list.items.size()) fail("is damaged: a list is too short");
  return pickle_.values[list.items[k]];
}

std::string ModuleTree::text_of(const PickleValue& list, std::size_t k) const {
  return item(list, k).text;
}

std::vector<std::size_t> ModuleTree::sizes_of(const PickleValue& list, std::size_t k) const {
  std::vector<std::size_t> sizes;
  for (std::size_t place : item(list, k).items) {
    const std::int64_t size = pickle_.values[place].integer;
    if (size < 0) fail("is damaged: the size of a tensor is negative");
    sizes.push_back(static_cast<std::size_t>(size));
  }
  return sizes;
}

json ModuleTree::convert(std::size_t place, int depth) {
  if (depth > deepest || ++converted_ > most_values)
    fail("contains itself, or more than a model does");
  const PickleValue& value = pickle_.values[place];
  switch (value.kind) {
    case Kind::boolean:
      return value.integer != 0;
    case Kind::integer:
      return value.integer;
    case Kind::real:
      return value.real;
    case Kind::text:
      return value.text;
    case Kind::list:
    case Kind::tuple: {
      json list = json::array();
      for (std::size_t each : value.items) list.push_back(convert(each, depth + 1));
      return list;
    }
    case Kind::dictionary: {
      json object = json::object();
      for (std::size_t k = 0; k + 1 < value.items.size(); k += 2)
        if (const PickleValue& key = pickle_.values[value.items[k]]; key.kind == Kind::text)
          object[key.text] = convert(value.items[k + 1], depth + 1);
      return object;
    }
    case Kind::call:
      return convert_call(value, depth);
    default:
      return nullptr;
  }
}

// A tensor, a value with a note on its type, or an object whose state is its attributes.
json ModuleTree::convert_call(const PickleValue& call, int depth) {
  const std::string function = text_of(call, 0);
  const PickleValue& arguments = item(call, 1);
  if (function == "torch._utils _rebuild_tensor_v2") return add_tensor(arguments);
  if (function.starts_with("torch._utils _rebuild_parameter") ||
      function.starts_with("torch.jit._pickle "))
    return arguments.items.empty() ? json() : convert(arguments.items.front(), depth + 1);
  if (call.items.size() < 3) return nullptr;
  return convert(call.items[2], depth + 1);
}

json ModuleTree::add_tensor(const PickleValue& arguments) {
  const PickleValue& id = item(item(arguments, 0), 0);  // of the storage
  StoredTensor tensor;
  const std::string type = text_of(id, 1);
  tensor.number_type = type.substr(type.find(' ') + 1);
  tensor.storage = text_of(id, 2);
  tensor.offset = static_cast<std::uint64_t>(item(arguments, 1).integer);
  tensor.shape = sizes_of(arguments, 2);
  tensor.strides = sizes_of(arguments, 3);
  tensors_.push_back(std::move(tensor));
  return {{tensor_mark, tensors_.size() - 1}};
}

const StoredTensor& ModuleTree::tensor(const JsonNode& variable) const {
  return tensors_[static_cast<std::size_t>(
      variable.at(tensor_mark).count(static_cast<int>(tensors_.size()) - 1))];
}

Arrays::Shape TensorArrays::shape(const JsonNode& variable) const {
  return tree_.tensor(variable).shape;
}

std::vector<double> TensorArrays::values(const JsonNode& variable) const {
  const StoredTensor& tensor = tree_.tensor(variable);
  const StorageType* type = nullptr;
  for (const StorageType& each : storage_types)
    if (each.name == tensor.number_type) type = &each;
  if (!type) variable.fail("holds numbers of the kind \"" + tensor.number_type + "\"");
  const auto bytes = archive_.bytes(folder_ + tensor.storage);
  const std::size_t stored = bytes.size() / type->bytes;
  if (tensor.strides.size() != tensor.shape.size()) variable.fail("has strides of another shape");
  std::size_t size = 1, last = tensor.offset;
  for (std::size_t k = 0; k < tensor.shape.size(); ++k) {
    const std::size_t extent = tensor.shape[k], stride = tensor.strides[k];
    if (extent == 0) variable.fail("is empty");
    if (extent > stored / size || last >= stored ||
        (extent > 1 && stride > (stored - 1 - last) / (extent - 1)))
      variable.fail("is larger than its storage");
    size *= extent;
    last += stride * (extent - 1);
  }
  if (last >= stored) variable.fail("is larger than its storage");
  std::vector<double> values(size);
  for (std::size_t flat = 0; flat < size; ++flat) {
    std::size_t at = tensor.offset, rest = flat;
    for (std::size_t k = tensor.shape.size(); k-- > 0; rest /= tensor.shape[k])
      at += rest % tensor.shape[k] * tensor.strides[k];
    values[flat] = type->value(little_endian(bytes.subspan(at * type->bytes, type->bytes)));
  }
  return values;
}

}  // namespace vitrine::dlff
