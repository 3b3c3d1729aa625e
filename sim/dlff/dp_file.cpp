#include "sim/dlff/dp_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <numeric>

#include "sim/dlff/json_node.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

// Bounds that no model in use comes near, so that damage cannot ask for the machine's memory.
constexpr int most_types = 200;
constexpr int most_slots = 100000;

/// The arrays of a file, checked for their shape before they are read.
class Arrays {
 public:
  Arrays(const io::Hdf5File& hdf5, std::size_t file_size) : hdf5_(hdf5), file_size_(file_size) {}

  using Shape = std::vector<std::size_t>;

  Shape shape(const JsonNode& variable) const { return hdf5_.shape(path(variable)); }

  std::vector<double> read(const JsonNode& variable, const Shape& expected) const {
    const Shape found = shape(variable);
    if (found != expected)
      variable.fail(fmt::format("has the shape [{}] where [{}] is needed", fmt::join(found, ", "),
                                fmt::join(expected, ", ")));
    io::Array array = hdf5_.read(path(variable));
    if (array.shape != expected) variable.fail("cannot be read");
    return std::move(array.values);
  }

 private:
  // The dataset a variable names. Its size is held against the file's: numbers take a byte each
  // at least, and weights do not compress by sixteen.
  std::string path(const JsonNode& variable) const {
    const std::string dataset = variable.text();
    std::size_t size = 1;
    for (std::size_t extent : hdf5_.shape(dataset)) {
      if (extent == 0) variable.fail("is empty");
      if (extent > 16 * file_size_ / size) variable.fail("is larger than its file");
      size *= extent;
    }
    return dataset;
  }

  const io::Hdf5File& hdf5_;
  std::size_t file_size_;
};

Activation read_activation(const JsonNode& node, double& threshold) {
  const std::string name = node.text();
  const std::string family = name.substr(0, name.find(':'));
  if (family == "silut" || family == "custom_silu") {
    threshold = 3;
    if (family.size() < name.size()) {
      const char* end = name.data() + name.size();
      const auto [rest, error] = std::from_chars(name.data() + family.size() + 1, end, threshold);
      if (error != std::errc{} || rest != end || !std::isfinite(threshold))
        node.fail("names no threshold: \"" + name + "\"");
    }
    return Activation::silut;
  }
  if (name == "tanh") return Activation::tanh;
  if (name == "relu") return Activation::relu;
  if (name == "relu6") return Activation::relu6;
  if (name == "softplus") return Activation::softplus;
  if (name == "sigmoid") return Activation::sigmoid;
  if (name == "gelu" || name == "gelu_tf") return Activation::gelu;
  if (name == "silu") return Activation::silu;
  if (name == "linear" || name == "none") return Activation::linear;
  node.fail("is the unknown function \"" + name + "\"");
}

Layer read_layer(const JsonNode& node, const Arrays& arrays) {
  const JsonNode variables = node.at("@variables");
  const JsonNode weights = variables.at("w");
  const Arrays::Shape shape = arrays.shape(weights);
  if (shape.size() != 2)
    weights.fail(fmt::format("is no matrix but has {} dimensions", shape.size()));
  Layer layer;
  layer.inputs = shape[0];
  layer.outputs = shape[1];
  layer.weights = arrays.read(weights, shape);
  layer.bias.assign(layer.outputs, 0.0);
  if (variables.has("b")) layer.bias = arrays.read(variables.at("b"), {layer.outputs});
  if (variables.has("idt")) layer.time_step = arrays.read(variables.at("idt"), {layer.outputs});
  layer.activation = read_activation(node.at("activation_function"), layer.threshold);
  layer.residual = node.flag_or("resnet", false);
  return layer;
}

std::vector<Net> read_nets(const JsonNode& collection, std::size_t expected, const Arrays& arrays) {
  const std::vector<JsonNode> networks = collection.at("networks").list();
  if (networks.size() != expected)
    collection.fail(
        fmt::format("holds {} networks where {} are needed", networks.size(), expected));
  std::vector<Net> nets;
  for (const JsonNode& network : networks) {
    Net net;
    for (const JsonNode& layer : network.at("layers").list())
      net.layers.push_back(read_layer(layer, arrays));
    nets.push_back(std::move(net));
  }
  return nets;
}

// A file stores the two-sided net of (centre, neighbour) at centre + neighbour * types.
std::vector<Net> by_centre(std::vector<Net> stored, std::size_t types) {
  std::vector<Net> nets;
  for (std::size_t centre = 0; centre < types; ++centre)
    for (std::size_t neighbour = 0; neighbour < types; ++neighbour)
      nets.push_back(std::move(stored[centre + neighbour * types]));
  return nets;
}

// All slots of a neighbour type carry the same four numbers by construction of the format.
std::vector<double> per_type(const JsonNode& variable, const std::vector<int>& slots,
                             const Arrays& arrays) {
  const std::size_t types = slots.size();
  const auto all = static_cast<std::size_t>(std::accumulate(slots.begin(), slots.end(), 0));
  const std::vector<double> stored = arrays.read(variable, {types, all, 4});
  std::vector<double> values;
  for (std::size_t centre = 0; centre < types; ++centre) {
    std::size_t slot = 0;
    for (int count : slots) {
      const std::size_t first = (centre * all + slot) * 4;
      // A type without slots has no numbers of its own; those of any slot of the centre serve.
      const std::size_t given = count > 0 ? first : centre * all * 4;
      values.insert(values.end(), stored.begin() + given, stored.begin() + given + 4);
      for (std::size_t k = 4; k < static_cast<std::size_t>(count) * 4; ++k)
        if (stored[first + k] != stored[first + k % 4])
          variable.fail("differs between the slots of one neighbour type");
      slot += static_cast<std::size_t>(count);
    }
  }
  return values;
}

