#include "sim/dlff/files/pb_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <numeric>
#include <sstream>

#include "sim/dlff/files/activation_name.h"
#include "sim/dlff/files/dictionary.h"
#include "sim/dlff/files/exclusions.h"
#include "sim/dlff/files/fitting_shift.h"
#include "sim/dlff/files/frozen_graph.h"
#include "sim/dlff/files/graph_kind.h"
#include "sim/dlff/files/kinds.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

// Bounds that no model in use comes near, so that damage cannot ask for the machine's memory.
constexpr std::size_t most_types = 200;
constexpr std::int64_t most_slots = 100000;
constexpr std::size_t most_extras = 10000;

/// What the graph says of its training: {} in old graphs.
nlohmann::json training_script(const FrozenGraph& graph) {
  const char* node = "train_attr/training_script";
  const std::string text = graph.text_or(node, "");
  return text.empty() ? nlohmann::json::object() : parse_json(text, node, graph.file());
}

/// Puts a model together from the nodes of a graph.
class GraphReader {
 public:
  GraphReader(const FrozenGraph& graph, const nlohmann::json& script)
      : graph_(graph), script_(script, "the training script", graph.file()) {}

  Model read() {
    read_types();
    read_geometry();
    read_embeddings();
    read_fitting();
    check(model_, graph_.file());
    exclude_pairs(model_, excluded_);
    finish_energy();
    const std::string version = graph_.text_or("model_attr/model_version", "");
    model_.format = "TensorFlow frozen graph" +
                    (version.empty() ? std::string() : ", model version " + version);
    return std::move(model_);
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const {
    throw FileError(graph_.file(), reason);
  }

  // A part of the training script's model section, where there is one.
  std::optional<JsonNode> section(const std::string& name) const {
    if (!script_.has("model") || !script_.at("model").has(name)) return std::nullopt;
    return script_.at("model").at(name);
  }

  double scalar(const std::string& node) const {
    const Constant found = graph_.constant(node);
    if (found.values.size() != 1) fail("node \"" + node + "\" is not one number");
    return found.values.front();
  }

  std::size_t count_or_zero(const std::string& node) const {
    const double count = graph_.has(node) ? scalar(node) : 0;
    if (count <= 0) return 0;  // -1 is a way to say none
    if (!(count <= most_extras) || count != std::floor(count))
      fail(fmt::format("node \"{}\" must be a number of parameters, got {}", node, count));
    return static_cast<std::size_t>(count);
  }

  std::vector<double> numbers(const std::string& node, std::size_t expected) const {
    Constant found = graph_.constant(node);
    if (found.values.size() != expected)
      fail(fmt::format("node \"{}\" has {} numbers where {} are needed", node, found.values.size(),
                       expected));
    return std::move(found.values);
  }

  void read_types();
  void read_geometry();
  std::vector<int> read_slots(const std::string& environment) const;
  std::vector<double> read_statistics(const std::string& node) const;
  void read_exclusions();
  void read_embeddings();
  void read_two_sided();
  void read_one_sided();
  Net read_embedding(const std::string& scope, std::size_t neighbour);
  EmbeddingTable read_table(const std::string& node);
  bool is_excluded(std::size_t centre, std::size_t neighbour) const;
  void read_fitting();
  Net read_fitting_net(std::size_t type);
  std::string layer_scope(std::size_t layer, bool last, std::size_t type) const;
  ExtraInputs read_extras(const std::string& which) const;
  Layer read_layer(const std::string& weights, const std::string& bias,
                   const std::string& time_step, const NamedActivation& function,
                   std::string& precision) const;
  NamedActivation activation(const std::string& part, const std::string& scope) const;
  std::string table_operation() const;
  void finish_energy();
  void shift_lone_atoms();

  const FrozenGraph& graph_;
  JsonNode script_;
  Model model_;
  std::vector<TypePair> excluded_;
};

void GraphReader::read_types() {
  std::istringstream names(graph_.text_or("model_attr/tmap", ""));
  for (std::string name; names >> name;) model_.types.push_back(name);
  if (model_.types.empty())
    if (const auto map = section("type_map"))
      for (const JsonNode& name : map->list()) model_.types.push_back(name.text());
  const double types = scalar("descrpt_attr/ntypes");
  if (model_.types.empty()) fail("names no elements for its types (model_attr/tmap)");
  if (model_.types.size() > most_types || static_cast<double>(model_.types.size()) != types)
    fail(fmt::format("names {} elements for {} types", model_.types.size(), types));
}

std::vector<int> GraphReader::read_slots(const std::string& environment) const {
  std::vector<int> slots;
  for (std::int64_t count : graph_.int_list_attribute(environment, "sel_a")) {
    if (count < 0 || count > most_slots)
      fail(fmt::format("sel must be from 0 to {}, got {}", most_slots, count));
    slots.push_back(static_cast<int>(count));
  }
  if (slots.size() != model_.type_count())
    fail(fmt::format("sel has {} entries for {} types", slots.size(), model_.type_count()));
  return slots;
}

std::vector<double> GraphReader::read_statistics(const std::string& node) const {
  const auto slots =
      static_cast<std::size_t>(std::accumulate(model_.slots.begin(), model_.slots.end(), 0));
  auto values = per_neighbour_type(numbers(node, model_.type_count() * 4 * slots), model_.slots);
  if (!values) fail("node \"" + node + "\" differs between the slots of one neighbour type");
  return std::move(*values);
}

// The kernel takes both radii as floats and subtracts them as floats: at 1.8 A that is seen in
// the eighth digit of the forces.
void GraphReader::read_geometry() {
  const std::string environment = environment_node(graph_);
  const float cutoff = graph_.float_attribute(environment, "rcut_r");
  const float start = graph_.float_attribute(environment, "rcut_r_smth");
  model_.cutoff = cutoff;
  model_.switch_start = start;
  model_.switch_width = cutoff - start;
  model_.slots = read_slots(environment);
  model_.norm = std::accumulate(model_.slots.begin(), model_.slots.end(), 0.0);
  if (!(model_.norm > 0)) fail("sel leaves no place for neighbours");
  model_.mean = read_statistics("descrpt_attr/t_avg");
  model_.spread = read_statistics("descrpt_attr/t_std");
  // Slots that were added or taken away after the training do not change the norm.
  if (!graph_.has("descrpt_attr/original_sel")) return;
  const std::vector<double> original = numbers("descrpt_attr/original_sel", model_.type_count());
  model_.norm = std::accumulate(original.begin(), original.end(), 0.0);
}

void GraphReader::read_exclusions() {
  const auto descriptor = section("descriptor");
  if (!descriptor || descriptor->is_void("exclude_types")) return;
  for (const JsonNode& pair : descriptor->at("exclude_types").list()) {
    const std::vector<JsonNode> both = pair.list();
    if (both.size() != 2) pair.fail(fmt::format("must be two types, got {}", both.size()));
    const int last = static_cast<int>(model_.type_count()) - 1;
    excluded_.emplace_back(both[0].count(last), both[1].count(last));
  }
}

bool GraphReader::is_excluded(std::size_t centre, std::size_t neighbour) const {
  for (const auto& [t, u] : excluded_)
    if ((t == centre && u == neighbour) || (t == neighbour && u == centre)) return true;
  return false;
}

std::string GraphReader::table_operation() const {
  for (const char* operation : {"TabulateFusionSeA", "TabulateFusion"})
    if (!graph_.nodes_of(operation).empty()) return operation;
  return {};
}

void GraphReader::read_embeddings() {
  read_exclusions();
  model_.one_sided = !graph_.find("filter_type_all/", "").empty();
  if (model_.one_sided)
    read_one_sided();
  else
    read_two_sided();
}

void GraphReader::read_one_sided() {
  const std::string tables = table_operation();
  for (std::size_t u = 0; u < model_.type_count(); ++u) {
    if (tables.empty()) {
      model_.embeddings.push_back(read_embedding("filter_type_all", u));
    } else {
      const std::string node = "filter_type_all/" + tables;
      model_.embedding_tables.push_back(read_table(u ? fmt::format("{}_{}", node, u) : node));
    }
  }
}

// An excluded pair has no net, and no number among the tables; that of another pair stands in
// until exclude_pairs() silences it.
void GraphReader::read_two_sided() {
  const std::string tables = table_operation();
  const std::size_t types = model_.type_count();
  model_.embeddings.resize(tables.empty() ? types * types : 0);
  model_.embedding_tables.resize(tables.empty() ? 0 : types * types);
  std::optional<std::size_t> present;
  for (std::size_t t = 0; t < types; ++t) {
    std::size_t serial = 0;
    for (std::size_t u = 0; u < types; ++u) {
      if (is_excluded(t, u)) continue;
      const std::size_t k = t * types + u;
      const std::string scope = fmt::format("filter_type_{}", t);
      present = k;
      if (tables.empty()) {
        model_.embeddings[k] = read_embedding(scope, u);
      } else {
        const std::string node = scope + "/" + tables;
        model_.embedding_tables[k] = read_table(serial ? fmt::format("{}_{}", node, serial) : node);
      }
      ++serial;
    }
  }
  if (!present) fail("excludes every pair of types");
  for (std::size_t k = 0; k < types * types; ++k) {
    if (!is_excluded(k / types, k % types)) continue;
    if (tables.empty())
      model_.embeddings[k] = model_.embeddings[*present];
    else
      model_.embedding_tables[k] = model_.embedding_tables[*present];
  }
}

Layer GraphReader::read_layer(const std::string& weights, const std::string& bias,
                              const std::string& time_step, const NamedActivation& function,
                              std::string& precision) const {
  Constant matrix = graph_.constant(weights);
  if (matrix.shape.size() != 2)
    fail(fmt::format("node \"{}\" is no matrix but has {} dimensions", weights,
                     matrix.shape.size()));
  Layer layer;
  layer.inputs = matrix.shape[0];
  layer.outputs = matrix.shape[1];
  layer.weights = std::move(matrix.values);
  layer.bias =
      graph_.has(bias) ? numbers(bias, layer.outputs) : std::vector<double>(layer.outputs, 0.0);
  if (graph_.has(time_step)) layer.time_step = numbers(time_step, layer.outputs);
  layer.activation = function.activation;
  layer.threshold = function.threshold;
  precision = matrix.type;
  return layer;
}

Net GraphReader::read_embedding(const std::string& scope, std::size_t neighbour) {
  const NamedActivation function = activation("descriptor", "filter_type_");
  const auto node = [&](const char* what, std::size_t l) {
    return fmt::format("{}/{}_{}_{}", scope, what, l, neighbour);
  };
  Net net;
  for (std::size_t l = 1; l == 1 || graph_.has(node("matrix", l)); ++l) {
    net.layers.push_back(read_layer(node("matrix", l), node("bias", l), node("idt", l), function,
                                    model_.descriptor_precision));
    net.layers.back().residual = true;
  }
  return net;
}

EmbeddingTable GraphReader::read_table(const std::string& node) {
  const Constant range = graph_.input_constant(node, 1);
  if (range.values.size() < 5)
    fail(fmt::format("the range of table \"{}\" has {} numbers", node, range.values.size()));
  const std::int64_t width = graph_.int_attribute(node, "last_layer_size");
  Constant data = graph_.input_constant(node, 0);
  if (width < 1 || width > most_slots || data.shape.size() != 2 ||
      data.shape[1] != 6 * static_cast<std::size_t>(width))
    fail(fmt::format("table \"{}\" of {} outputs has the shape [{}]", node, width,
                     fmt::join(data.shape, ", ")));
  model_.descriptor_precision = data.type;
  return {range.values[0],       range.values[1], range.values[2],
          range.values[3],       range.values[4], static_cast<std::size_t>(width),
          std::move(data.values)};
}

// The training script names the function; in older graphs the operations do.
NamedActivation GraphReader::activation(const std::string& part, const std::string& scope) const {
  if (const auto given = section(part)) {
    const std::string name = given->text_or("activation_function", "tanh");
    const auto found = activation_from_name(name);
    if (!found) given->fail("names the unknown function \"" + name + "\"");
    return *found;
  }
  const std::set<std::string> operations = graph_.operations_below(scope);
  const auto uses = [&](const char* operation) { return operations.count(operation) > 0; };
  if (uses("Pow") && uses("Tanh")) return {Activation::gelu};
  if (uses("Gelu") || uses("GeluCustom")) return {Activation::gelu};
  if (uses("Tanh")) return {Activation::tanh};
  if (uses("Relu")) return {Activation::relu};
  if (uses("Relu6")) return {Activation::relu6};
  if (uses("Softplus")) return {Activation::softplus};
  if (uses("Sigmoid")) return {Activation::sigmoid};
  fail("does not tell the activation function of " + scope);
}

ExtraInputs GraphReader::read_extras(const std::string& which) const {
  ExtraInputs extra;
  const std::size_t count = count_or_zero("fitting_attr/d" + which);
  if (count == 0) return extra;
  extra.average = numbers("fitting_attr/t_" + which + "_avg", count);
  extra.inverse_spread = numbers("fitting_attr/t_" + which + "_istd", count);
  return extra;
}

// Layers that several models share (layer_name) are called after their name.
std::string GraphReader::layer_scope(std::size_t layer, bool last, std::size_t type) const {
  if (const auto fitting = section("fitting_net"); fitting && !fitting->is_void("layer_name")) {
    const std::vector<JsonNode> names = fitting->at("layer_name").list();
    if (!names.empty()) {
      const JsonNode& name = last ? names.back() : names[std::min(layer, names.size() - 1)];
      if (!name.is_null()) return fmt::format("share_{}_type_{}", name.text(), type);
    }
  }
  return last ? fmt::format("final_layer_type_{}", type)
              : fmt::format("layer_{}_type_{}", layer, type);
}

Net GraphReader::read_fitting_net(std::size_t type) {
  const NamedActivation function = activation("fitting_net", "layer_");
  const auto read = [&](const std::string& scope, const NamedActivation& with) {
    return read_layer(scope + "/matrix", scope + "/bias", scope + "/idt", with,
                      model_.fitting_precision);
  };
  Net net;
  const std::string last = layer_scope(0, true, type);
  for (std::size_t l = 0;; ++l) {
    const std::string scope = layer_scope(l, false, type);
    if (!graph_.has(scope + "/matrix") || scope == last) break;
    net.layers.push_back(read(scope, function));
    Layer& layer = net.layers.back();
    layer.residual = l > 0 && layer.inputs == layer.outputs;
  }
  net.layers.push_back(read(last, {Activation::linear}));
  return net;
}

void GraphReader::read_fitting() {
  if (const auto fitting = section("fitting_net"))
    for (const char* key : {"tot_ener_zero", "use_aparam_as_mask", "spin"})
      if (!fitting->is_void(key)) fitting->at(key).fail("is set: it is not supported");
  model_.frame_parameters = read_extras("fparam");
  model_.atom_parameters = read_extras("aparam");
  for (std::size_t t = 0; t < model_.type_count(); ++t)
    model_.fittings.push_back(read_fitting_net(t));
  const std::size_t width = model_.width(), inputs = model_.fittings.front().inputs();
  const std::size_t extras = model_.extra_inputs();
  if (width == 0 || inputs <= extras || (inputs - extras) % width != 0)
    fail(fmt::format("the fitting net takes {} inputs: {} parameters and no multiple of {}", inputs,
                     extras, width));
  model_.axis = (inputs - extras) / width;
  model_.bias.assign(model_.type_count(), 0.0);
  if (graph_.has("fitting_attr/t_bias_atom_e"))
    model_.bias = numbers("fitting_attr/t_bias_atom_e", model_.type_count());
}

void GraphReader::shift_lone_atoms() {
  const auto fitting = section("fitting_net");
  if (!fitting || !fitting->has("atom_ener")) return;
  const std::vector<JsonNode> energies = fitting->at("atom_ener").list();
  for (std::size_t t = 0; t < energies.size() && t < model_.type_count(); ++t) {
    if (energies[t].is_null()) continue;
    if (model_.extra_inputs() > 0 || !graph_.has("fitting_attr/t_bias_atom_e"))
      fitting->at("atom_ener")
          .fail("is set in a model of an old format or with parameters: not supported");
    model_.bias[t] -= fitting_of_nothing(model_, t);
  }
}

// E = (fit + bias) out_std + out_bias; the last two since DeePMD-kit 3.
void GraphReader::finish_energy() {
  shift_lone_atoms();
  const std::string spread = graph_.find("model_attr/", "t_out_std");
  const std::string bias = graph_.find("model_attr/", "t_out_bias");
  if (!spread.empty()) scale_energies(model_, numbers(spread, model_.type_count()));
  if (bias.empty()) return;
  const std::vector<double> shift = numbers(bias, model_.type_count());
  for (std::size_t t = 0; t < shift.size(); ++t) model_.bias[t] += shift[t];
}

}  // namespace

Model read_pb(std::span<const std::byte> image, const std::string& name) {
  const FrozenGraph graph(image, name);
  const nlohmann::json script = training_script(graph);
  check_graph_kind(graph, script);
  return GraphReader(graph, script).read();
}

}  // namespace vitrine::dlff
