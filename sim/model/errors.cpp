#include "sim/model/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace vitrine {
namespace {

std::string located(const std::filesystem::path& file, std::size_t line,
                    const std::string& reason) {
  if (line == 0) return fmt::format("{}: {}", file.string(), reason);
  return fmt::format("{}:{}: {}", file.string(), line, reason);
}

/// Levenshtein distance, one row at a time; case does not count.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (lower(a[i]) != lower(b[j]));
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

FileError::FileError(const std::filesystem::path& file, std::size_t line, const std::string& reason)
    : Error(located(file, line, reason)), line_(line) {}

std::string nearest_name(const std::string& wrong, const std::vector<std::string>& candidates) {
  std::string nearest;
  std::size_t least = wrong.size() / 3 + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wrong, candidate);
    // A distance of the whole length shares no letter: "a" is no misspelling of "b".
    if (distance > least || distance >= std::max(wrong.size(), candidate.size())) continue;
    if (distance == least && !nearest.empty()) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

}  // namespace vitrine
