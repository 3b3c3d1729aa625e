// XYZ and extended XYZ files of one or many frames.
// Format: https://github.com/libAtoms/extxyz#extended-xyz-specification-and-parsing-tools
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/io/formats.h"
#include "sim/model/elements.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

/// The key=value pairs of a comment line, keys in lower case; a bare key has the value "T".
std::map<std::string, std::string, std::less<>> comment_entries(std::string_view line) {
  std::map<std::string, std::string, std::less<>> entries;
  const std::string_view blanks = " \t\r\v\f";
  for (std::size_t at = line.find_first_not_of(blanks); at < line.size();
       at = line.find_first_not_of(blanks, at)) {
    std::size_t end = std::min(line.find_first_of(" \t=", at), line.size());
    std::string key(line.substr(at, end - at));
    std::transform(key.begin(), key.end(), key.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::string value = "T";
    if (end < line.size() && line[end] == '=') {
      at = end + 1;
      const bool in_quotes = at < line.size() && (line[at] == '"' || line[at] == '\'');
      if (in_quotes) {
        end = std::min(line.find(line[at], at + 1), line.size());
        ++at;
      } else {
        end = std::min(line.find_first_of(blanks, at), line.size());
      }
      value = line.substr(at, end - at);
      if (in_quotes && end < line.size()) ++end;
    }
    entries.insert_or_assign(std::move(key), std::move(value));
    at = std::max(end, at);
    if (at < line.size() && line[at] == '=') ++at;
  }
  return entries;
}
using Entries = decltype(comment_entries({}));

/// A property of the atoms: consecutive columns of one name.
struct Property {
  enum class Role { skip, species, position, velocity, force, mass, id, column };
  Role role = Role::skip;
  std::string name;
  std::size_t width = 1;
};

Property::Role role_of(std::string_view name, std::string_view type, std::size_t width) {
  using Role = Property::Role;
  if (name == "species" && type == "S" && width == 1) return Role::species;
  if (type != "R" && type != "I") return Role::skip;
  if (width == 3) {
    if (name == "pos") return Role::position;
    if (name == "vel" || name == "velo" || name == "velocities") return Role::velocity;
    if (name == "force" || name == "forces") return Role::force;
  }
  if (width == 1) {
    if (name == "mass" || name == "masses") return Role::mass;
    if (name == "id") return Role::id;
  }
  return Role::column;
}

std::vector<Property> properties_of(const LineReader& lines, std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ':') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  const auto bad = [&] {
    lines.fail(fmt::format("expected Properties as NAME:TYPE:COLUMNS:..., found {}", cited(text)));
  };
  if (parts.size() % 3 != 0) bad();
  std::vector<Property> properties;
  bool species = false, positions = false;
  for (std::size_t i = 0; i < parts.size(); i += 3) {
    const auto width = to_integer(parts[i + 2]);
    if (!width || *width < 1 || *width > 1000 || parts[i].empty()) bad();
    Property property{.name = parts[i], .width = static_cast<std::size_t>(width.value_or(1))};
    property.role = role_of(parts[i], parts[i + 1], property.width);
    species |= property.role == Property::Role::species;
    positions |= property.role == Property::Role::position;
    properties.push_back(property);
  }
  if (!species) lines.fail("Properties hold no species:S:1");
  if (!positions) lines.fail("Properties hold no pos:R:3");
  return properties;
}

/// Reads one frame's text.
class FrameReader {
 public:
  FrameReader(const std::filesystem::path& path, std::string_view text, std::size_t first_line)
      : lines_(path, text, first_line), frame_(std::make_shared<Frame>()) {}
  /// `known` is the topology of the first frame, to which the others must fit.
  FramePtr read(const TopologyPtr& known);

 private:
  void read_comment(std::string_view line);
  void read_cell(const Entries& entries);
  void read_atom(std::string_view line);
  void read_property(const Property& property, std::string_view& rest);
  Element species(std::string_view word) const;
  double number(std::string_view word, std::string_view what) const;
  void fill(std::string_view text, std::string_view what, double* target, std::size_t count) const;
  Vec3 vector(std::string_view& rest, std::string_view what) const;
  void check_known(const Topology& known) const;

  LineReader lines_;
  std::shared_ptr<Frame> frame_;
  Topology topology_;
  std::vector<Property> properties_;
};

double FrameReader::number(std::string_view word, std::string_view what) const {
  const auto value = to_double(word);
  if (!value) lines_.fail(expected(what, word));
  return *value;
}

void FrameReader::fill(std::string_view text, std::string_view what, double* target,
                       std::size_t count) const {
  const std::vector<std::string_view> w = words(text);
  if (w.size() != count) {
    lines_.fail(fmt::format("expected {} numbers in {}, found {}", count, what, w.size()));
  }
  for (std::size_t i = 0; i < count; ++i) {
    target[i] = number(w[i], fmt::format("a number in {}", what));
  }
}

