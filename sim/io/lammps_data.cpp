// LAMMPS data files, as write_data and OVITO make them.
// Format: https://docs.lammps.org/read_data.html
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include "sim/io/formats.h"
#include "sim/model/elements.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

/// Where the numbers stand in a row of the Atoms section (image flags may follow z).
struct AtomStyle {
  std::string_view name;
  int columns;
  int type, charge, molecule, x;  // -1: the style has none
};
constexpr AtomStyle styles[] = {
    {"atomic", 5, 1, -1, -1, 2},
    {"charge", 6, 1, 2, -1, 3},
    {"molecular", 6, 2, -1, 1, 3},
    {"full", 7, 2, 3, 1, 4},
};

struct AtomRow {
  std::int64_t id;
  std::size_t type;  // from 0
  Vec3 position;
  Vec3 velocity = Vec3::Zero();
  double charge = 0, molecule = 0;
  std::array<double, 3> image{};
};

class DataReader {
 public:
  DataReader(const std::filesystem::path& path, std::string_view text, const ReadOptions& options)
      : lines_(path, text), path_(path), options_(options) {}
  std::unique_ptr<Trajectory> read();

 private:
  void read_title(std::string_view title);
  /// The header up to the first section, whose title it returns (empty: the file ends).
  std::string_view read_header();
  void read_header_entry(std::string_view line);
  std::string_view read_section(std::string_view title);
  void read_masses();
  void read_labels();
  void read_atoms(std::string_view comment);
  const AtomStyle& style_of(std::string_view comment, std::string_view first_row) const;
  AtomRow atom_row(std::string_view line, const AtomStyle& style);
  void read_velocities();
  std::size_t type_of(std::string_view word) const;
  std::string_view need_row(std::string_view what);
  double number(std::string_view word, std::string_view what) const;
  std::int64_t integer(std::string_view word, std::string_view what) const;
  void resolve_types();
  FramePtr frame();

  LineReader lines_;
  std::filesystem::path path_;
  const ReadOptions& options_;
  std::size_t atoms_ = 0, types_ = 0;
  Mat3 rows_ = Mat3::Identity();
  Vec3 origin_ = Vec3(-0.5, -0.5, -0.5);  // the box of a file that states none, as in LAMMPS
  bool has_cell_ = false;
  LammpsUnits units_;
  std::int64_t step_ = 0;
  std::vector<Element> elements_;  // per type, 0 while unknown
  std::vector<double> masses_;     // per type, 0 while unknown
  std::map<std::string, std::size_t, std::less<>> labels_;
  std::vector<AtomRow> rows_of_atoms_;
  bool velocities_ = false, charges_ = false, molecules_ = false, images_ = false;
  std::string notice_;
};

/// Splits "text # comment" into its halves, both trimmed.
std::pair<std::string_view, std::string_view> split_comment(std::string_view line) {
  const std::size_t hash = line.find('#');
  if (hash == std::string_view::npos) return {trimmed(line), {}};
  return {trimmed(line.substr(0, hash)), trimmed(line.substr(hash + 1))};
}

bool starts_section(std::string_view text) {
  return !text.empty() &&
         ((text[0] >= 'A' && text[0] <= 'Z') || (text[0] >= 'a' && text[0] <= 'z'));
}

double DataReader::number(std::string_view word, std::string_view what) const {
  const auto value = to_double(word);
  if (!value || !std::isfinite(*value)) {
    lines_.fail(expected(what, word));
  }
  return *value;
}

std::int64_t DataReader::integer(std::string_view word, std::string_view what) const {
  const auto value = to_integer(word);
  if (!value) lines_.fail(expected(what, word));
  return *value;
}

/// The next line that is not blank; sections start after one, and some writers leave more.
std::string_view DataReader::need_row(std::string_view what) {
  std::string_view line = lines_.need(what);
  while (split_comment(line).first.empty()) line = lines_.need(what);
  return line;
}

void DataReader::read_title(std::string_view title) {
  // write_data says "..., timestep = 85000, units = metal"; "elements: C H N Zn" names types.
  const auto after = [&](std::string_view key) {
    const std::size_t at = title.find(key);
    return at == std::string_view::npos ? std::string_view() : title.substr(at + key.size());
  };
  std::string_view rest = after("timestep =");
  std::string_view word = next_word(rest);
  if (word.ends_with(',')) word.remove_suffix(1);
  step_ = to_integer(word).value_or(0);
  rest = after("units =");
  if (word = next_word(rest); !word.empty()) {
    const auto units = lammps_units(word);
    if (!units) lines_.fail(fmt::format("units {} are not read, only metal and real", cited(word)));
    units_ = *units;
  }
  for (const std::string_view symbol : words(after("elements:"))) {
    const Element element = element_from_symbol(symbol);
    if (element == 0) break;
    elements_.push_back(element);
  }
}

