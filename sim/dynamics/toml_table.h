#pragma once
// Included by protocol.cpp alone: the rest of the program need not parse TOML's headers.
#include <toml++/toml.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::dynamics {

struct Range {
  double low, high;
  bool open_low = false;  ///< the low end itself is not allowed
};

/// Typed access to one TOML table. Everything it dislikes is a FileError with the line of the key
/// (line 0 when the value came from an override). Remembers which keys were asked for, so that
/// refuse_unknown() can name the nearest right one.
class TomlTable {
 public:
  /// `where` goes into messages: "" or "stage \"melt\"". Borrows the table.
  TomlTable(const toml::table& table, std::string file, std::string where)
      : table_(table), file_(std::move(file)), where_(std::move(where)) {}

  bool has(std::string_view key);
  std::optional<double> number(std::string_view key, Range range);
  double required_number(std::string_view key, Range range);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high);
  std::optional<bool> truth(std::string_view key);
  std::optional<std::string> text(std::string_view key);
  /// The index of the value among the `choices`.
  std::optional<std::size_t> choice(std::string_view key,
                                    std::span<const std::string_view> choices);
  std::optional<std::vector<std::int64_t>> integers(std::string_view key, std::size_t count,
                                                    std::int64_t low, std::int64_t high);
  std::optional<std::vector<double>> numbers(std::string_view key, std::size_t count, Range range);
  /// FileError at the first key that was never asked for.
  void refuse_unknown() const;
  /// FileError for a key that must be there: at the key that looks like it, if one does.
  [[noreturn]] void fail_missing(std::string_view key, const std::string& expected = "") const;
  [[noreturn]] void fail(std::string_view key, const std::string& reason) const;

 private:
  const toml::node* find(std::string_view key);
  std::size_t line_of(std::string_view key) const;
  double checked_number(const toml::node& node, std::string_view key, Range range) const;
  const toml::array& checked_list(const toml::node& node, std::string_view key, std::size_t count,
                                  std::string_view what) const;
  std::int64_t checked_integer(const toml::node& node, std::string_view key, std::int64_t low,
                               std::int64_t high) const;

  const toml::table& table_;
  std::string file_, where_;
  std::vector<std::string> asked_;
};

}  // namespace vitrine::dynamics
