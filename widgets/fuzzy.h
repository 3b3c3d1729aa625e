#pragma once
#include <QString>
#include <optional>

namespace vitrine::widgets {

/// How well a text answers what was typed: every letter typed must come up in the text, in that
/// order, whatever the case; beginnings of words and letters that follow each other count more.
/// Nothing: the text does not hold them. An empty wish fits everything equally.
std::optional<int> fuzzy_score(const QString& typed, const QString& text);

}  // namespace vitrine::widgets
