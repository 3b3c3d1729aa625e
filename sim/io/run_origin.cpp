#include "sim/io/run_origin.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <random>

#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

const std::string parameters = "/parameters/vitrine";

/// Numbers as texts that give the same bits back.
std::vector<std::string> texts_of(const std::vector<double>& numbers) {
  std::vector<std::string> texts;
  for (const double number : numbers) texts.push_back(fmt::format("{}", number));
  return texts;
}

template <class Number>
Number number_of(const std::string& text, const std::filesystem::path& record) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw FileError(record, fmt::format("{}: expected a number, found \"{}\"", parameters, text));
  return number;
}

/// Typed access to the attributes; an absent one is empty.
class Attributes {
 public:
  explicit Attributes(const std::filesystem::path& record)
      : record_(record), file_(record, Hdf5File::Mode::read) {}
  bool are_there() const { return file_.is_group(parameters); }
  std::string text(const std::string& name) const {
    return file_.has_attribute(parameters, name) ? file_.string_attribute(parameters, name) : "";
  }
  std::vector<std::string> texts(const std::string& name) const {
    if (!file_.has_attribute(parameters, name)) return {};
    return file_.string_list_attribute(parameters, name);
  }
  template <class Number>
  Number number(const std::string& name) const {
    const std::string found = text(name);
    return found.empty() ? Number{} : number_of<Number>(found, record_);
  }
  std::vector<double> numbers(const std::string& name) const {
    std::vector<double> result;
    for (const std::string& one : texts(name)) result.push_back(number_of<double>(one, record_));
    return result;
  }
  bool has(const std::string& name) const { return file_.has_attribute(parameters, name); }

 private:
  const std::filesystem::path& record_;
  Hdf5File file_;
};

}  // namespace

std::string new_run_id() {
  std::random_device random;
  std::array<std::uint32_t, 4> words;
  std::generate(words.begin(), words.end(), [&] { return random(); });
  return fmt::format("{:08x}", fmt::join(words, ""));
}

std::optional<RunOrigin> find_origin(const std::filesystem::path& record) {
  if (!Hdf5File::is_one(record)) return std::nullopt;
  const Attributes file(record);
  if (!file.are_there()) return std::nullopt;
  RunOrigin origin{.id = file.text("id"),
                   .program = file.text("program"),
                   .protocol = file.text("protocol"),
                   .force_field = file.text("force_field"),
                   .force_field_file = file.text("force_field_file"),
                   .force_field_hash = file.text("force_field_hash"),
                   .frame_parameters = file.numbers("frame_parameters"),
                   .atom_parameters = file.numbers("atom_parameters"),
                   .committee = file.texts("committee"),
                   .committee_hashes = file.texts("committee_hashes"),
                   .seed = file.number<std::uint64_t>("seed"),
                   .machine = file.text("machine"),
                   .engine = file.text("engine"),
                   .threads = file.number<int>("threads"),
                   .parent = {}};
  if (file.has("parent_step"))
    origin.parent = ParentRun{file.text("parent_id"), file.text("parent_file"),
                              file.number<std::int64_t>("parent_step")};
  return origin;
}

RunOrigin read_origin(const std::filesystem::path& record) {
  if (!std::filesystem::exists(record)) throw FileError(record, "is not there");
  std::optional<RunOrigin> origin = find_origin(record);
  if (!origin) throw FileError(record, "is no run record of this program");
  return *std::move(origin);
}

// Numbers as text: all 64 bits of a seed, where a number attribute is signed and other readers go
// through double.
void write_origin(Hdf5File& file, const RunOrigin& origin) {
  file.make_group(parameters);
  const auto text = [&](const char* name, const std::string& value) {
    file.write_attribute(parameters, name, value);
  };
  const auto texts = [&](const char* name, const std::vector<std::string>& values) {
    if (!values.empty()) file.write_attribute_strings(parameters, name, values);
  };
  text("id", origin.id.empty() ? new_run_id() : origin.id);
  text("program", origin.program);
  text("protocol", origin.protocol);
  text("force_field", origin.force_field);
  text("force_field_file", origin.force_field_file);
  text("force_field_hash", origin.force_field_hash);
  texts("frame_parameters", texts_of(origin.frame_parameters));
  texts("atom_parameters", texts_of(origin.atom_parameters));
  texts("committee", origin.committee);
  texts("committee_hashes", origin.committee_hashes);
  text("machine", origin.machine);
  text("engine", origin.engine);
  text("threads", std::to_string(origin.threads));
  text("seed", std::to_string(origin.seed));
  if (!origin.parent) return;
  text("parent_id", origin.parent->id);
  text("parent_file", origin.parent->file);
  text("parent_step", std::to_string(origin.parent->step));
}

}  // namespace vitrine::io