void DataReader::read_header_entry(std::string_view line) {
  const std::vector<std::string_view> w = words(line);
  const auto ends_with = [&](std::initializer_list<std::string_view> names) {
    return w.size() > names.size() &&
           std::equal(names.begin(), names.end(), w.end() - std::ssize(names));
  };
  static constexpr std::string_view low[] = {"xlo", "ylo", "zlo"}, high[] = {"xhi", "yhi", "zhi"};
  for (int k = 0; k < 3; ++k) {
    if (!ends_with({low[k], high[k]})) continue;
    if (w.size() != 4) lines_.fail(fmt::format("expected \"LOW HIGH {} {}\"", low[k], high[k]));
    origin_[k] = number(w[0], "the lower bound of the box");
    rows_(k, k) = number(w[1], "the upper bound of the box") - origin_[k];
    has_cell_ = true;
  }
  if (ends_with({"xy", "xz", "yz"})) {
    if (w.size() != 6) lines_.fail("expected \"XY XZ YZ xy xz yz\"");
    rows_(1, 0) = number(w[0], "the tilt xy");
    rows_(2, 0) = number(w[1], "the tilt xz");
    rows_(2, 1) = number(w[2], "the tilt yz");
  }
  static constexpr std::string_view general[] = {"avec", "bvec", "cvec"};
  for (int k = 0; k < 3; ++k) {
    if (w.size() != 4 || w[3] != general[k]) continue;
    for (int c = 0; c < 3; ++c)
      rows_(k, c) = number(w[static_cast<std::size_t>(c)], "a cell vector");
    has_cell_ = true;
  }
  if (w.size() == 5 && w[3] == "abc" && w[4] == "origin") {
    for (int c = 0; c < 3; ++c) origin_[c] = number(w[static_cast<std::size_t>(c)], "the origin");
  }
  if (w.size() == 2 && w[1] == "atoms") {
    const std::int64_t count = integer(w[0], "a number of atoms");
    if (count <= 0) lines_.fail(fmt::format("expected at least one atom, found {}", count));
    atoms_ = static_cast<std::size_t>(count);
  }
  if (w.size() == 3 && w[1] == "atom" && w[2] == "types") {
    const std::int64_t count = integer(w[0], "a number of atom types");
    if (count <= 0 || count > 1000) lines_.fail(fmt::format("{} atom types make no sense", count));
    types_ = static_cast<std::size_t>(count);
  }
}

std::string_view DataReader::read_header() {
  while (const auto line = lines_.next()) {
    const std::string_view text = split_comment(*line).first;
    if (text.empty()) continue;
    if (starts_section(text)) {
      if (atoms_ == 0) lines_.fail("expected \"N atoms\" in the header before the first section");
      if (types_ == 0)
        lines_.fail("expected \"N atom types\" in the header before the first section");
      elements_.resize(types_, 0);
      masses_.resize(types_, 0.0);
      return *line;
    }
    read_header_entry(text);
  }
  return {};
}

std::size_t DataReader::type_of(std::string_view word) const {
  if (const auto type = to_integer(word)) {
    if (*type < 1 || static_cast<std::size_t>(*type) > types_) {
      lines_.fail(fmt::format("atom type {} is not in 1 to {}", *type, types_));
    }
    return static_cast<std::size_t>(*type - 1);
  }
  const auto label = labels_.find(word);
  if (label == labels_.end()) lines_.fail(expected("an atom type", word));
  return label->second;
}

void DataReader::read_masses() {
  for (std::size_t i = 0; i < types_; ++i) {
    const auto [text, comment] = split_comment(need_row("a row of the Masses section"));
    const std::vector<std::string_view> w = words(text);
    if (w.size() != 2) lines_.fail("expected \"TYPE MASS\" in the Masses section");
    const std::size_t type = type_of(w[0]);
    masses_[type] = number(w[1], "a mass");
    if (masses_[type] <= 0)
      lines_.fail(fmt::format("expected a positive mass, found {}", cited(w[1])));
    std::string_view rest = comment;
    const Element named = element_from_symbol(next_word(rest));
    if (named != 0) elements_[type] = named;
    if (elements_[type] == 0) elements_[type] = element_from_mass(masses_[type]);
    if (elements_[type] == 0) {
      lines_.fail(
          fmt::format("no element has the mass {}; name it in a comment, as \"# Zn\"", w[1]));
    }
  }
}

