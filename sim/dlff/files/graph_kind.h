#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "sim/dlff/files/frozen_graph.h"

namespace vitrine::dlff {

/// FileError naming what a graph is when it is no se_e2_a energy model of a known version.
void check_graph_kind(const FrozenGraph& graph, const nlohmann::json& training_script);

/// The node that makes the environment matrix.
std::string environment_node(const FrozenGraph& graph);

}  // namespace vitrine::dlff
