#include <fast_float/fast_float.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "sim/io/lammps_dump_frame.h"
#include "sim/model/elements.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

/// What a column of the atom rows means.
enum class Role { column, text, id, type, element, mass, x, y, z, vx, vy, vz, fx, fy, fz };

struct Column {
  std::string name;
  Role role = Role::column;
};

/// The columns of one frame and how its positions are to be understood.
struct Layout {
  std::vector<Column> columns;
  bool scaled = false;
  std::optional<std::size_t> find(Role role) const {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].role == role) return c;
    }
    return std::nullopt;
  }
  bool has(Role role) const { return find(role).has_value(); }
};

/// "x y z", "xs ys zs", "xu yu zu" or "xsu ysu zsu": the first of them that is complete.
void find_positions(Layout& layout, const LineReader& lines) {
  for (const std::string_view suffix : {"", "u", "s", "su"}) {
    std::array<Column*, 3> found{};
    for (Column& column : layout.columns) {
      for (std::size_t k = 0; k < 3; ++k) {
        if (column.name == fmt::format("{}{}", "xyz"[k], suffix)) found[k] = &column;
      }
    }
    if (!found[0] || !found[1] || !found[2]) continue;
    for (std::size_t k = 0; k < 3; ++k) {
      found[k]->role = static_cast<Role>(static_cast<int>(Role::x) + static_cast<int>(k));
    }
    layout.scaled = suffix.starts_with('s');
    return;
  }
  lines.fail("expected positions among the columns (x y z, xs ys zs, xu yu zu or xsu ysu zsu)");
}

Layout layout_of(std::string_view names, const LineReader& lines) {
  static const std::unordered_map<std::string_view, Role> roles = {
      {"id", Role::id}, {"type", Role::type}, {"element", Role::element}, {"mass", Role::mass},
      {"vx", Role::vx}, {"vy", Role::vy},     {"vz", Role::vz},           {"fx", Role::fx},
      {"fy", Role::fy}, {"fz", Role::fz},     {"typelabel", Role::text}};
  Layout layout;
  for (const std::string_view name : words(names)) {
    const bool again = std::any_of(layout.columns.begin(), layout.columns.end(),
                                   [&](auto& c) { return c.name == name; });
    if (again) lines.fail(fmt::format("the column {} is named twice", cited(name)));
    const auto role = roles.find(name);
    layout.columns.push_back(
        {std::string(name), role == roles.end() ? Role::column : role->second});
  }
  find_positions(layout, lines);
  const auto drop_unless_all = [&](Role first) {
    const int start = static_cast<int>(first);
    const auto part = [&](int k) { return static_cast<Role>(start + k); };
    if (layout.has(part(0)) && layout.has(part(1)) && layout.has(part(2))) return;
    for (Column& c : layout.columns) {
      if (const int k = static_cast<int>(c.role) - start; k >= 0 && k < 3) c.role = Role::column;
    }
  };
  drop_unless_all(Role::vx);
  drop_unless_all(Role::fx);
  return layout;
}

}  // namespace

/// Everything before the atoms of one frame.
struct DumpHeader {
  std::int64_t step = 0;
  double time = 0;
  std::size_t atoms = 0;
  Cell cell;
  bool has_time = false, has_box = false;
  Layout layout;
};

namespace {

class HeaderReader {
 public:
  explicit HeaderReader(LineReader& lines) : lines_(lines) {}
  DumpHeader read();

 private:
  void read_box(std::string_view flags);
  template <std::size_t N>
  std::array<double, N> numbers(std::string_view what);

