#pragma once
#include <array>
#include <vector>

#include "render/scene.h"
#include "sim/model/imidazole_rings.h"
#include "sim/model/zinc_sites.h"

namespace vitrine::render {

/// One periodic image of the cell.
struct Image {
  Vec3 offset;  ///< angstrom
  bool inside;  ///< the cell itself
};

struct Plate {
  std::array<int, 5> atoms;
  std::array<Vec3, 5> corners;  ///< angstrom
  Vec3 normal;

  Vec3 middle() const {
    return (corners[0] + corners[1] + corners[2] + corners[3] + corners[4]) / 5;
  }
};

/// A frame as it stands in the picture. Placement::molecules: atoms that covalent bonds hold
/// together are drawn together, in the image whose centre lies in the cell, so that no linker is
/// torn by the boundary; all other atoms are wrapped one by one. Plates and polyhedra are whole
/// wherever the atoms stand.
struct DrawnStructure {
  TopologyPtr topology;
  Placement placement = Placement::molecules;
  Cell cell;
  std::vector<Vec3> positions;  ///< angstrom, one per atom
  std::vector<ZincSite> sites;
  std::vector<Bond> bonds;    ///< covalent and Zn-N
  std::vector<Plate> plates;  ///< closed imidazolate rings
  std::vector<Image> images;
  SliceTest seen;  ///< what of it all

  bool empty() const { return positions.empty(); }
};

/// `images`: how many along each cell vector; only the first where the cell does not repeat.
DrawnStructure arrange(const Frame& frame, const int (&images)[3],
                       Placement placement = Placement::molecules);

/// The images that a frame has in a picture; see arrange().
std::vector<Image> images_of(const Cell& cell, const int (&images)[3]);

/// The middle of the cell, or of the atoms where there is none.
Vec3 middle_of(const DrawnStructure& structure);

/// Everything drawn: the cell and its images, or the atoms where there is no cell.
Corners outer_corners(const DrawnStructure& structure);

}  // namespace vitrine::render
