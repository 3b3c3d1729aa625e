#include "render/drawn_structure.h"

#include <algorithm>

namespace vitrine::render {
namespace {

struct Link {
  int atom;
  Vec3 vector;
};

std::vector<std::vector<Link>> links_of(std::size_t atoms, const std::vector<Bond>& bonds) {
  std::vector<std::vector<Link>> links(atoms);
  for (const Bond& bond : bonds) {
    links[bond.i].push_back({bond.j, bond.vector});
    links[bond.j].push_back({bond.i, -bond.vector});
  }
  return links;
}

// Walks along the bonds from each atom not yet placed and shifts what it finds as a whole.
std::vector<Vec3> keep_molecules_whole(const Frame& frame, const std::vector<Bond>& bonds) {
  const auto links = links_of(frame.size(), bonds);
  std::vector<Vec3> positions = frame.positions;
  std::vector<bool> placed(frame.size(), false);
  std::vector<int> molecule;
  for (std::size_t seed = 0; seed < frame.size(); ++seed) {
    if (placed[seed]) continue;
    placed[seed] = true;
    molecule.assign(1, static_cast<int>(seed));
    Vec3 centre = Vec3::Zero();
    for (std::size_t k = 0; k < molecule.size(); ++k) {
      const int atom = molecule[k];
      centre += positions[atom];
      for (const Link& link : links[atom]) {
        if (placed[link.atom]) continue;
        placed[link.atom] = true;
        positions[link.atom] = positions[atom] + link.vector;
        molecule.push_back(link.atom);
      }
    }
    centre /= static_cast<double>(molecule.size());
    const Vec3 shift = frame.cell.wrap(centre) - centre;
    for (const int atom : molecule) positions[atom] += shift;
  }
  return positions;
}

std::vector<Vec3> placed(const Frame& frame, const std::vector<Bond>& bonds, Placement placement) {
  if (placement == Placement::molecules) return keep_molecules_whole(frame, bonds);
  std::vector<Vec3> positions = frame.positions;
  if (placement == Placement::wrapped)
    for (Vec3& position : positions) position = frame.cell.wrap(position);
  return positions;
}

std::vector<Plate> plates_of(const Frame& frame, const std::vector<Vec3>& positions) {
  std::vector<Plate> plates;
  for (const ImidazoleRing& ring : find_imidazole_rings(frame)) {
    const RingGeometry geometry = ring_geometry(ring, frame);
    const Vec3 shift = positions[ring.atoms[0]] - geometry.corners[0];
    Plate plate{ring.atoms, geometry.corners, geometry.normal};
    for (Vec3& corner : plate.corners) corner += shift;
    plates.push_back(plate);
  }
  return plates;
}

int image_count(const Cell& cell, const int (&images)[3], int axis) {
  return cell.periodic()[axis] ? std::max(images[axis], 1) : 1;
}

}  // namespace

// Towards the lower ends of the axes: the usual eye looks from the upper ones, and the cell itself
// stands in front of its pale images.
std::vector<Image> images_of(const Cell& cell, const int (&images)[3]) {
  std::vector<Image> all;
  for (int i = 0; i < image_count(cell, images, 0); ++i)
    for (int j = 0; j < image_count(cell, images, 1); ++j)
      for (int k = 0; k < image_count(cell, images, 2); ++k)
        all.push_back({cell.offset(-i, -j, -k), i == 0 && j == 0 && k == 0});
  return all;
}

DrawnStructure arrange(const Frame& frame, const int (&images)[3], Placement placement) {
  DrawnStructure drawn;
  drawn.topology = frame.topology;
  drawn.placement = placement;
  drawn.cell = frame.cell;
  drawn.bonds = find_covalent_bonds(frame);
  drawn.positions = placed(frame, drawn.bonds, placement);
  drawn.plates = plates_of(frame, drawn.positions);
  drawn.sites = find_zinc_sites(frame);
  for (const ZincSite& site : drawn.sites)
    for (std::size_t k = 0; k < site.nitrogens.size(); ++k)
      drawn.bonds.push_back({site.zinc, site.nitrogens[k], site.bonds[k]});
  drawn.images = images_of(frame.cell, images);
  return drawn;
}

Vec3 middle_of(const DrawnStructure& structure) {
  if (structure.cell.exists()) return structure.cell.cartesian(Vec3::Constant(0.5));
  Vec3 low = Vec3::Zero(), high = Vec3::Zero();
  if (!structure.empty()) low = high = structure.positions.front();
  for (const Vec3& position : structure.positions) {
    low = low.cwiseMin(position);
    high = high.cwiseMax(position);
  }
  return (low + high) / 2;
}

Corners outer_corners(const DrawnStructure& structure) {
  Corners corners;
  if (structure.cell.exists()) {
    // The last image is the far one: its lower corner is that of the whole.
    const Vec3 last =
        structure.cell.fractional(structure.images.back().offset + structure.cell.origin());
    for (int i = 0; i < 8; ++i) {
      Vec3 fractional;
      for (int k = 0; k < 3; ++k) fractional[k] = i >> k & 1 ? 1 : last[k];
      corners[i] = structure.cell.cartesian(fractional);
    }
    return corners;
  }
  Vec3 low = Vec3::Constant(-1), high = Vec3::Constant(1);
  if (!structure.empty()) low = high = structure.positions.front();
  for (const Vec3& position : structure.positions) {
    low = low.cwiseMin(position);
    high = high.cwiseMax(position);
  }
  const double rim = 2;  // angstrom, room for the spheres themselves
  for (int i = 0; i < 8; ++i)
    for (int k = 0; k < 3; ++k) corners[i][k] = i >> k & 1 ? high[k] + rim : low[k] - rim;
  return corners;
}

}  // namespace vitrine::render
