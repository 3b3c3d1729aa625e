#include "sim/dlff/files/graph_kind.h"

#include <fmt/format.h>

#include "sim/dlff/files/json_node.h"
#include "sim/dlff/files/kinds.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

constexpr const char* converted =
    "is a model of the format 0.12: bring it up to date with `dp convert-from 0.12`";

// What the operations of other kinds of model give away.
std::string kind_of_operations(const FrozenGraph& graph) {
  const auto uses = [&](const char* operation) { return !graph.nodes_of(operation).empty(); };
  if (uses("DescrptNorot")) return converted;
  if (uses("DprcPairwiseIdx")) return other_kind("a pairwise QM/MM model (DPRc)");
  if (!graph.find("spin_attr/", "").empty()) return other_kind("a spin model");
  if (uses("ProdEnvMatR") || uses("DescrptSeR")) return other_descriptor("se_e2_r");
  if (uses("DescrptSeAMask")) return other_descriptor("se_a_mask");
  if (uses("ProdEnvMatAMix") || uses("ProdEnvMatAMixNvnmd")) return other_descriptor("se_atten");
  if (uses("TabulateFusionSeT")) return other_descriptor("se_e3");
  if (!graph.find("type_embed_net/", "").empty())
    return other_kind("a model with a type embedding");
  if (uses("PairTab")) return other_kind("a model mixed with a table of pair energies");
  return {};
}

std::string kind_of_script(const nlohmann::json& script, const std::string& file) {
  const JsonNode root(script, "the training script", file);
  if (!root.has("model")) return {};
  const JsonNode model = root.at("model");
  if (model.has("descriptor")) {
    const std::string type = model.at("descriptor").text_or("type", "se_e2_a");
    if (!is_se_e2_a(type)) return other_descriptor(type);
  }
  if (model.has("modifier")) return other_kind("a model with long-ranged electrostatics (DPLR)");
  return {};
}

// "1.0" and "1.1"; graphs of DeePMD-kit 1 say nothing.
bool is_known_version(const std::string& version) {
  return version.empty() || version == "1.0" || version == "1.1";
}

}  // namespace

void check_graph_kind(const FrozenGraph& graph, const nlohmann::json& training_script) {
  const auto refuse_if = [&](const std::string& reason) {
    if (!reason.empty()) throw FileError(graph.file(), reason);
  };
  refuse_if(kind_of_operations(graph));
  const std::string predicts = graph.text_or("model_attr/model_type", "ener");
  if (predicts != "ener") refuse_if(other_prediction(predicts));
  refuse_if(kind_of_script(training_script, graph.file()));
  const std::string version = graph.text_or("model_attr/model_version", "");
  if (!is_known_version(version))
    refuse_if(fmt::format("is of the model version \"{}\"; 1.0 and 1.1 are known", version));
  if (environment_node(graph).empty())
    refuse_if("is a TensorFlow graph without a DeePMD-kit model");
  if (!graph.has("descrpt_attr/ntypes"))
    refuse_if("has no node \"descrpt_attr/ntypes\": freeze one head of a multi-task model alone");
}

std::string environment_node(const FrozenGraph& graph) {
  for (const char* operation : {"ProdEnvMatA", "DescrptSeA"})
    if (const auto found = graph.nodes_of(operation); !found.empty()) return found.front();
  return {};
}

}  // namespace vitrine::dlff
