#include "sim/dlff/files/model_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <numeric>

#include "sim/dlff/files/activation_name.h"
#include "sim/dlff/files/dictionary.h"
#include "sim/dlff/files/yaml_text.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::dlff {
namespace {

using nlohmann::json;
using Shape = Arrays::Shape;
/// Keeps an array in a precision and returns what stands for it in the dictionary.
using KeepArray =
    std::function<json(const Shape&, const std::vector<double>&, const std::string& precision)>;

constexpr const char* full = "float64";

bool all_zero(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return x == 0; });
}

bool is_silent(const Net& net) {
  return std::all_of(net.layers.begin(), net.layers.end(), [](const Layer& layer) {
    return all_zero(layer.weights) && all_zero(layer.bias) && !layer.residual;
  });
}

// The widths of the layers, which DeePMD-kit calls neurons; the last one of a fitting net is not
// among them.
std::vector<std::size_t> neurons(const Net& net, bool ends) {
  std::vector<std::size_t> widths;
  for (std::size_t l = 0; l + ends < net.layers.size(); ++l)
    widths.push_back(net.layers[l].outputs);
  return widths;
}

std::string function_of(const Net& net) {
  return activation_name(net.layers.front().activation, net.layers.front().threshold);
}

bool has_time_steps(const Net& net) {
  return std::any_of(net.layers.begin(), net.layers.end(),
                     [](const Layer& layer) { return !layer.time_step.empty(); });
}

// The radius that was meant by a float: 1.8, not 1.7999999523162842.
double as_meant(double radius) {
  const std::string shortest = fmt::format("{}", static_cast<float>(radius));
  double meant = radius;
  std::from_chars(shortest.data(), shortest.data() + shortest.size(), meant);
  return meant;
}

/// The dictionary of a model, in the order and with the versions that DeePMD-kit 3.0 has.
class Describer {
 public:
  Describer(const Model& model, KeepArray keep) : model_(model), keep_(std::move(keep)) {
    const bool radii_are_floats = model.switch_width != model.cutoff - model.switch_start;
    cutoff_ = radii_are_floats ? as_meant(model.cutoff) : model.cutoff;
    start_ = radii_are_floats ? as_meant(model.switch_start) : model.switch_start;
  }

  json describe() const {
    const std::size_t types = model_.type_count();
    return {{"model",
             {{"@class", "Model"},
              {"@version", 2},
              {"type", "standard"},
              {"type_map", model_.types},
              {"descriptor", descriptor()},
              {"fitting", fitting()},
              {"atom_exclude_types", json::array()},
              {"pair_exclude_types", json::array()},
              {"rcond", nullptr},
              {"preset_out_bias", nullptr},
              {"@variables",
               {{"out_bias", keep_({1, types, 1}, std::vector<double>(types, 0.0), full)},
                {"out_std", keep_({1, types, 1}, std::vector<double>(types, 1.0), full)}}}}},
            {"model_def_script", script()},
            {"backend", "Vitrine"},
            {"software", "vitrine"},
            {"@variables", json::object()}};
  }

 private:
  json layer(const Layer& layer, const std::string& precision) const {
    json variables = {{"w", keep_({layer.inputs, layer.outputs}, layer.weights, precision)},
                      {"b", keep_({layer.outputs}, layer.bias, precision)},
                      {"idt", nullptr}};
    if (!layer.time_step.empty())
      variables["idt"] = keep_({layer.outputs}, layer.time_step, precision);
    return {{"@class", "Layer"},
            {"@version", 1},
            {"bias", true},
            {"use_timestep", !layer.time_step.empty()},
            {"activation_function", activation_name(layer.activation, layer.threshold)},
            {"resnet", layer.residual},
            {"precision", precision},
            {"@variables", variables}};
  }

  json net(const Net& net, bool ends, const std::string& precision) const {
    json layers = json::array();
    for (const Layer& each : net.layers) layers.push_back(layer(each, precision));
    json entry = {{"@class", ends ? "FittingNetwork" : "EmbeddingNetwork"},
                  {"@version", 1},
                  {"in_dim", net.inputs()},
                  {"neuron", neurons(net, ends)},
                  {"activation_function", function_of(net)},
                  {"resnet_dt", has_time_steps(net)},
                  {"precision", precision},
                  {"layers", layers}};
    if (ends) {
      entry["out_dim"] = 1;
      entry["bias_out"] = true;
    } else {
      entry["@version"] = 2;
      entry["bias"] = true;
    }
    return entry;
  }

