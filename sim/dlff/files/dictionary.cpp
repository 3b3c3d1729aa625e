#include "sim/dlff/files/dictionary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <numeric>

#include "sim/dlff/embedding.h"
#include "sim/dlff/files/activation_name.h"
#include "sim/dlff/files/exclusions.h"
#include "sim/dlff/files/fitting_shift.h"
#include "sim/dlff/files/kinds.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

// Bounds that no model in use comes near, so that damage cannot ask for the machine's memory.
constexpr int most_types = 200;
constexpr int most_slots = 100000;
constexpr int most_extras = 10000;

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
  const JsonNode function = node.at("activation_function");
  const auto activation = activation_from_name(function.text());
  if (!activation) function.fail("is the unknown function \"" + function.text() + "\"");
  layer.activation = activation->activation;
  layer.threshold = activation->threshold;
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

// A file stores the two-sided embedding of (centre, neighbour) at centre + neighbour * types.
template <class Embedding>
std::vector<Embedding> by_centre(std::vector<Embedding> stored, std::size_t types) {
  std::vector<Embedding> ordered;
  for (std::size_t centre = 0; centre < types; ++centre)
    for (std::size_t neighbour = 0; neighbour < types; ++neighbour)
      ordered.push_back(std::move(stored[centre + neighbour * types]));
  return ordered;
}

EmbeddingTable read_table(const JsonNode& data, const JsonNode& info, const Arrays& arrays) {
  const Arrays::Shape shape = arrays.shape(data);
  if (shape.size() != 2 || shape[1] == 0 || shape[1] % 6 != 0)
    data.fail(
        fmt::format("is no table of polynomials but of the shape [{}]", fmt::join(shape, ", ")));
  const std::vector<double> range = arrays.read(info, {6});
  EmbeddingTable table{range[0], range[1], range[2], range[3], range[4], shape[1] / 6, {}};
  table.coefficients = arrays.read(data, shape);
  return table;
}

std::vector<EmbeddingTable> read_tables(const JsonNode& compress, std::size_t expected,
                                        const Arrays& arrays) {
  const std::vector<JsonNode> data = compress.at("@variables").at("compress_data").list();
  const std::vector<JsonNode> info = compress.at("@variables").at("compress_info").list();
  if (data.size() != expected || info.size() != expected)
    compress.fail(fmt::format("holds {} tables with {} ranges where {} are needed", data.size(),
                              info.size(), expected));
  std::vector<EmbeddingTable> tables;
  for (std::size_t k = 0; k < expected; ++k) tables.push_back(read_table(data[k], info[k], arrays));
  return tables;
}

void refuse_unless_void(const JsonNode& node, const std::string& key, const std::string& reason) {
  if (!node.is_void(key)) node.at(key).fail(reason);
}

void check_kind(const JsonNode& model) {
  if (model.has("model_dict"))
    model.fail("is a multi-task model: export one of its heads (dp freeze --head)");
  const std::string type = model.text_or("type", "standard");
  if (type != "standard") model.fail(other_kind("a model of the type \"" + type + "\""));
  const std::string descriptor = model.at("descriptor").at("type").text();
  if (!is_se_e2_a(descriptor)) model.fail(other_descriptor(descriptor));
  const std::string fitting = model.at("fitting").at("type").text();
  if (fitting != "ener") model.fail(other_prediction(fitting));
  const char* no_exclusion = "is not empty: atoms without energy are not supported";
  refuse_unless_void(model, "atom_exclude_types", no_exclusion);
  refuse_unless_void(model.at("fitting"), "exclude_types", no_exclusion);
}

std::string precision(const JsonNode& node) {
  const std::string given = node.text_or("precision", "default");
  return given == "default" ? "float64" : given;
}

std::vector<std::string> read_type_map(const JsonNode& model) {
  std::vector<std::string> types;
  for (const JsonNode& type : model.at("type_map").list()) types.push_back(type.text());
  if (types.empty() || types.size() > most_types)
    model.at("type_map")
        .fail(fmt::format("must name 1 to {} types, got {}", most_types, types.size()));
  return types;
}

std::vector<double> read_statistics(const JsonNode& variable, const Model& model,
                                    const Arrays& arrays) {
  const auto slots = static_cast<std::size_t>(model.norm);
  auto values =
      per_neighbour_type(arrays.read(variable, {model.type_count(), slots, 4}), model.slots);
  if (!values) variable.fail("differs between the slots of one neighbour type");
  return std::move(*values);
}

void read_embeddings(const JsonNode& node, const Arrays& arrays, Model& model) {
  const std::size_t types = model.type_count();
  const std::size_t count = model.one_sided ? types : types * types;
  if (node.has("compress")) {
    model.embedding_tables = read_tables(node.at("compress"), count, arrays);
    if (!model.one_sided) model.embedding_tables = by_centre(model.embedding_tables, types);
  } else {
    model.embeddings = read_nets(node.at("embeddings"), count, arrays);
    if (!model.one_sided) model.embeddings = by_centre(model.embeddings, types);
  }
}

