#include "sim/io/curve_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/io/text_file.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

bool is_comment(std::string_view line) {
  return line.empty() || line[0] == '#' || line[0] == '!' || line[0] == '%';
}

bool has_number(const std::vector<std::string_view>& columns) {
  return std::ranges::any_of(columns,
                             [](std::string_view word) { return to_double(word).has_value(); });
}

double finite_number(const LineReader& lines, std::string_view what, std::string_view word) {
  const std::optional<double> value = to_double(word);
  if (!value || !std::isfinite(*value)) lines.fail(expected(what, word));
  return *value;
}

}  // namespace

Curve parse_curve(const std::string& text, const std::string& name) {
  Curve curve;
  std::string line;
  LineReader lines(name, text);
  while (const auto raw = lines.next()) {
    line = trimmed(*raw);
    if (is_comment(line)) continue;
    std::ranges::replace_if(
        line, [](char c) { return c == ',' || c == ';'; }, ' ');
    const std::vector<std::string_view> columns = words(line);
    if (curve.x.empty() && !has_number(columns)) continue;
    if (columns.size() < 2) lines.fail("expected two numbers, x and y, found one column");
    const double x = finite_number(lines, "x as a number", columns[0]);
    const double y = finite_number(lines, "y as a number", columns[1]);
    if (!curve.x.empty() && !(x > curve.x.back()))
      lines.fail(fmt::format("expected x to rise, found {} after {}", x, curve.x.back()));
    curve.x.push_back(x);
    curve.y.push_back(y);
  }
  if (curve.x.size() < 2)
    throw FileError(name, fmt::format("expected two points or more, found {}", curve.x.size()));
  return curve;
}

Curve read_curve(const std::filesystem::path& file) {
  const TextFile text(file);
  return parse_curve(text.read(0, text.size()), file.string());
}

}  // namespace vitrine::io