  LineReader& lines_;
  DumpHeader header_;
};

template <std::size_t N>
std::array<double, N> HeaderReader::numbers(std::string_view what) {
  const std::vector<std::string_view> w = words(lines_.need(what));
  if (w.size() != N)
    lines_.fail(fmt::format("expected {} numbers of {}, found {}", N, what, w.size()));
  std::array<double, N> values;
  for (std::size_t i = 0; i < N; ++i) {
    const auto value = to_double(w[i]);
    if (!value || !std::isfinite(*value))
      lines_.fail(fmt::format("expected {}, found {}", what, cited(w[i])));
    values[i] = *value;
  }
  return values;
}

/// Bounds of a sheared box are those of its bounding box:
/// https://docs.lammps.org/Howto_triclinic.html
void HeaderReader::read_box(std::string_view flags) {
  const std::vector<std::string_view> w = words(flags);
  const bool general = w.size() >= 2 && w[0] == "abc" && w[1] == "origin";
  const bool tilted = w.size() >= 3 && w[0] == "xy" && w[1] == "xz" && w[2] == "yz";
  std::array<bool, 3> periodic = {true, true, true};
  const std::size_t first = general ? 2 : tilted ? 3 : 0;
  if (w.size() != first && w.size() != first + 3)
    lines_.fail(fmt::format("unknown box {}", cited(flags)));
  for (std::size_t k = 0; k < 3 && w.size() > first; ++k) periodic[k] = w[first + k] == "pp";
  Mat3 rows = Mat3::Zero();
  Vec3 origin;
  std::array<double, 3> tilt{};  // xy, xz, yz
  for (int k = 0; k < 3; ++k) {
    if (general) {
      const auto v = numbers<4>("a cell vector and the origin");
      rows.row(k) << v[0], v[1], v[2];
      origin[k] = v[3];
    } else if (tilted) {
      const auto v = numbers<3>("the bounds and the tilt of the box");
      origin[k] = v[0];
      rows(k, k) = v[1];
      tilt[static_cast<std::size_t>(k)] = v[2];
    } else {
      const auto v = numbers<2>("the bounds of the box");
      origin[k] = v[0];
      rows(k, k) = v[1];
    }
  }
  if (!general) {
    const auto [xy, xz, yz] = tilt;
    origin[0] -= std::min({0.0, xy, xz, xy + xz});
    rows(0, 0) -= std::max({0.0, xy, xz, xy + xz});
    origin[1] -= std::min(0.0, yz);
    rows(1, 1) -= std::max(0.0, yz);
    for (int k = 0; k < 3; ++k) rows(k, k) -= origin[k];
    rows(1, 0) = xy;
    rows(2, 0) = xz;
    rows(2, 1) = yz;
  }
  header_.cell = make_cell(lines_, rows, periodic, origin);
  header_.has_box = true;
}

DumpHeader HeaderReader::read() {
  bool has_step = false;
  for (;;) {
    const std::string_view line = trimmed(lines_.need("ITEM: ATOMS"));
    if (line.empty()) continue;
    if (line == "ITEM: TIMESTEP") {
      const std::string_view word = trimmed(lines_.need("a step"));
      const auto step = to_integer(word);
      if (!step) lines_.fail(fmt::format("expected a step, found {}", cited(word)));
      header_.step = *step;
      has_step = true;
    } else if (line == "ITEM: TIME") {
      header_.time = numbers<1>("a time")[0];
      header_.has_time = true;
    } else if (line == "ITEM: UNITS") {
      lines_.need("a unit style");
    } else if (line == "ITEM: NUMBER OF ATOMS") {
      header_.atoms = static_cast<std::size_t>(numbers<1>("a number of atoms")[0]);
    } else if (line.starts_with("ITEM: BOX BOUNDS")) {
      read_box(line.substr(16));
    } else if (line.starts_with("ITEM: ATOMS")) {
      if (!has_step) lines_.fail("expected ITEM: TIMESTEP before the atoms");
      if (!header_.has_box) lines_.fail("expected ITEM: BOX BOUNDS before the atoms");
      header_.layout = layout_of(line.substr(11), lines_);
      return std::move(header_);
    } else {
      lines_.fail(fmt::format("expected a part of a dump's header, found {}", cited(line)));
    }
  }
}

}  // namespace

/// One row split by the layout: numbers, and the element's name as text.
class DumpRow {
 public:
  DumpRow(LineReader& lines, Layout& layout) : lines_(lines), layout_(layout) {
    values_.resize(layout.columns.size());
  }
  /// Columns that hold text in the first row hold text in all.
  void learn_text_columns(std::string_view line) {
    for (Column& column : layout_.columns) {
      const std::string_view word = next_word(line);
      if (column.role == Role::column && !word.empty() && !to_double(word))
        column.role = Role::text;
    }
  }
  void read(std::string_view line);
  double value(std::size_t column) const { return values_[column]; }
  std::string_view element() const { return element_; }

