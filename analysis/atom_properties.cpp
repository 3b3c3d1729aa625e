#include "analysis/atom_properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <set>

#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
const std::string column_prefix = "column.";
/// What a run with a committee writes into its frames (sim/dynamics/run.cpp).
const std::string committee_column = "committee_deviation";

struct Question {
  const SharedFrame& shared;
  const ReferenceFrame* reference;
};
using Obstacle = std::function<std::string(const Frame&, const ReferenceFrame*)>;
using Answer = std::function<std::vector<double>(const Question&)>;

struct Source {
  AtomProperty property;
  Obstacle obstacle;
  Answer answer;
};

bool has(const Frame& frame, Element element) {
  const auto& elements = frame.topology->elements;
  return std::find(elements.begin(), elements.end(), element) != elements.end();
}

std::string without_rings(const Frame& frame, const ReferenceFrame*) {
  return has(frame, element::C) && has(frame, element::N) ? "" : "there is no imidazole ring";
}

std::string without_reference(const Frame& frame, const ReferenceFrame* reference) {
  if (!reference) return "there is no reference frame";
  if (reference->frame().topology->elements != frame.topology->elements)
    return "the reference frame has other atoms";
  return {};
}

std::vector<double> species(const Question& question) {
  const auto& elements = question.shared.frame().topology->elements;
  std::vector<double> values;
  for (const Element element : elements) values.push_back(static_cast<double>(element));
  return values;
}

/// Degrees between the normal of a closed ring and an axis, 0 to 90: a normal has no sign.
std::vector<double> tilt(const Question& question, int axis) {
  std::vector<double> values(question.shared.frame().size(), none);
  const auto& rings = question.shared.rings();
  if (rings.empty()) throw InputError("there is no imidazole ring");
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const double along = std::abs(question.shared.ring_geometries()[r].normal[axis]);
    const double angle = std::acos(std::min(along, 1.0)) * 180 / units::pi;
    for (const int atom : rings[r].atoms) values[atom] = angle;
  }
  return values;
}

/// 1 for the atoms of a ring of the reference frame that is closed, 0 for those of an open one.
std::vector<double> intact(const Question& question) {
  std::vector<double> values(question.shared.frame().size(), none);
  if (question.reference->rings().empty())
    throw InputError("the reference frame has no imidazole ring");
  for (const ImidazoleRing& ring : question.reference->rings()) {
    const double closed = is_closed(ring, question.shared.frame()) ? 1 : 0;
    for (const int atom : ring.atoms) values[atom] = closed;
  }
  return values;
}

std::vector<double> force(const Question& question) {
  std::vector<double> values;
  for (const Vec3& f : *question.shared.frame().forces) values.push_back(f.norm());
  return values;
}

/// Where the cell has changed, the atom's place in the reference frame is taken along with it, so
/// that strain alone displaces nothing.
std::vector<double> displacement(const Question& question) {
  const Frame& now = question.shared.frame();
  const Frame& then = question.reference->frame();
  const bool periodic = now.cell.exists() && then.cell.exists();
  std::vector<double> values;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const Vec3& start = then.positions[i];
    const Vec3 carried = periodic ? now.cell.cartesian(then.cell.fractional(start)) : start;
    const Vec3 moved = now.positions[i] - carried;
    values.push_back((periodic ? now.cell.minimum_image(moved) : moved).norm());
  }
  return values;
}

std::vector<double> column(const Question& question, const std::string& name) {
  return question.shared.frame().columns.at(name);
}

std::vector<Category> elements_of(const Frame& frame) {
  std::set<Element> present(frame.topology->elements.begin(), frame.topology->elements.end());
  std::vector<Category> categories;
  for (const Element element : present)
    categories.push_back({static_cast<double>(element), std::string(element_data(element).symbol)});
  return categories;
}

void add_tilts(std::vector<Source>& sources) {
  constexpr const char* axes[] = {"x", "y", "z"};
  for (int axis = 0; axis < 3; ++axis)
    sources.push_back(
        {{fmt::format("tilt_{}", axes[axis]), fmt::format("Linker normal to {}", axes[axis]), "deg",
          fmt::format("Angle between the normal of an imidazole ring and {}: 0 where "
                      "it lies in the middle of that pole figure",
                      axes[axis])},
         without_rings,
         [axis](const Question& question) { return tilt(question, axis); }});
}

void add_changes(std::vector<Source>& sources) {
  sources.push_back({{"ring",
                      "Ring intact or broken",
                      "1",
                      "Rings of the reference frame: broken where one of the five bonds is longer "
                      "than 1.8 A now",
                      {{0, "broken"}, {1, "intact"}}},
                     [](const Frame& frame, const ReferenceFrame* reference) {
                       const std::string missing = without_reference(frame, reference);
                       return missing.empty() ? without_rings(frame, reference) : missing;
                     },
                     intact});
  sources.push_back({{"displacement", "Displacement", "A",
                      "Shortest way from the place in the reference frame; strain of the cell "
                      "counts for nothing"},
                     without_reference,
                     displacement});
}

