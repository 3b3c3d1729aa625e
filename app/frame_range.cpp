#include "app/frame_range.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "sim/model/errors.h"

namespace vitrine::app {
namespace {

std::optional<long> parse_part(std::string_view part, const std::string& text) {
  if (part.empty()) return std::nullopt;
  long value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc() || end != part.data() + part.size())
    throw InputError(fmt::format("frames: expected start:stop:step, got '{}'", text));
  return value;
}

}  // namespace

std::vector<std::size_t> frame_range(const std::string& text, std::size_t count) {
  std::vector<std::optional<long>> parts;
  std::string_view rest = text;
  for (std::size_t colon; (colon = rest.find(':')) != rest.npos; rest.remove_prefix(colon + 1))
    parts.push_back(parse_part(rest.substr(0, colon), text));
  parts.push_back(parse_part(rest, text));
  const long n = static_cast<long>(count);
  const auto from_end = [n](long i) { return i < 0 ? i + n : i; };
  if (parts.size() == 1 && parts[0]) {
    const long i = from_end(*parts[0]);
    if (i < 0 || i >= n)
      throw InputError(fmt::format("frames: there is no frame {} among {}", *parts[0], count));
    return {static_cast<std::size_t>(i)};
  }
  if (parts.size() > 3)
    throw InputError(fmt::format("frames: expected start:stop:step, got '{}'", text));
  parts.resize(3);
  const long step = parts[2].value_or(1);
  if (step <= 0) throw InputError(fmt::format("frames: the step must be positive, got {}", step));
  const long start = std::max(0L, from_end(parts[0].value_or(0)));
  const long stop = std::min(n, from_end(parts[1].value_or(n)));
  std::vector<std::size_t> frames;
  for (long i = start; i < stop; i += step) frames.push_back(static_cast<std::size_t>(i));
  if (frames.empty()) throw InputError(fmt::format("frames: '{}' picks none of {}", text, count));
  return frames;
}

}  // namespace vitrine::app
