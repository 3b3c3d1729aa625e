#pragma once
#include <array>
#include <functional>
#include <vector>

#include "sim/model/frame.h"

namespace vitrine::analysis {

/// The space between atoms as a graph: vertices of the radical Voronoi tessellation (voro++:
/// Rycroft, Chaos 19 (2009) 041111), as Zeo++ has it (Willems et al., Microporous Mesoporous Mater
/// 149 (2012) 134, doi:10.1016/j.micromeso.2011.08.020). A node's sphere touches the atoms about
/// it; an edge's is the largest that can pass along it.
struct VoidNode {
  Vec3 position;  ///< angstrom, in the cell
  double radius;  ///< angstrom; negative within an atom
};
struct VoidEdge {
  int from, to;              ///< nodes
  std::array<int, 3> shift;  ///< of the image of `to`
  double radius;             ///< angstrom
};

/// A vertex of the Voronoi cell about an atom.
struct VoidCorner {
  Vec3 from_atom;  ///< angstrom
  int node;
};

class VoidNetwork {
 public:
  /// radii in angstrom, one an atom; a cell that repeats in all directions. `each_cell` is called
  /// before each Voronoi cell and may throw. InputError where two atoms stand in one place.
  VoidNetwork(const Frame& frame, const std::vector<double>& radii,
              const std::function<void()>& each_cell = {});

  const std::vector<VoidNode>& nodes() const { return nodes_; }
  const std::vector<VoidEdge>& edges() const { return edges_; }

  /// The corners of each atom's cell; none where larger neighbours swallow it.
  const std::vector<std::vector<VoidCorner>>& cells() const { return cells_; }
  /// Of each node whether a point can go from there to an image of itself without entering an atom.
  /// That is exact: spheres enter a cell of their radical tessellation where its vertices, edges
  /// and faces say, and nowhere else.
  std::vector<bool> channels() const;

  /// Diameters, angstrom; 0 where not even a point fits.
  struct Spheres {
    double included;  ///< the largest between the atoms
    double free;      ///< the largest that can pass through, from a cell into its image
  };
  Spheres largest_spheres() const;

 private:
  friend class VoidBuilder;
  std::vector<VoidNode> nodes_;
  std::vector<VoidEdge> edges_;
  std::vector<std::vector<VoidCorner>> cells_;
};

}  // namespace vitrine::analysis
