#include "sim/dlff/files/torch_archive.h"

#include "sim/dlff/files/dictionary.h"
#include "sim/dlff/files/kinds.h"
#include "sim/dlff/files/module_tree.h"
#include "sim/dlff/files/zip_archive.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

using nlohmann::json;

// The attribute, or null.
json value_or_null(const JsonNode& node, const std::string& key) {
  return node.has(key) ? node.at(key).value() : json();
}

// A module list has its members under "0", "1", ...
std::vector<JsonNode> members(const JsonNode& list) {
  if (list.value().is_array()) return list.list();
  std::vector<JsonNode> found;
  for (std::size_t k = 0; list.has(std::to_string(k)); ++k)
    found.push_back(list.at(std::to_string(k)));
  return found;
}

json layer_entry(const JsonNode& layer) {
  return {{"activation_function", layer.at("activate_name").text()},
          {"resnet", layer.flag_or("resnet", false)},
          {"@variables",
           {{"w", layer.at("matrix").value()},
            {"b", value_or_null(layer, "bias")},
            {"idt", value_or_null(layer, "idt")}}}};
}

json nets_entry(const JsonNode& collection) {
  json networks = json::array();
  for (const JsonNode& net : members(collection.at("networks"))) {
    json layers = json::array();
    for (const JsonNode& layer : members(net.at("layers"))) layers.push_back(layer_entry(layer));
    networks.push_back({{"layers", std::move(layers)}});
  }
  return {{"networks", std::move(networks)}};
}

json list_entry(const JsonNode& list) {
  json values = json::array();
  for (const JsonNode& member : members(list)) values.push_back(member.value());
  return values;
}

json descriptor_entry(const JsonNode& module, const JsonNode& script) {
  json entry = {{"type", script.text_or("type", "se_e2_a")},
                {"exclude_types", value_or_null(script, "exclude_types")},
                {"spin", value_or_null(script, "spin")}};
  if (!is_se_e2_a(entry["type"].get<std::string>())) return entry;
  const JsonNode block = module.at("sea");
  for (const char* key :
       {"rcut", "rcut_smth", "sel", "axis_neuron", "type_one_side", "env_protection", "precision"})
    entry[key] = value_or_null(block, key);
  entry["@variables"] = {{"davg", block.at("mean").value()}, {"dstd", block.at("stddev").value()}};
  if (block.flag_or("compress", false))
    entry["compress"] = {{"@variables",
                          {{"compress_data", list_entry(block.at("compress_data"))},
                           {"compress_info", list_entry(block.at("compress_info"))}}}};
  else
    entry["embeddings"] = nets_entry(block.at("filter_layers"));
  return entry;
}

json fitting_entry(const JsonNode& module, const JsonNode& script) {
  json entry = {{"type", script.text_or("type", "ener")},
                {"nets", nets_entry(module.at("filter_layers"))},
                {"tot_ener_zero", value_or_null(script, "tot_ener_zero")}};
  for (const char* key : {"mixed_types", "numb_fparam", "numb_aparam", "default_fparam",
                          "dim_case_embd", "use_aparam_as_mask", "precision"})
    entry[key] = value_or_null(module, key);
  for (const char* key : {"atom_ener", "exclude_types"}) entry[key] = value_or_null(script, key);
  for (const char* key :
       {"bias_atom_e", "fparam_avg", "fparam_inv_std", "aparam_avg", "aparam_inv_std"})
    entry["@variables"][key] = value_or_null(module, key);
  return entry;
}

// The dictionary that `dp convert-backend` would make of the module.
json dictionary_of(const JsonNode& root, const JsonNode& script) {
  if (script.has("model_dict")) return {{"model", script.value()}};
  const JsonNode atomic = root.at("atomic_model");
  const json nothing = json::object();
  const auto part = [&](const char* key) {
    return script.has(key) ? script.at(key) : JsonNode(nothing, key, script.file());
  };
  json model = {{"type", script.text_or("type", "standard")},
                {"type_map", atomic.at("type_map").value()},
                {"descriptor", descriptor_entry(atomic.at("descriptor"), part("descriptor"))},
                {"fitting", {{"type", part("fitting_net").text_or("type", "ener")}}},
                {"@variables",
                 {{"out_bias", value_or_null(atomic, "out_bias")},
                  {"out_std", value_or_null(atomic, "out_std")}}}};
  for (const char* key : {"atom_exclude_types", "pair_exclude_types"})
    model[key] = value_or_null(script, key);
  if (model["descriptor"].contains("rcut"))
    model["fitting"] = fitting_entry(atomic.at("fitting_net"), part("fitting_net"));
  return {{"model", std::move(model)}};
}

Model read_pth(const ZipArchive& archive, const std::string& member) {
  const std::string& file = archive.file();
  const Pickle pickle = read_pickle(archive.bytes(member), "its member " + member, file);
  const ModuleTree tree(pickle, file);
  const JsonNode root(tree.root(), "the module", file);
  if (!root.has("model_def_script"))
    throw FileError(file,
                    "is a PyTorch archive without a frozen model; a checkpoint (.pt) becomes one "
                    "by `dp --pt freeze`");
  const json script = parse_json(root.at("model_def_script").text(), "its model_def_script", file);
  const json dictionary =
      dictionary_of(root, JsonNode(script, "the module.model_def_script", file));
  const std::string folder = member.substr(0, member.size() - std::string("data.pkl").size());
  Model model = read_dictionary(dictionary, TensorArrays(tree, archive, folder + "data/"), file);
  model.format = "PyTorch archive .pth";
  return model;
}

Model read_pt2(const ZipArchive& archive, const std::string& member) {
  const json dictionary = parse_json(archive.text(member), "its member " + member, archive.file());
  Model model = read_dictionary(dictionary, InlineArrays(), archive.file());
  model.format = "PyTorch archive .pt2";
  return model;
}

}  // namespace

Model read_torch_archive(std::span<const std::byte> image, const std::string& name) {
  const ZipArchive archive(image, name);
  if (const std::string member = archive.find("extra/model.json"); !member.empty())
    return read_pt2(archive, member);
  if (const std::string member = archive.find("data.pkl"); !member.empty())
    return read_pth(archive, member);
  throw FileError(name, "is a ZIP archive without a model of DeePMD-kit");
}

}  // namespace vitrine::dlff