void FrameReader::read_cell(const Entries& entries) {
  const auto lattice = entries.find("lattice");
  if (lattice == entries.end()) return;
  Mat3 rows;
  std::array<double, 9> values;
  fill(lattice->second, "Lattice", values.data(), values.size());
  for (int i = 0; i < 9; ++i) rows(i / 3, i % 3) = values[static_cast<std::size_t>(i)];
  Vec3 origin = Vec3::Zero();
  if (const auto at = entries.find("origin"); at != entries.end()) {
    fill(at->second, "Origin", origin.data(), 3);
  }
  std::array<bool, 3> periodic = {true, true, true};
  if (const auto pbc = entries.find("pbc"); pbc != entries.end()) {
    const std::vector<std::string_view> flags = words(pbc->second);
    if (flags.size() != 3) {
      lines_.fail(fmt::format("expected pbc as \"T T T\", found {}", cited(pbc->second)));
    }
    for (std::size_t k = 0; k < 3; ++k) {
      periodic[k] = flags[k].starts_with('T') || flags[k].starts_with('t') || flags[k] == "1";
    }
  }
  frame_->cell = make_cell(lines_, rows, periodic, origin);
}

void FrameReader::read_comment(std::string_view line) {
  const Entries entries = comment_entries(line);
  const auto text = [&](std::initializer_list<std::string_view> keys) -> const std::string* {
    for (const std::string_view key : keys) {
      if (const auto found = entries.find(key); found != entries.end()) return &found->second;
    }
    return nullptr;
  };
  const std::string* layout = text({"properties"});
  properties_ = layout ? properties_of(lines_, *layout)
                       : std::vector<Property>{{Property::Role::species, "species", 1},
                                               {Property::Role::position, "pos", 3}};
  // Free comments of plain XYZ files may hold anything; only these two keys make it extended.
  if (!layout && !text({"lattice"})) return;
  read_cell(entries);
  if (const auto* time = text({"time"})) frame_->time = number(*time, "a time");
  if (const auto* step = text({"step"})) {
    frame_->step = static_cast<std::int64_t>(std::clamp(number(*step, "a step"), -9e15, 9e15));
  }
  if (const auto* energy = text({"energy", "potential_energy"})) {
    frame_->potential_energy = number(*energy, "an energy");
  }
  // Others write "300 K" or None here: no reason to refuse a file.
  if (const auto* temperature = text({"temperature"}))
    if (const auto kelvin = to_double(*temperature); kelvin && std::isfinite(*kelvin))
      frame_->temperature = *kelvin;
  if (const auto* virial = text({"virial"})) {
    std::array<double, 9> values;
    fill(*virial, "virial", values.data(), values.size());
    frame_->virial.emplace();
    for (int i = 0; i < 9; ++i)
      (*frame_->virial)(i / 3, i % 3) = values[static_cast<std::size_t>(i)];
  }
}

Vec3 FrameReader::vector(std::string_view& rest, std::string_view what) const {
  Vec3 result;
  for (int k = 0; k < 3; ++k) result[k] = number(next_word(rest), what);
  return result;
}

/// A symbol or an atomic number.
Element FrameReader::species(std::string_view word) const {
  const auto atomic = to_integer(word);
  if (atomic && *atomic > 0 && *atomic < 119) return static_cast<Element>(*atomic);
  const Element element = element_from_symbol(word);
  if (element == 0) lines_.fail(expected("a chemical symbol", word));
  return element;
}

void FrameReader::read_property(const Property& property, std::string_view& rest) {
  switch (property.role) {
    case Property::Role::species:
      topology_.elements.push_back(species(next_word(rest)));
      break;
    case Property::Role::position:
      frame_->positions.push_back(vector(rest, "a coordinate"));
      if (!frame_->positions.back().allFinite()) lines_.fail("the position is not finite");
      break;
    case Property::Role::velocity:
      if (!frame_->velocities) frame_->velocities.emplace();
      frame_->velocities->push_back(vector(rest, "a velocity"));
      break;
    case Property::Role::force:
      if (!frame_->forces) frame_->forces.emplace();
      frame_->forces->push_back(vector(rest, "a force"));
      break;
    case Property::Role::mass: {
      const double mass = number(next_word(rest), "a mass");
      if (!(mass > 0)) lines_.fail(fmt::format("expected a positive mass, found {}", mass));
      topology_.masses.push_back(mass);
      break;
    }
    case Property::Role::id: {
      const std::string_view word = next_word(rest);
      const auto id = to_integer(word);
      if (!id) lines_.fail(expected("an atom id", word));
      topology_.ids.push_back(*id);
      break;
    }
    case Property::Role::column:
      for (std::size_t k = 0; k < property.width; ++k) {
        const std::string name =
            property.width == 1 ? property.name : fmt::format("{}[{}]", property.name, k + 1);
        frame_->columns[name].push_back(number(next_word(rest), property.name));
      }
      break;
    case Property::Role::skip:
      for (std::size_t k = 0; k < property.width; ++k) next_word(rest);
      break;
  }
}

