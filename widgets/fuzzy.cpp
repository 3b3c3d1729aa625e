#include "widgets/fuzzy.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace vitrine::widgets {
namespace {

constexpr int none = std::numeric_limits<int>::min() / 2;
constexpr int for_beginning = 8, for_following = 10, for_letter = 1;

}  // namespace

/// best[j]: of the letters typed so far, with the last of them at place j of the text.
std::optional<int> fuzzy_score(const QString& typed, const QString& text) {
  const QString wanted = typed.toCaseFolded().remove(' '), there = text.toCaseFolded();
  const auto n = static_cast<std::size_t>(there.size());
  if (wanted.isEmpty()) return 0;
  std::vector<int> best(n, none);
  for (qsizetype i = 0; i < wanted.size(); ++i) {
    std::vector<int> next(n, none);
    int before = i == 0 ? 0 : none;  // the best of any earlier place
    for (std::size_t j = 0; j < n; ++j) {
      if (there[qsizetype(j)] == wanted[i]) {
        const bool begins = j == 0 || !there[qsizetype(j) - 1].isLetterOrNumber();
        const int here = for_letter + (begins ? for_beginning : 0);
        next[j] = before + here;
        if (i > 0 && j > 0) next[j] = std::max(next[j], best[j - 1] + here + for_following);
      }
      if (i > 0) before = std::max(before, best[j]);
    }
    best = std::move(next);
  }
  const int score = n == 0 ? none : *std::max_element(best.begin(), best.end());
  if (score < 0) return std::nullopt;
  return 100 * score - static_cast<int>(std::min<std::size_t>(n, 99));  // the shorter text first
}

}  // namespace vitrine::widgets