  json collection(int dimensions, const char* type, json networks) const {
    return {
        {"@class", "NetworkCollection"}, {"@version", 1},        {"ndim", dimensions},
        {"ntypes", model_.type_count()}, {"network_type", type}, {"networks", std::move(networks)}};
  }

  // A file stores the two-sided net of (centre, neighbour) at centre + neighbour * types.
  json embeddings() const {
    const std::size_t types = model_.type_count();
    json networks = json::array();
    for (std::size_t k = 0; k < model_.embeddings.size(); ++k)
      networks.push_back(
          net(model_.one_sided ? model_.embeddings[k] : model_.embedding(k % types, k / types),
              false, model_.descriptor_precision));
    return collection(model_.one_sided ? 1 : 2, "embedding_network", std::move(networks));
  }

  json excluded_pairs() const {
    json pairs = json::array();
    if (model_.one_sided) return pairs;
    for (std::size_t t = 0; t < model_.type_count(); ++t)
      for (std::size_t u = t; u < model_.type_count(); ++u)
        if (is_silent(model_.embedding(t, u)) && is_silent(model_.embedding(u, t)))
          pairs.push_back({t, u});
    return pairs;
  }

  // [types][slots][4] of the numbers per pair of types.
  json per_slot(const std::vector<double>& values) const {
    std::vector<double> slots;
    const std::size_t types = model_.type_count();
    for (std::size_t pair = 0; pair < types * types; ++pair)
      for (int k = 0; k < model_.slots[pair % types]; ++k)
        slots.insert(slots.end(), values.begin() + static_cast<std::ptrdiff_t>(4 * pair),
                     values.begin() + static_cast<std::ptrdiff_t>(4 * pair + 4));
    return keep_({types, static_cast<std::size_t>(model_.norm), 4}, slots, full);
  }

  /// What descriptor and training script have in common.
  json descriptor_settings() const {
    const Net& first = model_.embeddings.front();
    return {{"type", "se_e2_a"},
            {"rcut", cutoff_},
            {"rcut_smth", start_},
            {"sel", model_.slots},
            {"neuron", neurons(first, false)},
            {"axis_neuron", model_.axis},
            {"resnet_dt", has_time_steps(first)},
            {"set_davg_zero", all_zero(model_.mean)},
            {"activation_function", function_of(first)},
            {"precision", model_.descriptor_precision},
            {"exclude_types", excluded_pairs()},
            {"env_protection", model_.protection},
            {"type_one_side", model_.one_sided}};
  }

  json descriptor() const {
    json entry = descriptor_settings();
    entry["@class"] = "Descriptor";
    entry["@version"] = 2;
    entry["embeddings"] = embeddings();
    entry["env_mat"] = {{"rcut", cutoff_}, {"rcut_smth", start_}};
    entry["@variables"] = {{"davg", per_slot(model_.mean)}, {"dstd", per_slot(model_.spread)}};
    entry["type_map"] = model_.types;
    entry["trainable"] = true;
    entry["spin"] = nullptr;
    return entry;
  }

  json fitting_settings() const {
    const Net& first = model_.fittings.front();
    json entry = {{"type", "ener"},
                  {"neuron", neurons(first, true)},
                  {"resnet_dt", has_time_steps(first)},
                  {"numb_fparam", model_.frame_parameters.count()},
                  {"numb_aparam", model_.atom_parameters.count()},
                  {"activation_function", function_of(first)},
                  {"precision", model_.fitting_precision}};
    if (!model_.frame_parameters.preset.empty())
      entry["default_fparam"] = model_.frame_parameters.preset;
    return entry;
  }

  json row(const std::vector<double>& values) const {
    return values.empty() ? json() : keep_({values.size()}, values, model_.fitting_precision);
  }