void FrameReader::check_known(const Topology& known) const {
  if (topology_.size() != known.size()) {
    lines_.fail(
        fmt::format("this frame has {} atoms, the first has {}", topology_.size(), known.size()));
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (topology_.elements[i] == known.elements[i]) continue;
    lines_.fail(fmt::format("atom {} of this frame is {}, in the first frame it is {}", i + 1,
                            element_data(topology_.elements[i]).symbol,
                            element_data(known.elements[i]).symbol));
  }
}

FramePtr FrameReader::read(const TopologyPtr& known) {
  const std::string_view first = trimmed(lines_.need("a number of atoms"));
  const auto count = to_integer(first);
  if (!count || *count < 1) {
    lines_.fail(fmt::format("expected a number of atoms, found {}", cited(first)));
  }
  read_comment(lines_.need("a comment line"));
  for (std::int64_t i = 0; i < *count; ++i) {
    std::string_view rest = lines_.need(fmt::format("atom {} of {}", i + 1, *count));
    for (const Property& property : properties_) read_property(property, rest);
  }
  const bool same_width = std::all_of(frame_->columns.begin(), frame_->columns.end(), [&](auto& c) {
    return c.second.size() == frame_->positions.size();
  });
  if (!same_width || frame_->positions.size() != topology_.size()) {
    lines_.fail("Properties name a property twice");
  }
  if (known) {
    check_known(*known);
    frame_->topology = known;
    return frame_;
  }
  auto made = std::make_shared<Topology>(*make_topology(topology_.elements));
  if (topology_.masses.size() == topology_.size()) made->masses = topology_.masses;
  if (topology_.ids.size() == topology_.size()) made->ids = topology_.ids;
  frame_->topology = std::move(made);
  return frame_;
}

class XyzTrajectory : public Trajectory {
 public:
  XyzTrajectory(TextFile file, const ReadOptions& options) : file_(std::move(file)) {
    index(options);
    topology_ = read(0)->topology;
  }
  std::size_t size() const override { return frames_.size(); }
  FramePtr read(std::size_t i) override;
  TopologyPtr topology() const override { return topology_; }
  std::string name() const override { return file_.path().filename().string(); }
  std::string notice() const override { return notice_; }

 private:
  struct Piece {
    std::uint64_t begin, end;
    std::size_t first_line;
  };
  void index(const ReadOptions& options);

  TextFile file_;
  std::vector<Piece> frames_;
  TopologyPtr topology_;
  std::string notice_;
};

void XyzTrajectory::index(const ReadOptions& options) {
  LineScanner scanner(file_, options.progress, options.stop);
  while (scanner.next()) {
    const std::string_view text = trimmed(scanner.line());
    if (text.empty()) continue;
    const auto count = to_integer(text);
    if (!count || *count < 1) {
      throw FileError(file_.path(), scanner.number(),
                      fmt::format("expected a number of atoms, found {}", cited(text)));
    }
    Piece piece{scanner.offset(), 0, scanner.number()};
    std::int64_t left = *count + 1;
    while (left > 0 && scanner.next()) --left;
    piece.end = scanner.end();
    if (left > 0 && !frames_.empty()) {
      notice_ =
          fmt::format("the last frame (line {}) is cut short and was left out", piece.first_line);
      return;
    }
    frames_.push_back(piece);
    if (!scanner.terminated()) {
      notice_ = "the last line has no line end: its last number may be cut short";
    }
  }
  if (frames_.empty()) throw FileError(file_.path(), 1, "expected a number of atoms");
}

FramePtr XyzTrajectory::read(std::size_t i) {
  check_frame_index(i, frames_.size(), name());
  const Piece& piece = frames_[i];
  const std::string text =
      file_.read(piece.begin, static_cast<std::size_t>(piece.end - piece.begin));
  return FrameReader(file_.path(), text, piece.first_line).read(topology_);
}

}  // namespace

std::unique_ptr<Trajectory> open_extended_xyz(TextFile file, const ReadOptions& options) {
  return std::make_unique<XyzTrajectory>(std::move(file), options);
}

std::unique_ptr<Trajectory> read_extended_xyz(std::string_view text, const std::string& name) {
  return open_extended_xyz(TextFile(std::string(text), name), {});
}

}  // namespace vitrine::io
