// CIF structures of any space group, expanded to all atoms of the cell.
// Space groups by gemmi (Wojdyr, J Open Source Softw 7 (2022) 4200), whose symmetry header needs no
// library, as its CIF parser does.
#include <fmt/format.h>

#include <cmath>
#include <gemmi/symmetry.hpp>

#include "sim/io/cif_document.h"
#include "sim/io/formats.h"
#include "sim/model/elements.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

/// Images closer than this are one atom on a special position: no two nuclei come this near, and
/// coordinates rounded to four digits put the images of such an atom no farther apart.
constexpr double same_atom = 0.3;  // angstrom

struct Site {
  Element element;
  Vec3 fractional;
};

class CifReader {
 public:
  CifReader(const std::filesystem::path& path, const std::vector<CifBlock>& blocks)
      : path_(path), block_(choose(blocks)) {}
  std::unique_ptr<Trajectory> read();

 private:
  const CifBlock& choose(const std::vector<CifBlock>& blocks);
  void add_notice(const std::string& notice) { notice_ += (notice_.empty() ? "" : "; ") + notice; }
  double number(const CifValue& value, std::string_view what) const;
  Cell cell() const;
  std::vector<gemmi::Op> operations();
  Site site(std::size_t i) const;

  std::filesystem::path path_;
  std::string notice_;
  const CifBlock& block_;
};

const CifBlock& CifReader::choose(const std::vector<CifBlock>& blocks) {
  const CifBlock* chosen = nullptr;
  std::size_t with_atoms = 0;
  for (const CifBlock& block : blocks) {
    if (block.values("_atom_site_fract_x").empty()) continue;
    if (with_atoms++ == 0) chosen = &block;
  }
  if (!chosen) throw FileError(path_, "expected a loop of atoms with _atom_site_fract_x");
  if (with_atoms > 1) {
    add_notice(fmt::format("the first of {} structures in the file, {}, is shown", with_atoms,
                           chosen->name));
  }
  return *chosen;
}

/// A number that may carry its standard uncertainty: "5.643(2)".
double CifReader::number(const CifValue& value, std::string_view what) const {
  std::string_view text = value.text;
  if (text.ends_with(')')) text = text.substr(0, text.find('('));
  const auto result = to_double(text);
  if (!result || !std::isfinite(*result) || std::abs(*result) > 1e6) {
    throw FileError(path_, value.line,
                    fmt::format("expected {}, found {}", what, cited(value.text)));
  }
  return *result;
}

Cell CifReader::cell() const {
  static constexpr std::string_view tags[] = {"_cell_length_a",   "_cell_length_b",
                                              "_cell_length_c",   "_cell_angle_alpha",
                                              "_cell_angle_beta", "_cell_angle_gamma"};
  std::array<double, 6> p;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const std::vector<CifValue>& values = block_.values(tags[i]);
    if (values.empty())
      throw FileError(path_, fmt::format("expected the cell, but {} is missing", tags[i]));
    p[i] = number(values[0], fmt::format("a number as {}", tags[i]));
  }
  try {
    return Cell::from_parameters(p[0], p[1], p[2], p[3], p[4], p[5]);
  } catch (const InputError& error) {
    throw FileError(path_, block_.values(tags[0])[0].line, error.what());
  }
}

/// The operations that the file lists, or else those of the space group it names.
std::vector<gemmi::Op> CifReader::operations() {
  std::vector<gemmi::Op> result;
  for (const char* tag : {"_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz"}) {
    for (const CifValue& value : block_.values(tag)) {
      try {
        result.push_back(gemmi::parse_triplet(value.text));
      } catch (const std::exception&) {
        throw FileError(path_, value.line,
                        fmt::format("{} is no symmetry operation", cited(value.text)));
      }
    }
    if (!result.empty()) return result;
  }
  for (const char* tag : {"_space_group_name_h-m_alt", "_symmetry_space_group_name_h-m"}) {
    const std::vector<CifValue>& names = block_.values(tag);
    if (names.empty() || !names[0].known) continue;
    const gemmi::SpaceGroup* group = gemmi::find_spacegroup_by_name(names[0].text);
    if (!group) {
      throw FileError(path_, names[0].line,
                      fmt::format("{} is no known space group", cited(names[0].text)));
    }
    for (const gemmi::Op& operation : group->operations()) result.push_back(operation);
    return result;
  }
  add_notice("the file states no symmetry: P 1 was assumed");
  return {gemmi::Op::identity()};
}

Site CifReader::site(std::size_t i) const {
  const auto value = [&](const char* tag) {
    const std::vector<CifValue>& values = block_.values(tag);
    // Columns of one loop are equally long; a tag outside of it is not about this atom.
    return i < values.size() && values[i].known ? values[i] : CifValue{};
  };
  const CifValue label = value("_atom_site_label"), symbol = value("_atom_site_type_symbol");
  const std::size_t line = block_.values("_atom_site_fract_x")[i].line;
  const CifValue& named = symbol.known ? symbol : label;
  Site site{element_from_symbol(named.text), Vec3::Zero()};
  if (site.element == 0) {
    throw FileError(path_, line, fmt::format("atom {} is of no known element", cited(named.text)));
  }
  static constexpr const char* axes[] = {"_atom_site_fract_x", "_atom_site_fract_y",
                                         "_atom_site_fract_z"};
  for (int k = 0; k < 3; ++k) {
    CifValue coordinate = value(axes[k]);
    if (!coordinate.known)
      throw FileError(path_, line, fmt::format("atom {} has no position", cited(label.text)));
    site.fractional[k] = number(coordinate, "a coordinate");
  }
  const CifValue occupancy = value("_atom_site_occupancy");
  if (occupancy.known && std::abs(number(occupancy, "an occupancy") - 1) > 1e-3) {
    throw FileError(
        path_, line,
        fmt::format("atom {} has the occupancy {}: a disordered structure must be resolved "
                    "into whole atoms first",
                    cited(label.text), occupancy.text));
  }
  return site;
}

std::unique_ptr<Trajectory> CifReader::read() {
  auto frame = std::make_shared<Frame>();
  frame->cell = cell();
  const std::vector<gemmi::Op> images = operations();
  std::vector<Element> elements;
  for (std::size_t i = 0; i < block_.values("_atom_site_fract_x").size(); ++i) {
    const Site atom = site(i);
    const Vec3& f = atom.fractional;
    const std::size_t first = frame->positions.size();
    for (const gemmi::Op& operation : images) {
      const auto image = operation.apply_to_xyz({f[0], f[1], f[2]});
      const Vec3 position =
          frame->cell.wrap(frame->cell.cartesian(Vec3(image[0], image[1], image[2])));
      bool known = false;
      for (std::size_t other = first; other < frame->positions.size() && !known; ++other) {
        known = frame->cell.minimum_image(position - frame->positions[other]).norm() < same_atom;
      }
      if (known) continue;
      frame->positions.push_back(position);
      elements.push_back(atom.element);
    }
  }
  frame->topology = make_topology(std::move(elements));
  return std::make_unique<SingleFrame>(frame, path_.filename().string(), notice_);
}

}  // namespace

std::unique_ptr<Trajectory> open_cif(TextFile file, const ReadOptions&) {
  const std::string text = file.read(0, static_cast<std::size_t>(file.size()));
  const std::vector<CifBlock> blocks = parse_cif(file.path(), text);
  return CifReader(file.path(), blocks).read();
}

}  // namespace vitrine::io