  json fitting() const {
    json networks = json::array();
    for (const Net& each : model_.fittings)
      networks.push_back(net(each, true, model_.fitting_precision));
    const bool shared = model_.fittings.size() == 1 && model_.type_count() > 1;
    const ExtraInputs &frame = model_.frame_parameters, &atom = model_.atom_parameters;
    json entry = fitting_settings();
    entry["@class"] = "Fitting";
    entry["@version"] = 2;
    entry["var_name"] = "energy";
    entry["ntypes"] = model_.type_count();
    entry["dim_descrpt"] = model_.descriptor_size();
    entry["dim_out"] = 1;
    entry["mixed_types"] = shared;
    entry["nets"] = collection(shared ? 0 : 1, "fitting_network", std::move(networks));
    entry["rcond"] = nullptr;
    entry["exclude_types"] = json::array();
    entry["@variables"] = {{"bias_atom_e", keep_({model_.type_count(), 1}, model_.bias, full)},
                           {"fparam_avg", row(frame.average)},
                           {"fparam_inv_std", row(frame.inverse_spread)},
                           {"aparam_avg", row(atom.average)},
                           {"aparam_inv_std", row(atom.inverse_spread)}};
    entry["trainable"] = std::vector<bool>(model_.fittings.front().layers.size(), true);
    for (const char* key : {"atom_ener", "layer_name", "spin"}) entry[key] = nullptr;
    for (const char* key : {"tot_ener_zero", "use_aparam_as_mask"}) entry[key] = false;
    entry["type_map"] = model_.types;
    return entry;
  }

  json script() const {
    return {{"type_map", model_.types},
            {"descriptor", descriptor_settings()},
            {"fitting_net", fitting_settings()}};
  }

  const Model& model_;
  KeepArray keep_;
  double cutoff_, start_;
};

void check_can_be_said(const Model& model) {
  if (model.compressed())
    throw InputError(
        fmt::format("{} is compressed: convert the file it was compressed from, and "
                    "compress that again with `dp compress`",
                    model.name));
  const double slots = std::accumulate(model.slots.begin(), model.slots.end(), 0.0);
  if (model.norm != slots)
    throw InputError(
        fmt::format("{} was trained for {} neighbours and has places for {} now: "
                    "convert the file as it was trained",
                    model.name, model.norm, slots));
}

// PyTorch multiplies numbers of one kind alone: weights must be stored in the precision that the
// network says it has.
bool is_single(const std::string& precision) {
  return precision == "float32";
}

std::string dp_text(const Model& model) {
  io::Hdf5File hdf5 = io::Hdf5File::in_memory();
  std::size_t count = 0;
  const auto keep = [&](const Shape& shape, const std::vector<double>& values,
                        const std::string& precision) -> json {
    const std::string name = fmt::format("/variable_{:04}", count++);
    hdf5.write(name, {shape, values},
               is_single(precision) ? io::Hdf5File::Type::float32 : io::Hdf5File::Type::float64);
    return name;
  };
  hdf5.write_attribute("/", "json", Describer(model, keep).describe().dump());
  return hdf5.image();
}

json nested(const Shape& shape, std::size_t level, const double*& next) {
  if (level == shape.size()) return *next++;
  json list = json::array();
  for (std::size_t k = 0; k < shape[level]; ++k) list.push_back(nested(shape, level + 1, next));
  return list;
}

std::string yaml_of(const Model& model) {
  const auto keep = [](const Shape& shape, std::vector<double> values,
                       const std::string& precision) -> json {
    const bool single = is_single(precision);
    if (single)
      for (double& value : values) value = static_cast<float>(value);
    const double* next = values.data();
    return {{"@class", "np.ndarray"},
            {"@is_variable", true},
            {"@version", 1},
            {"dtype", single ? "float32" : "float64"},
            {"value", nested(shape, 0, next)}};
  };
  return yaml_text(Describer(model, keep).describe());
}

}  // namespace

void write_model(const Model& model, const std::filesystem::path& file) {
  const std::string extension = file.extension().string();
  const bool yaml = extension == ".yaml" || extension == ".yml";
  if (!yaml && extension != ".dp")
    throw InputError(fmt::format("a model is written as .dp or .yaml, got \"{}\"", file.string()));
  check_can_be_said(model);
  write_whole_file(file, yaml ? yaml_of(model) : dp_text(model));
}

}  // namespace vitrine::dlff