 private:
  LineReader& lines_;
  Layout& layout_;
  std::vector<double> values_;
  std::string_view element_;
};

void DumpRow::read(std::string_view line) {
  const char* at = line.data();
  const char* const end = at + line.size();
  const auto skip_blanks = [&] {
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r')) ++at;
  };
  for (std::size_t c = 0; c < values_.size(); ++c) {
    skip_blanks();
    const Column& column = layout_.columns[c];
    if (at == end) {
      lines_.fail(fmt::format("expected {} columns, found {}", values_.size(), c));
    }
    if (column.role == Role::element || column.role == Role::text) {
      std::string_view rest(at, static_cast<std::size_t>(end - at));
      const std::string_view word = next_word(rest);
      if (column.role == Role::element) element_ = word;
      at = rest.data();
      continue;
    }
    const auto [stop, error] = fast_float::from_chars(at, end, values_[c]);
    if (error != std::errc() || (stop < end && *stop != ' ' && *stop != '\t' && *stop != '\r')) {
      std::string_view rest(at, static_cast<std::size_t>(end - at));
      lines_.fail(fmt::format("expected a number in column {}, found {}", column.name,
                              cited(next_word(rest))));
    }
    at = stop;
  }
  skip_blanks();
  if (at != end) lines_.fail(fmt::format("expected {} columns, found more", values_.size()));
}

namespace {

std::int64_t whole(double value, std::string_view what, const LineReader& lines) {
  if (!(std::abs(value) <= 9007199254740992.0) || value != std::floor(value)) {
    lines.fail(fmt::format("expected {}, found {}", what, value));
  }
  return static_cast<std::int64_t>(value);
}

/// Where the numbers of one column go: target[atom * stride] = factor * number.
struct Destination {
  double* target = nullptr;  // null: nowhere
  std::size_t stride = 1;
  double factor = 1;
};

std::vector<Destination> destinations(Frame& frame, const Layout& layout,
                                      const LammpsUnits& units) {
  std::vector<Destination> result(layout.columns.size());
  const auto component = [&](std::vector<Vec3>& vectors, Role role, Role first, double factor) {
    return Destination{vectors.data()->data() + (static_cast<int>(role) - static_cast<int>(first)),
                       3, factor};
  };
  for (std::size_t c = 0; c < result.size(); ++c) {
    const auto& [name, role] = layout.columns[c];
    if (role >= Role::fx) {
      result[c] = component(*frame.forces, role, Role::fx, units.force);
    } else if (role >= Role::vx) {
      result[c] = component(*frame.velocities, role, Role::vx, units.velocity);
    } else if (role >= Role::x) {
      result[c] = component(frame.positions, role, Role::x, 1);
    } else if (role == Role::column) {
      std::vector<double>& values = frame.columns[name];
      values.resize(frame.size());
      result[c] = {values.data(), 1, 1};
    }
  }
  return result;
}

}  // namespace

/// The atoms of a frame in the order of the file.
struct DumpFrameReader::Table {
  std::vector<std::int64_t> ids;
  std::vector<std::size_t> types;  // from 1; empty without the column
  std::vector<Element> elements;   // empty without the column
  std::vector<double> masses;      // empty without the column
};

void DumpFrameReader::add_to(Table& table, const DumpRow& row, const DumpHeader& header) const {
  table.ids.push_back(static_cast<std::int64_t>(table.ids.size() + 1));
  for (std::size_t c = 0; c < header.layout.columns.size(); ++c) {
    const double value = row.value(c);
    switch (header.layout.columns[c].role) {
      case Role::id:
        table.ids.back() = whole(value, "an atom id", lines_);
        break;
      case Role::type:
        if (!(value >= 1 && value <= 1000))
          lines_.fail(fmt::format("expected an atom type, found {}", value));
        table.types.push_back(static_cast<std::size_t>(whole(value, "an atom type", lines_)));
        break;
      case Role::mass:
        if (!(value > 0)) lines_.fail(fmt::format("expected a positive mass, found {}", value));
        table.masses.push_back(value);
        break;
      case Role::element:
        table.elements.push_back(element_from_symbol(row.element()));
        if (table.elements.back() == 0) {
          lines_.fail(fmt::format("expected a chemical symbol, found {}", cited(row.element())));
        }
        break;
      default:
        break;
    }
  }
}

