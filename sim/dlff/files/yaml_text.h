#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace vitrine::dlff {

/// A value as YAML 1.1 and 1.2 alike: maps in blocks, lists in brackets, texts in quotes, and
/// every number that is not whole with a point, without which 1e-5 would be a word to PyYAML.
std::string yaml_text(const nlohmann::json& value);

}  // namespace vitrine::dlff
