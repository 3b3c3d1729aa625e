#include <fmt/format.h>

#include "sim/dlff/files/dictionary.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

constexpr int deepest = 64;  // levels; models have some fifteen

const nlohmann::json& nested_lists(const JsonNode& variable) {
  return variable.at("value").value();
}

// Appends the numbers of nested lists of one shape.
void append(const nlohmann::json& list, const Arrays::Shape& shape, std::size_t level,
            const JsonNode& variable, std::vector<double>& values) {
  if (level == shape.size()) {
    if (!list.is_number()) variable.fail("holds something else than numbers");
    values.push_back(list.get<double>());
    return;
  }
  if (!list.is_array() || list.size() != shape[level])
    variable.fail("is no array: its lists are of different lengths");
  for (const nlohmann::json& item : list) append(item, shape, level + 1, variable, values);
}

}  // namespace

Arrays::Shape InlineArrays::shape(const JsonNode& variable) const {
  Shape shape;
  for (const nlohmann::json* list = &nested_lists(variable); list->is_array();
       list = &list->front()) {
    if (list->empty()) variable.fail("is empty");
    shape.push_back(list->size());
  }
  return shape;
}

std::vector<double> InlineArrays::values(const JsonNode& variable) const {
  std::vector<double> values;
  append(nested_lists(variable), shape(variable), 0, variable, values);
  return values;
}

nlohmann::json parse_json(std::string_view text, const std::string& what, const std::string& file) {
  const auto shallow = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > deepest)
      throw FileError(file, fmt::format("{} is nested more than {} levels deep", what, deepest));
    return true;
  };
  nlohmann::json document = nlohmann::json::parse(text, shallow, false);
  if (document.is_discarded()) throw FileError(file, what + " is no valid JSON");
  return document;
}

}  // namespace vitrine::dlff