void DataReader::read_labels() {
  for (std::size_t i = 0; i < types_; ++i) {
    const std::vector<std::string_view> w =
        words(split_comment(need_row("a row of the Atom Type Labels section")).first);
    if (w.size() != 2) lines_.fail("expected \"TYPE LABEL\" in the Atom Type Labels section");
    const std::size_t type = type_of(w[0]);
    labels_.emplace(w[1], type);
    if (elements_[type] == 0) elements_[type] = element_from_symbol(w[1]);
  }
}

const AtomStyle& DataReader::style_of(std::string_view comment, std::string_view first_row) const {
  std::string_view rest = comment;
  if (const std::string_view name = next_word(rest); !name.empty()) {
    for (const AtomStyle& style : styles) {
      if (style.name == name) return style;
    }
    if (name == "bond" || name == "angle") return styles[2];
    lines_.fail(fmt::format("atom style {} is not read, only atomic, charge, molecular and full",
                            cited(name)));
  }
  const std::vector<std::string_view> w = words(first_row);
  switch (w.size()) {
    case 5:
    case 8:
      return styles[0];
    // A charge has a decimal point; the type that follows a molecule has none.
    case 6:
    case 9:
      return to_integer(w[2]) ? styles[2] : styles[1];
    case 7:
    case 10:
      return styles[3];
    default:
      break;
  }
  lines_.fail(fmt::format("{} columns fit no atom style known here; say which, as \"Atoms # full\"",
                          w.size()));
}

AtomRow DataReader::atom_row(std::string_view line, const AtomStyle& style) {
  std::array<std::string_view, 11> w;
  std::size_t count = 0;
  while (count < w.size()) {
    w[count] = next_word(line);
    if (w[count].empty()) break;
    ++count;
  }
  const auto columns = static_cast<std::size_t>(style.columns);
  if (count != columns && count != columns + 3) {
    lines_.fail(fmt::format("expected {} or {} columns of atom style {}, found {}", columns,
                            columns + 3, style.name, count));
  }
  const auto column = [&](int i) { return w[static_cast<std::size_t>(i)]; };
  AtomRow row{
      .id = integer(w[0], "an atom id"), .type = type_of(column(style.type)), .position = {}};
  for (int k = 0; k < 3; ++k) row.position[k] = number(column(style.x + k), "a coordinate");
  if (style.charge >= 0) row.charge = number(column(style.charge), "a charge");
  if (style.molecule >= 0) {
    row.molecule = static_cast<double>(integer(column(style.molecule), "a molecule id"));
  }
  if (count > columns) {
    images_ = true;
    for (std::size_t k = 0; k < 3; ++k) {
      row.image[k] = static_cast<double>(integer(w[columns + k], "an image flag"));
    }
  }
  return row;
}

void DataReader::read_atoms(std::string_view comment) {
  std::string_view line = need_row("a row of the Atoms section");
  const AtomStyle& style = style_of(comment, split_comment(line).first);
  charges_ = style.charge >= 0;
  molecules_ = style.molecule >= 0;
  for (std::size_t i = 0; i < atoms_; ++i) {
    if (i > 0) line = need_row(fmt::format("atom {} of {}", i + 1, atoms_));
    const std::string_view text = split_comment(line).first;
    if (starts_section(text)) {
      lines_.fail(fmt::format("expected {} atoms, found only {}", atoms_, i));
    }
    rows_of_atoms_.push_back(atom_row(text, style));
  }
  std::sort(rows_of_atoms_.begin(), rows_of_atoms_.end(),
            [](const AtomRow& a, const AtomRow& b) { return a.id < b.id; });
  for (std::size_t i = 1; i < atoms_; ++i) {
    if (rows_of_atoms_[i].id == rows_of_atoms_[i - 1].id) {
      lines_.fail(
          fmt::format("atom id {} occurs twice in the Atoms section", rows_of_atoms_[i].id));
    }
  }
}

