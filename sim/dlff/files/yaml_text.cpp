#include "sim/dlff/files/yaml_text.h"

#include <fmt/format.h>

namespace vitrine::dlff {
namespace {

using nlohmann::json;

std::string real(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".n") != std::string::npos) return text;  // nan and inf never get here
  const std::size_t exponent = text.find('e');
  return exponent == std::string::npos ? text + ".0" : text.insert(exponent, ".0");
}

void put_flow(const json& value, std::string& out) {
  if (value.is_number_float()) {
    out += real(value.get<double>());
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t k = 0; k < value.size(); ++k) {
      if (k > 0) out += value[k].is_array() ? ",\n " : ", ";
      put_flow(value[k], out);
    }
    out += ']';
  } else {
    out += value.dump();
  }
}

void put_block(const json& value, std::size_t indent, std::string& out);

bool is_block(const json& value) {
  return (value.is_object() && !value.empty()) ||
         (value.is_array() && !value.empty() && value.front().is_object());
}

void put_member(const json& value, std::size_t indent, std::string& out) {
  if (is_block(value)) {
    out += '\n';
    put_block(value, indent + 2, out);
    return;
  }
  // Lists of lists go over several lines, which must be further in than their name.
  std::string flow;
  put_flow(value, flow);
  const std::string margin = "\n" + std::string(indent + 2, ' ');
  for (std::size_t at = 0; (at = flow.find('\n', at)) != std::string::npos; at += margin.size())
    flow.replace(at, 1, margin);
  out += ' ' + flow + '\n';
}

void put_block(const json& value, std::size_t indent, std::string& out) {
  const std::string margin(indent, ' ');
  if (value.is_array()) {
    for (const json& item : value) {
      out += margin + '-';
      put_member(item, indent, out);
    }
    return;
  }
  for (const auto& [key, member] : value.items()) {
    out += margin + json(key).dump() + ':';
    put_member(member, indent, out);
  }
}

}  // namespace

std::string yaml_text(const json& value) {
  std::string out;
  put_block(value, 0, out);
  return out;
}

}  // namespace vitrine::dlff