DumpFrameReader::Table DumpFrameReader::read_table() {
  DumpHeader header = HeaderReader(lines_).read();
  Table table;
  DumpRow row(lines_, header.layout);
  for (std::size_t i = 0; i < header.atoms; ++i) {
    const std::string_view line = lines_.need(fmt::format("atom {} of {}", i + 1, header.atoms));
    if (i == 0) row.learn_text_columns(line);
    row.read(line);
    add_to(table, row, header);
  }
  return table;
}

/// Elements named by the file, else by their masses, else by the types.
void DumpFrameReader::resolve_elements(Table& table, const ReadOptions& options,
                                       std::string& notice) const {
  if (!table.elements.empty()) return;
  for (const double mass : table.masses) {
    table.elements.push_back(element_from_mass(mass));
    if (table.elements.back() == 0) lines_.fail(fmt::format("no element has the mass {}", mass));
  }
  if (!table.elements.empty()) return;
  if (table.types.empty()) {
    lines_.fail(
        "nothing says which elements the atoms are: expected a column element, mass or type");
  }
  const std::size_t types = *std::max_element(table.types.begin(), table.types.end());
  const TypeElements known = elements_of_nameless_types(types, options.species);
  if (known.elements.empty()) {
    lines_.fail(
        fmt::format("nothing says which elements the {} atom types are: expected a column "
                    "element or mass",
                    types));
  }
  notice = known.notice;
  for (const std::size_t type : table.types) table.elements.push_back(known.elements[type - 1]);
}

TopologyPtr DumpFrameReader::read_topology(const ReadOptions& options, std::string& notice) {
  Table table = read_table();
  resolve_elements(table, options, notice);
  std::vector<std::size_t> order(table.ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return table.ids[a] < table.ids[b]; });
  auto topology = std::make_shared<Topology>();
  for (const std::size_t i : order) {
    topology->ids.push_back(table.ids[i]);
    topology->elements.push_back(table.elements[i]);
    topology->masses.push_back(table.masses.empty() ? element_data(table.elements[i]).mass
                                                    : table.masses[i]);
  }
  return topology;
}

std::size_t DumpFrameReader::place(std::int64_t id, const AtomPlaces& places,
                                   std::vector<bool>& seen) const {
  const auto found = places.find(id);
  if (found == places.end()) lines_.fail(fmt::format("atom {} is not in the first frame", id));
  if (seen[found->second]) lines_.fail(fmt::format("atom {} occurs twice", id));
  seen[found->second] = true;
  return found->second;
}

FramePtr DumpFrameReader::read(const TopologyPtr& topology, const AtomPlaces& places) {
  DumpHeader header = HeaderReader(lines_).read();
  const std::size_t atoms = topology->size();
  if (header.atoms != atoms) {
    lines_.fail(fmt::format("this frame has {} atoms, the first has {}", header.atoms, atoms));
  }
  auto frame = std::make_shared<Frame>();
  frame->topology = topology;
  frame->step = header.step;
  frame->time = header.time * units_.time;
  frame->cell = header.cell;
  frame->positions.resize(atoms);
  if (header.layout.has(Role::vx)) frame->velocities.emplace(atoms);
  if (header.layout.has(Role::fx)) frame->forces.emplace(atoms);
  std::string_view line = lines_.need("the first atom");
  DumpRow row(lines_, header.layout);
  row.learn_text_columns(line);
  const std::vector<Destination> columns = destinations(*frame, header.layout, units_);
  const std::optional<std::size_t> id_column = header.layout.find(Role::id);
  std::vector<bool> seen(atoms, false);
  for (std::size_t i = 0; i < atoms; ++i) {
    if (i > 0) line = lines_.need("an atom");
    row.read(line);
    const std::size_t atom =
        id_column ? place(whole(row.value(*id_column), "an atom id", lines_), places, seen) : i;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].target)
        columns[c].target[atom * columns[c].stride] = columns[c].factor * row.value(c);
    }
    Vec3& position = frame->positions[atom];
    if (header.layout.scaled) position = header.cell.cartesian(position);
    if (!position.allFinite()) lines_.fail("the position is not finite");
  }
  return frame;
}

}  // namespace vitrine::io