void DataReader::read_velocities() {
  if (rows_of_atoms_.empty())
    lines_.fail("expected the Atoms section before the Velocities section");
  for (std::size_t i = 0; i < atoms_; ++i) {
    const std::vector<std::string_view> w = words(split_comment(need_row("a velocity")).first);
    if (w.size() != 4) lines_.fail("expected \"ID VX VY VZ\" in the Velocities section");
    const std::int64_t id = integer(w[0], "an atom id");
    const auto row = std::lower_bound(rows_of_atoms_.begin(), rows_of_atoms_.end(), id,
                                      [](const AtomRow& a, std::int64_t b) { return a.id < b; });
    if (row == rows_of_atoms_.end() || row->id != id) {
      lines_.fail(fmt::format("a velocity of atom {}, which is not in the Atoms section", id));
    }
    for (int k = 0; k < 3; ++k) {
      row->velocity[k] = units_.velocity * number(w[static_cast<std::size_t>(k) + 1], "a velocity");
    }
  }
  velocities_ = true;
}

/// Reads the section, or passes over one that says nothing here; returns the next one's title.
std::string_view DataReader::read_section(std::string_view title) {
  const auto [name, comment] = split_comment(title);
  if (name == "Masses") {
    read_masses();
  } else if (name == "Atom Type Labels") {
    read_labels();
  } else if (name == "Atoms") {
    if (!rows_of_atoms_.empty()) lines_.fail("a second Atoms section");
    read_atoms(comment);
  } else if (name == "Velocities") {
    read_velocities();
  }
  while (const auto line = lines_.next()) {
    if (starts_section(split_comment(*line).first)) return *line;
  }
  return {};
}

void DataReader::resolve_types() {
  std::vector<bool> used(types_, false);
  for (const AtomRow& row : rows_of_atoms_) used[row.type] = true;
  for (std::size_t type = 0; type < types_; ++type) {
    if (!used[type] || elements_[type] != 0) continue;
    const TypeElements known = elements_of_nameless_types(types_, options_.species);
    if (known.elements.empty()) {
      throw FileError(path_, fmt::format("nothing says which element atom type {} is: no Masses "
                                         "section and no \"elements: ...\" in the first line",
                                         type + 1));
    }
    elements_.assign(known.elements.begin(), known.elements.begin() + std::ssize(elements_));
    notice_ = known.notice;
  }
  for (std::size_t type = 0; type < types_; ++type) {
    if (masses_[type] == 0) masses_[type] = element_data(elements_[type]).mass;
  }
}

FramePtr DataReader::frame() {
  auto frame = std::make_shared<Frame>();
  auto topology = std::make_shared<Topology>();
  frame->step = step_;
  frame->cell = make_cell(lines_, rows_, {true, true, true}, origin_);
  if (velocities_) frame->velocities.emplace();
  const auto column = [&](bool there, const char* name, auto value) {
    if (!there) return;
    std::vector<double>& values = frame->columns[name];
    for (const AtomRow& row : rows_of_atoms_) values.push_back(value(row));
  };
  for (const AtomRow& row : rows_of_atoms_) {
    topology->elements.push_back(elements_[row.type]);
    topology->masses.push_back(masses_[row.type]);
    topology->ids.push_back(row.id);
    frame->positions.push_back(row.position);
    if (velocities_) frame->velocities->push_back(row.velocity);
  }
  column(charges_, "q", [](const AtomRow& row) { return row.charge; });
  column(molecules_, "mol", [](const AtomRow& row) { return row.molecule; });
  column(images_, "ix", [](const AtomRow& row) { return row.image[0]; });
  column(images_, "iy", [](const AtomRow& row) { return row.image[1]; });
  column(images_, "iz", [](const AtomRow& row) { return row.image[2]; });
  frame->topology = std::move(topology);
  return frame;
}

std::unique_ptr<Trajectory> DataReader::read() {
  read_title(lines_.need("a title"));
  for (std::string_view title = read_header(); !title.empty();) title = read_section(title);
  if (rows_of_atoms_.empty()) throw FileError(path_, lines_.number(), "expected an Atoms section");
  if (!has_cell_) throw FileError(path_, "expected the box, as \"LOW HIGH xlo xhi\"");
  resolve_types();
  return std::make_unique<SingleFrame>(frame(), path_.filename().string(), notice_);
}

}  // namespace

std::unique_ptr<Trajectory> open_lammps_data(TextFile file, const ReadOptions& options) {
  const std::string text = file.read(0, static_cast<std::size_t>(file.size()));
  return DataReader(file.path(), text, options).read();
}

}  // namespace vitrine::io
