#pragma once
// JSON of unknown honesty, at most as deep as parse_json() allows: every access is checked and
// every failure names the place.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/model/errors.h"

namespace vitrine::dlff {

/// One value of a JSON document, with the path that led to it.
class JsonNode {
 public:
  JsonNode(const nlohmann::json& value, std::string path, const std::string& file)
      : value_(&value), path_(std::move(path)), file_(&file) {}

  [[noreturn]] void fail(const std::string& reason) const {
    throw FileError(*file_, path_ + " " + reason);
  }

  bool has(const std::string& key) const {
    return value_->is_object() && value_->contains(key) && !(*value_)[key].is_null();
  }
  JsonNode at(const std::string& key) const {
    if (!has(key)) fail("has no entry \"" + key + "\"");
    return {(*value_)[key], path_ + "." + key, *file_};
  }
  std::vector<JsonNode> list() const {
    if (!value_->is_array()) fail("is not a list");
    std::vector<JsonNode> nodes;
    for (std::size_t i = 0; i < value_->size(); ++i)
      nodes.emplace_back((*value_)[i], fmt::format("{}[{}]", path_, i), *file_);
    return nodes;
  }

  std::string text() const {
    if (!value_->is_string()) fail("is not a text");
    return value_->get<std::string>();
  }
  double number() const {
    if (!value_->is_number()) fail("is not a number");
    return value_->get<double>();
  }
  /// A whole number from 0 to `largest`.
  int count(int largest) const {
    const double given = number();
    if (!(given >= 0 && given <= largest) || given != std::floor(given))
      fail(fmt::format("must be a whole number from 0 to {}, got {}", largest, given));
    return static_cast<int>(given);
  }
  const std::string& file() const { return *file_; }
  bool is_null() const { return value_->is_null(); }
  /// The JSON itself, for who reads arrays from it.
  const nlohmann::json& value() const { return *value_; }
  bool flag() const {
    if (!value_->is_boolean()) fail("is not true or false");
    return value_->get<bool>();
  }

  bool flag_or(const std::string& key, bool otherwise) const {
    return has(key) ? at(key).flag() : otherwise;
  }
  double number_or(const std::string& key, double otherwise) const {
    return has(key) ? at(key).number() : otherwise;
  }
  std::string text_or(const std::string& key, const std::string& otherwise) const {
    return has(key) ? at(key).text() : otherwise;
  }
  /// Nothing is said: absent, null, false, 0, or a list or object of nothing but null.
  bool is_void(const std::string& key) const {
    if (!has(key)) return true;
    const nlohmann::json& value = (*value_)[key];
    if (value.is_boolean()) return !value.get<bool>();
    if (value.is_number()) return value.get<double>() == 0;
    return holds_null(value);
  }

 private:
  static bool holds_null(const nlohmann::json& value) {
    if (!value.is_structured()) return value.is_null();
    for (const auto& item : value)
      if (!holds_null(item)) return false;
    return true;
  }

  const nlohmann::json* value_;
  std::string path_;
  const std::string* file_;
};

}  // namespace vitrine::dlff