void read_descriptor(const JsonNode& node, const Arrays& arrays, Model& model) {
  refuse_unless_void(node, "spin", "is set: spin models are not supported");
  model.cutoff = node.at("rcut").number();
  model.switch_start = node.at("rcut_smth").number();
  model.switch_width = model.cutoff - model.switch_start;
  model.protection = node.number_or("env_protection", 0);
  model.one_sided = node.flag_or("type_one_side", false);
  model.axis = static_cast<std::size_t>(node.at("axis_neuron").count(most_slots));
  model.descriptor_precision = precision(node);
  for (const JsonNode& slots : node.at("sel").list())
    model.slots.push_back(slots.count(most_slots));
  if (model.slots.size() != model.type_count())
    node.at("sel").fail(
        fmt::format("has {} entries for {} types", model.slots.size(), model.type_count()));
  model.norm = std::accumulate(model.slots.begin(), model.slots.end(), 0.0);
  if (!(model.norm > 0)) node.at("sel").fail("leaves no place for neighbours");
  const JsonNode variables = node.at("@variables");
  model.mean = read_statistics(variables.at("davg"), model, arrays);
  model.spread = read_statistics(variables.at("dstd"), model, arrays);
  read_embeddings(node, arrays, model);
}

std::vector<TypePair> read_pairs(const JsonNode& node, const std::string& key, std::size_t types) {
  std::vector<TypePair> pairs;
  if (node.is_void(key)) return pairs;
  for (const JsonNode& pair : node.at(key).list()) {
    const std::vector<JsonNode> both = pair.list();
    if (both.size() != 2) pair.fail(fmt::format("must be two types, got {}", both.size()));
    const int last = static_cast<int>(types) - 1;
    pairs.emplace_back(both[0].count(last), both[1].count(last));
  }
  return pairs;
}

// Slots that a pair leaves empty count as empty slots in DeePMD-kit, whichever of the two lists
// excludes it; that number changes in jumps, so only models to which it does not matter are taken.
void exclude(const JsonNode& node, const std::string& key, Model& model) {
  const std::vector<TypePair> pairs = read_pairs(node, key, model.type_count());
  for (const TypePair& pair : pairs)
    if (!empty_slots_are_silent(model, pair))
      node.at(key).fail("is not empty in a model whose davg is not zero: not supported");
  exclude_pairs(model, pairs);
}

ExtraInputs read_extra_inputs(const JsonNode& node, const std::string& which,
                              const Arrays& arrays) {
  ExtraInputs extra;
  const std::string counter = "numb_" + which;
  const auto count =
      static_cast<std::size_t>(node.is_void(counter) ? 0 : node.at(counter).count(most_extras));
  if (count == 0) return extra;
  const JsonNode variables = node.at("@variables");
  extra.average = arrays.read(variables.at(which + "_avg"), {count});
  extra.inverse_spread = arrays.read(variables.at(which + "_inv_std"), {count});
  if (node.has("default_" + which))
    for (const JsonNode& value : node.at("default_" + which).list())
      extra.preset.push_back(value.number());
  return extra;
}

// Types whose energy is counted from that of a lone atom.
void shift_lone_atoms(const JsonNode& node, Model& model) {
  if (!node.has("atom_ener")) return;
  std::vector<bool> shifted;
  bool any = false;
  for (const JsonNode& energy : node.at("atom_ener").list()) {
    shifted.push_back(!energy.is_null());
    any = any || shifted.back();
  }
  if (!any) return;
  if (shifted.size() != model.type_count() || model.extra_inputs() > 0)
    node.at("atom_ener")
        .fail(fmt::format("has {} entries for {} types beside {} parameters: not supported",
                          shifted.size(), model.type_count(), model.extra_inputs()));
  for (std::size_t t = 0; t < shifted.size(); ++t)
    if (shifted[t]) model.bias[t] -= fitting_of_nothing(model, t);
}

void read_fitting(const JsonNode& node, const Arrays& arrays, Model& model) {
  refuse_unless_void(node, "dim_case_embd", "is not 0: case embedding is not supported");
  refuse_unless_void(node, "tot_ener_zero", "is set: it is not supported");
  refuse_unless_void(node, "use_aparam_as_mask", "is set: it is not supported");
  refuse_unless_void(node, "spin", "is set: spin models are not supported");
  model.fitting_precision = precision(node);
  const std::size_t types = model.type_count();
  const bool shared = node.flag_or("mixed_types", false);
  model.frame_parameters = read_extra_inputs(node, "fparam", arrays);
  model.atom_parameters = read_extra_inputs(node, "aparam", arrays);
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

std::vector<double> Arrays::read(const JsonNode& variable, const Shape& expected) const {
  const Shape found = shape(variable);
  if (found != expected)
    variable.fail(fmt::format("has the shape [{}] where [{}] is needed", fmt::join(found, ", "),
                              fmt::join(expected, ", ")));
  return values(variable);
}

Model read_dictionary(const nlohmann::json& dictionary, const Arrays& arrays,
                      const std::string& file) {
  const JsonNode root(dictionary, "the description", file);
  const JsonNode node = root.at("model");
  check_kind(node);
  Model model;
  model.types = read_type_map(node);
  read_descriptor(node.at("descriptor"), arrays, model);
  read_fitting(node.at("fitting"), arrays, model);
  // What follows evaluates the nets: they must fit together before.
  check(model, file);
  exclude(node.at("descriptor"), "exclude_types", model);
  exclude(node, "pair_exclude_types", model);
  shift_lone_atoms(node.at("fitting"), model);
  add_output_bias(node, arrays, model);
  if (root.has("software") && root.has("version") && root.at("version").value().is_string())
    model.program = root.at("software").text() + " " + root.at("version").text();
  return model;
}

}  // namespace vitrine::dlff
