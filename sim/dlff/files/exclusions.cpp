#include "sim/dlff/files/exclusions.h"

#include <algorithm>
#include <numeric>

#include "sim/dlff/embedding.h"

namespace vitrine::dlff {
namespace {

// Of the same shape, so that programs which expect one shape of net take it.
Net silent(Net net) {
  for (Layer& layer : net.layers) {
    std::fill(layer.weights.begin(), layer.weights.end(), 0.0);
    std::fill(layer.bias.begin(), layer.bias.end(), 0.0);
    layer.time_step.clear();
    layer.activation = Activation::linear;
    layer.residual = false;
  }
  return net;
}

EmbeddingTable silent(EmbeddingTable table) {
  std::fill(table.coefficients.begin(), table.coefficients.end(), 0.0);
  return table;
}

template <class Embedding>
std::vector<Embedding> two_sided(const std::vector<Embedding>& by_neighbour) {
  std::vector<Embedding> all;
  for (std::size_t centre = 0; centre < by_neighbour.size(); ++centre)
    all.insert(all.end(), by_neighbour.begin(), by_neighbour.end());
  return all;
}

}  // namespace

void exclude_pairs(Model& model, const std::vector<TypePair>& pairs) {
  if (pairs.empty()) return;
  if (model.one_sided) {
    model.embeddings = two_sided(model.embeddings);
    model.embedding_tables = two_sided(model.embedding_tables);
    model.one_sided = false;
  }
  for (const auto& [t, u] : pairs)
    for (const std::size_t k : {model.embedding_index(t, u), model.embedding_index(u, t)}) {
      if (model.compressed())
        model.embedding_tables[k] = silent(std::move(model.embedding_tables[k]));
      else
        model.embeddings[k] = silent(std::move(model.embeddings[k]));
    }
}

bool empty_slots_are_silent(const Model& model, const TypePair& pair) {
  const auto silent_one_way = [&](std::size_t centre, std::size_t neighbour) {
    const std::size_t first = (centre * model.type_count() + neighbour) * 4;
    const auto mean = model.mean.begin() + static_cast<std::ptrdiff_t>(first);
    const auto is_zero = [](double x) { return x == 0; };
    if (std::all_of(mean, mean + 4, is_zero)) return true;
    std::vector<double> value, slope;
    evaluate_embedding(model, centre, neighbour, -model.mean[first] / model.spread[first], value,
                       slope);
    return std::all_of(value.begin(), value.end(), is_zero);
  };
  return silent_one_way(pair.first, pair.second) && silent_one_way(pair.second, pair.first);
}

std::optional<std::vector<double>> per_neighbour_type(const std::vector<double>& stored,
                                                      const std::vector<int>& slots) {
  const auto all = static_cast<std::size_t>(std::accumulate(slots.begin(), slots.end(), 0));
  std::vector<double> values;
  for (std::size_t centre = 0; centre < slots.size(); ++centre) {
    std::size_t slot = 0;
    for (int count : slots) {
      const std::size_t first = (centre * all + slot) * 4;
      // A type without slots has no numbers of its own; those of any slot of the centre serve.
      const auto given =
          stored.begin() + static_cast<std::ptrdiff_t>(count > 0 ? first : centre * all * 4);
      values.insert(values.end(), given, given + 4);
      for (std::size_t k = 4; k < static_cast<std::size_t>(count) * 4; ++k)
        if (stored[first + k] != stored[first + k % 4]) return std::nullopt;
      slot += static_cast<std::size_t>(count);
    }
  }
  return values;
}

}  // namespace vitrine::dlff
