#pragma once
// Pairs of types that do not see each other (exclude_types), and what slots have in common.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

using TypePair = std::pair<std::size_t, std::size_t>;

/// Makes the embedding of the pairs, both ways, zero; a one-sided model becomes two-sided for it.
void exclude_pairs(Model& model, const std::vector<TypePair>& pairs);

/// Whether an empty slot of this pair adds nothing to the descriptor.
bool empty_slots_are_silent(const Model& model, const TypePair& pair);

/// Of numbers per slot, [types][sum of slots][4], those per pair of types, [types][types][4]; all
/// slots of a neighbour type carry the same four by construction. Nothing when they do not.
std::optional<std::vector<double>> per_neighbour_type(const std::vector<double>& stored,
                                                      const std::vector<int>& slots);

}  // namespace vitrine::dlff