void refuse_unless_void(const JsonNode& node, const std::string& key, const std::string& reason) {
  if (!node.is_void(key)) node.at(key).fail(reason);
}

void check_kind(const JsonNode& model) {
  if (model.has("model_dict")) model.fail("is a multi-task model: export one of its heads");
  const std::string type = model.text_or("type", "standard");
  if (type != "standard") model.fail("is of type \"" + type + "\", not a standard model");
  const std::string descriptor = model.at("descriptor").at("type").text();
  if (descriptor != "se_e2_a" && descriptor != "se_a")
    model.fail("has the descriptor \"" + descriptor + "\"; only se_e2_a is known");
  const std::string fitting = model.at("fitting").at("type").text();
  if (fitting != "ener")
    model.fail("predicts \"" + fitting + "\"; only the energy (ener) is known");
  const char* no_exclusion = "is not empty: excluded types are not supported";
  refuse_unless_void(model, "atom_exclude_types", no_exclusion);
  refuse_unless_void(model, "pair_exclude_types", no_exclusion);
  refuse_unless_void(model.at("fitting"), "exclude_types", no_exclusion);
  refuse_unless_void(model.at("descriptor"), "exclude_types", no_exclusion);
}

std::vector<std::string> read_type_map(const JsonNode& model) {
  std::vector<std::string> types;
  for (const JsonNode& type : model.at("type_map").list()) types.push_back(type.text());
  if (types.empty() || types.size() > most_types)
    model.at("type_map")
        .fail(fmt::format("must name 1 to {} types, got {}", most_types, types.size()));
  return types;
}

void read_descriptor(const JsonNode& node, const Arrays& arrays, Model& model) {
  refuse_unless_void(node, "spin", "is set: spin models are not supported");
  if (node.has("compress"))
    node.fail("is compressed: use the model as it was before `dp compress`");
  model.cutoff = node.at("rcut").number();
  model.switch_start = node.at("rcut_smth").number();
  model.switch_width = model.cutoff - model.switch_start;
  model.protection = node.number_or("env_protection", 0);
  model.one_sided = node.flag_or("type_one_side", false);
  model.axis = static_cast<std::size_t>(node.at("axis_neuron").count(most_slots));
  for (const JsonNode& slots : node.at("sel").list())
    model.slots.push_back(slots.count(most_slots));
  const std::size_t types = model.type_count();
  if (model.slots.size() != types)
    node.at("sel").fail(fmt::format("has {} entries for {} types", model.slots.size(), types));
  model.norm = std::accumulate(model.slots.begin(), model.slots.end(), 0.0);
  const JsonNode variables = node.at("@variables");
  model.mean = per_type(variables.at("davg"), model.slots, arrays);
  model.spread = per_type(variables.at("dstd"), model.slots, arrays);
  const JsonNode nets = node.at("embeddings");
  model.embeddings = model.one_sided ? read_nets(nets, types, arrays)
                                     : by_centre(read_nets(nets, types * types, arrays), types);
}

void read_fitting(const JsonNode& node, const Arrays& arrays, Model& model) {
  refuse_unless_void(node, "numb_fparam", "is not 0: frame parameters are not supported");
  refuse_unless_void(node, "numb_aparam", "is not 0: atomic parameters are not supported");
  refuse_unless_void(node, "dim_case_embd", "is not 0: case embedding is not supported");
  refuse_unless_void(node, "atom_ener", "is set: energies of lone atoms are not supported");
  refuse_unless_void(node, "tot_ener_zero", "is set: it is not supported");
  refuse_unless_void(node, "use_aparam_as_mask", "is set: it is not supported");
  refuse_unless_void(node, "spin", "is set: spin models are not supported");
  const std::size_t types = model.type_count();
  const bool shared = node.flag_or("mixed_types", false);
  model.fittings = read_nets(node.at("nets"), shared ? 1 : types, arrays);
  model.bias.assign(types, 0.0);
  const JsonNode variables = node.at("@variables");
  if (variables.has("bias_atom_e"))
    model.bias = arrays.read(variables.at("bias_atom_e"), {types, 1});
}

// `out_std` is stored beside it, but an energy model does not apply it.
void add_output_bias(const JsonNode& node, const Arrays& arrays, Model& model) {
  if (!node.has("@variables") || !node.at("@variables").has("out_bias")) return;
  const std::vector<double> bias =
      arrays.read(node.at("@variables").at("out_bias"), {1, model.type_count(), 1});
  for (std::size_t t = 0; t < bias.size(); ++t) model.bias[t] += bias[t];
}

}  // namespace

Model read_dp(std::span<const std::byte> image, const std::string& name) {
  const io::Hdf5File hdf5(image, name);
  if (!hdf5.has_attribute("/", "json"))
    throw FileError(name, "is an HDF5 file without a model (no attribute \"json\")");
  const nlohmann::json document =
      nlohmann::json::parse(hdf5.string_attribute("/", "json"), nullptr, false);
  if (document.is_discarded()) throw FileError(name, "its description is no valid JSON");
  const JsonNode node = JsonNode(document, "the description", name).at("model");
  check_kind(node);
  const Arrays arrays(hdf5, image.size());
  Model model;
  model.types = read_type_map(node);
  read_descriptor(node.at("descriptor"), arrays, model);
  read_fitting(node.at("fitting"), arrays, model);
  add_output_bias(node, arrays, model);
  return model;
}

}  // namespace vitrine::dlff
