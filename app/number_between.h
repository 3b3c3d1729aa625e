#pragma once
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>

namespace vitrine::app {

/// Like CLI::Range, which lets NaN pass.
inline CLI::Validator number_between(double low, double high) {
  const std::string range = fmt::format("{:g} to {:g}", low, high);
  return CLI::Validator(
      [=](const std::string& text) {
        double value = 0;
        const bool inside = CLI::detail::lexical_cast(text, value) && value >= low && value <= high;
        return inside ? std::string() : fmt::format("{} is not in the range {}", text, range);
      },
      fmt::format("FLOAT in [{}]", range));
}

}  // namespace vitrine::app