void add_forces(std::vector<Source>& sources) {
  sources.push_back({{"force", "Force", "eV/A", "Magnitude of the force on the atom"},
                     [](const Frame& frame, const ReferenceFrame*) -> std::string {
                       return frame.forces ? "" : "the frame has no forces";
                     },
                     force});
  sources.push_back(
      {{"disagreement", "Disagreement of the committee", "eV/A",
        "Standard deviation of the force on the atom over the force fields of a committee, when "
        "they were last asked"},
       [](const Frame& frame, const ReferenceFrame*) -> std::string {
         return frame.columns.contains(committee_column) ? "" : "the frame has no committee";
       },
       [](const Question& question) { return column(question, committee_column); }});
}

/// The results of single atoms that an analysis gives for a frame by itself.
std::vector<double> result_of(const Question& question, const std::string& id,
                              const PerAtomColumn& wanted) {
  const auto analysis = make_analysis(id);
  analysis->add(question.shared);
  const Result result = analysis->result();
  const Dataset& dataset = result.dataset(wanted.dataset);
  const auto& atoms = dataset.columns.front().values;
  const auto& found = dataset.column(wanted.column).values;
  std::vector<double> values(question.shared.frame().size(), none);
  for (std::size_t n = 0; n < atoms.size(); ++n)
    values[static_cast<std::size_t>(std::lround(atoms[n]))] = found[n];
  return values;
}

void add_analyses(std::vector<Source>& sources) {
  for (const AnalysisInfo& info : registry())
    for (const PerAtomColumn& wanted : info.per_atom)
      sources.push_back({{wanted.property, wanted.title, wanted.unit,
                          info.title + ": " + info.reference, wanted.categories},
                         [wanted](const Frame& frame, const ReferenceFrame*) -> std::string {
                           if (wanted.of_zinc && !has(frame, element::Zn)) return "there is no Zn";
                           const auto& repeats = frame.cell.periodic();
                           const bool periodic = repeats[0] && repeats[1] && repeats[2];
                           if (wanted.needs_cell && !periodic)
                             return "it needs a cell that repeats in all three directions";
                           return {};
                         },
                         [id = info.id, wanted](const Question& question) {
                           return result_of(question, id, wanted);
                         }});
}

std::vector<Source> fixed_sources() {
  std::vector<Source> sources;
  add_analyses(sources);
  const auto always = [](const Frame&, const ReferenceFrame*) { return std::string(); };
  sources.push_back({{"element", "Species", "1", "The chemical element"}, always, species});
  add_tilts(sources);
  add_changes(sources);
  add_forces(sources);
  // What Du et al. colour by comes first.
  const auto rank = [](const Source& source) {
    if (source.property.id == "entropy") return 0;
    return source.property.id == "coordination" ? 1 : 2;
  };
  std::stable_sort(sources.begin(), sources.end(),
                   [&](const Source& p, const Source& q) { return rank(p) < rank(q); });
  return sources;
}

/// Those of this file and the analyses, then the columns of the frame.
std::vector<Source> sources_of(const Frame& frame) {
  static const std::vector<Source> fixed = fixed_sources();
  std::vector<Source> sources = fixed;
  for (const auto& [name, values] : frame.columns) {
    if (name == committee_column) continue;
    sources.push_back({{column_prefix + name, "Column " + name, "1", "A column of the file"},
                       [](const Frame&, const ReferenceFrame*) { return std::string(); },
                       [name = name](const Question& question) { return column(question, name); }});
  }
  for (Source& source : sources)
    if (source.property.id == "element") source.property.categories = elements_of(frame);
  return sources;
}

}  // namespace

std::vector<AtomProperty> atom_properties(const Frame& frame, const ReferenceFrame* reference) {
  std::vector<AtomProperty> properties;
  for (const Source& source : sources_of(frame)) {
    properties.push_back(source.property);
    properties.back().obstacle = source.obstacle(frame, reference);
  }
  return properties;
}

std::vector<double> atom_values(const std::string& id, const SharedFrame& shared,
                                const ReferenceFrame* reference) {
  std::vector<std::string> ids;
  for (const Source& source : sources_of(shared.frame())) {
    ids.push_back(source.property.id);
    if (source.property.id != id) continue;
    const std::string obstacle = source.obstacle(shared.frame(), reference);
    if (!obstacle.empty()) throw InputError(id + ": " + obstacle);
    return source.answer({shared, reference});
  }
  const std::string nearest = nearest_name(id, ids);
  throw InputError(
      fmt::format("atoms have no property '{}'{}", id,
                  nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
}

}  // namespace vitrine::analysis
