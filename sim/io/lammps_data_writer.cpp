// LAMMPS data files, atom style atomic: https://docs.lammps.org/read_data.html
#include <fmt/format.h>

#include <Eigen/LU>

#include <algorithm>
#include <iterator>

#include "sim/io/write.h"
#include "sim/model/elements.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

// LAMMPS wants a along x and b in the xy plane; a crystal that lies otherwise is turned.
struct Turned {
  Mat3 cell;      ///< rows
  Mat3 rotation;  ///< of row vectors, from the right
};

Turned turned(const Cell& cell) {
  const Vec3 lengths = cell.lengths(), angles = cell.angles();
  const Mat3& rows = cell.rows();
  if (rows(0, 1) == 0 && rows(0, 2) == 0 && rows(1, 2) == 0) return {rows, Mat3::Identity()};
  const Cell restricted =
      Cell::from_parameters(lengths[0], lengths[1], lengths[2], angles[0], angles[1], angles[2]);
  return {restricted.rows(), rows.inverse() * restricted.rows()};
}

std::size_t type_of(Element element, const std::vector<std::string>& types) {
  const auto found = std::find(types.begin(), types.end(), element_data(element).symbol);
  if (found == types.end())
    throw InputError(fmt::format("{} is none of the types {}", element_data(element).symbol,
                                 fmt::join(types, ", ")));
  return static_cast<std::size_t>(found - types.begin());
}

/// The mass of each type, of its first atom; of a type without atoms, the element's.
std::vector<double> masses_of(const Topology& topology, const std::vector<std::size_t>& type,
                              const std::vector<std::string>& types) {
  std::vector<double> masses;
  for (std::size_t t = 0; t < types.size(); ++t) {
    const auto found = std::find(type.begin(), type.end(), t);
    masses.push_back(found == type.end()
                         ? element_data(element_from_symbol(types[t])).mass
                         : topology.masses[static_cast<std::size_t>(found - type.begin())]);
  }
  for (std::size_t i = 0; i < type.size(); ++i)
    if (topology.masses[i] != masses[type[i]])
      throw InputError(fmt::format(
          "atoms of the type {} have different masses ({} and {}), which a LAMMPS data file of "
          "atom style atomic cannot say",
          types[type[i]], masses[type[i]], topology.masses[i]));
  return masses;
}

}  // namespace

Mat3 lammps_rotation(const Cell& cell) {
  return turned(cell).rotation;
}

void write_lammps_data(const std::filesystem::path& file, const Frame& frame,
                       const std::vector<std::string>& types) {
  if (!frame.cell.exists()) throw InputError("a LAMMPS data file needs a cell");
  const Topology& topology = *frame.topology;
  std::vector<std::size_t> type;
  for (Element element : topology.elements) type.push_back(type_of(element, types));
  const auto [cell, rotation] = turned(frame.cell);
  fmt::memory_buffer out;
  const auto put = [&]<class... A>(fmt::format_string<A...> text, A&&... arguments) {
    fmt::format_to(std::back_inserter(out), text, std::forward<A>(arguments)...);
  };
  put("written by vitrine, step {}, time {} ps\n\n{} atoms\n{} atom types\n\n", frame.step,
      frame.time, frame.size(), types.size());
  const Vec3 origin = rotation.transpose() * frame.cell.origin();
  for (int k = 0; k < 3; ++k)
    put("{} {} {}lo {}hi\n", origin[k], origin[k] + cell(k, k), "xyz"[k], "xyz"[k]);
  if (cell(1, 0) != 0 || cell(2, 0) != 0 || cell(2, 1) != 0)
    put("{} {} {} xy xz yz\n", cell(1, 0), cell(2, 0), cell(2, 1));
  put("\nMasses\n\n");
  const std::vector<double> masses = masses_of(topology, type, types);
  for (std::size_t t = 0; t < types.size(); ++t) put("{} {}  # {}\n", t + 1, masses[t], types[t]);
  // An atom outside the cell is written inside, with the images that bring it back.
  put("\nAtoms  # atomic\n\n");
  for (std::size_t i = 0; i < frame.size(); ++i) {
    const Vec3 fraction = frame.cell.fractional(frame.positions[i]);
    const Vec3 images = fraction.array().floor();
    const Vec3 inside = origin + cell.transpose() * (fraction - images);
    const auto image = [&](int k) { return static_cast<std::int64_t>(images[k]); };
    put("{} {} {} {} {} {} {} {}\n", topology.ids[i], type[i] + 1, inside[0], inside[1], inside[2],
        image(0), image(1), image(2));
  }
  if (frame.velocities) {
    put("\nVelocities\n\n");
    for (std::size_t i = 0; i < frame.size(); ++i) {
      const Vec3 v = rotation.transpose() * (*frame.velocities)[i];
      put("{} {} {} {}\n", topology.ids[i], v[0], v[1], v[2]);
    }
  }
  write_whole_file(file, std::string_view(out.data(), out.size()));
}

}  // namespace vitrine::io
