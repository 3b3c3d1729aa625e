#include "sim/dynamics/toml_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine::dynamics {

const toml::node* TomlTable::find(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  return table_.get(key);
}

bool TomlTable::has(std::string_view key) {
  return find(key) != nullptr;
}

std::size_t TomlTable::line_of(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return node ? node->source().begin.line : table_.source().begin.line;
}

void TomlTable::fail(std::string_view key, const std::string& reason) const {
  const std::string place = where_.empty() ? "" : where_ + ": ";
  const bool overridden = table_.get(key) && line_of(key) == 0;
  throw FileError(file_, line_of(key),
                  fmt::format("{}{} {}{}", place, key, reason,
                              overridden ? " (by an override, not in the file)" : ""));
}

std::optional<double> TomlTable::number(std::string_view key, Range range) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  return checked_number(*node, key, range);
}

double TomlTable::checked_number(const toml::node& node, std::string_view key, Range range) const {
  if (!node.is_number()) fail(key, "must be a number");
  const double value = *node.value<double>();
  const bool low = range.open_low ? value > range.low : value >= range.low;
  if (!low || !(value <= range.high))
    fail(key, fmt::format("must be {} {} and at most {:g}, got {:g}",
                          range.open_low ? "more than" : "at least", range.low, range.high, value));
  return value;
}

double TomlTable::required_number(std::string_view key, Range range) {
  const std::optional<double> value = number(key, range);
  if (!value) fail_missing(key);
  return *value;
}

std::int64_t TomlTable::checked_integer(const toml::node& node, std::string_view key,
                                        std::int64_t low, std::int64_t high) const {
  const toml::value<std::int64_t>* value = node.as_integer();
  if (!value) fail(key, "must be a whole number");
  if (value->get() < low || value->get() > high)
    fail(key, fmt::format("must be {} to {}, got {}", low, high, value->get()));
  return value->get();
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t low,
                                               std::int64_t high) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  return checked_integer(*node, key, low, high);
}

std::optional<bool> TomlTable::truth(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  if (!node->is_boolean()) fail(key, "must be true or false");
  return node->value<bool>();
}

std::optional<std::string> TomlTable::text(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  if (!node->is_string()) fail(key, "must be a text in quotes");
  return node->value<std::string>();
}

std::optional<std::size_t> TomlTable::choice(std::string_view key,
                                             std::span<const std::string_view> choices) {
  const std::optional<std::string> value = text(key);
  if (!value) return std::nullopt;
  const auto found = std::find(choices.begin(), choices.end(), *value);
  if (found == choices.end())
    fail(key, fmt::format("must be one of {}, got \"{}\"", fmt::join(choices, ", "), *value));
  return static_cast<std::size_t>(found - choices.begin());
}

std::optional<std::vector<std::int64_t>> TomlTable::integers(std::string_view key,
                                                             std::size_t count, std::int64_t low,
                                                             std::int64_t high) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  std::vector<std::int64_t> values;
  for (const toml::node& entry : checked_list(*node, key, count, "whole numbers"))
    values.push_back(checked_integer(entry, key, low, high));
  return values;
}

std::optional<std::vector<double>> TomlTable::numbers(std::string_view key, std::size_t count,
                                                      Range range) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  std::vector<double> values;
  for (const toml::node& entry : checked_list(*node, key, count, "numbers"))
    values.push_back(checked_number(entry, key, range));
  return values;
}

const toml::array& TomlTable::checked_list(const toml::node& node, std::string_view key,
                                           std::size_t count, std::string_view what) const {
  const toml::array* array = node.as_array();
  if (!array || array->size() != count)
    fail(key, fmt::format("must be a list of {} {}", count, what));
  return *array;
}

void TomlTable::fail_missing(std::string_view key, const std::string& expected) const {
  for (const auto& [other, node] : table_)
    if (nearest_name(std::string(other.str()), {std::string(key)}) == key)
      fail(other.str(), fmt::format("is unknown; did you mean \"{}\"?", key));
  fail(key, "is missing" + expected);
}

void TomlTable::refuse_unknown() const {
  const toml::key* first = nullptr;
  for (const auto& [key, node] : table_) {
    if (std::find(asked_.begin(), asked_.end(), key.str()) != asked_.end()) continue;
    if (!first || key.source().begin.line < first->source().begin.line) first = &key;
  }
  if (!first) return;
  const std::string wrong(first->str());
  const std::string near = nearest_name(wrong, asked_);
  const std::string hint = near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near);
  throw FileError(
      file_, first->source().begin.line,
      fmt::format("{}unknown key \"{}\"{}", where_.empty() ? "" : where_ + ": ", wrong, hint));
}

}  // namespace vitrine::dynamics
