#include "sim/dlff/files/yaml_file.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <charconv>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>

#include "sim/dlff/files/dictionary.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

using nlohmann::json;

constexpr std::size_t deepest = 64;  // levels; models have some fifteen

std::optional<double> number(const std::string& text) {
  if (text == ".nan" || text == ".NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == ".inf" || text == "-.inf")
    return (text[0] == '-' ? -1 : 1) * std::numeric_limits<double>::infinity();
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + (text[0] == '+'), end, value);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return value;
}

// An unquoted word by the core schema of YAML 1.2. from_chars would also take "inf" and "nan".
json plain_scalar(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return nullptr;
  if (text == "true" || text == "True") return true;
  if (text == "false" || text == "False") return false;
  if (std::string_view("+-.0123456789").find(text[0]) == std::string_view::npos) return text;
  if (const auto value = number(text)) return *value;
  return text;
}

/// Builds JSON from the parser's events: yaml-cpp's own nodes take some hundred times the memory
/// of the text.
class Builder final : public YAML::EventHandler {
 public:
  Builder(const std::string& file, std::size_t most_values)
      : file_(file), most_values_(most_values) {}

  json take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    count(mark, 1);
    put(mark, nullptr, anchor, 1);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    count(mark, 1);
    put(mark, tag == "!" ? json(value) : plain_scalar(value), anchor, 1);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) fail(mark, "refers to a part that contains itself");
    count(mark, found->second.values);
    put(mark, found->second.value, YAML::NullAnchor, 0);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, json::array(), anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, json::object(), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    json value;
    std::optional<std::string> key;  ///< of a map, waiting for its value
    YAML::anchor_t anchor;
    std::size_t values_before;
    YAML::Mark mark;
  };
  struct Anchored {
    json value;
    std::size_t values;
  };

  [[noreturn]] void fail(const YAML::Mark& mark, const std::string& reason) const {
    throw FileError(file_, static_cast<std::size_t>(mark.line + 1), reason);
  }

  // Aliases multiply: a short text can mean any number of values.
  void count(const YAML::Mark& mark, std::size_t values) {
    values_ += values;
    if (values_ > most_values_) fail(mark, "holds more values than a model of its size");
  }

  void open(const YAML::Mark& mark, json value, YAML::anchor_t anchor) {
    count(mark, 1);
    if (open_.size() >= deepest) fail(mark, fmt::format("is nested more than {} levels", deepest));
    open_.push_back({std::move(value), std::nullopt, anchor, values_ - 1, mark});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    put(done.mark, std::move(done.value), done.anchor, values_ - done.values_before);
  }

  void put(const YAML::Mark& mark, json value, YAML::anchor_t anchor, std::size_t values) {
    if (anchor != YAML::NullAnchor) {
      count(mark, values);
      anchored_[anchor] = {value, values};
    }
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (parent.value.is_array()) {
      parent.value.push_back(std::move(value));
    } else if (parent.key) {
      parent.value[*parent.key] = std::move(value);
      parent.key.reset();
    } else if (value.is_structured()) {
      fail(mark, "has a list or map in the place of a name");
    } else {
      parent.key = value.is_string() ? value.get<std::string>() : value.dump();
    }
  }

  const std::string& file_;
  std::size_t most_values_, values_ = 0;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchored_;
  json root_;
};

json parse_yaml(std::span<const std::byte> image, const std::string& name) {
  std::istringstream text(std::string(reinterpret_cast<const char*>(image.data()), image.size()));
  Builder builder(name, 2 * image.size() + 1000);
  try {
    YAML::Parser parser(text);
    parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& error) {
    throw FileError(name, static_cast<std::size_t>(std::max(0, error.mark.line + 1)),
                    "is no valid YAML: " + error.msg);
  }
  return builder.take();
}

}  // namespace

Model read_yaml(std::span<const std::byte> image, const std::string& name) {
  Model model = read_dictionary(parse_yaml(image, name), InlineArrays(), name);
  model.format = "DeePMD-kit .yaml";
  return model;
}

}  // namespace vitrine::dlff
