#pragma once
#include <functional>
#include <span>
#include <vector>

#include "analysis/shared_frame.h"
#include "analysis/void_network.h"

namespace vitrine::analysis {

/// The space that the centre of a spherical probe can be in, which is what spheres as large as atom
/// and probe together leave free. Accessible is what belongs to a channel that leads from a cell
/// into its image, closed what does not, as Zeo++ has it (Willems et al., Microporous Mesoporous
/// Mater 149 (2012) 134, doi:10.1016/j.micromeso.2011.08.020).
///
/// A free point in the Voronoi cell of an atom (radical tessellation of those spheres) sees that
/// vertex of the cell which lies furthest in its direction from the atom: the way there stays in
/// the cell, which is convex, and beyond the plane that touches the sphere. It is accessible where
/// the vertex is: no approximation but that of sampling.
class ProbeVoid {
 public:
  /// reaches: radius of each atom and of the probe together, angstrom. `each_cell`: see
  /// VoidNetwork.
  ProbeVoid(const Frame& frame, std::vector<double> reaches,
            const std::function<void()>& each_cell = {});

  struct Parts {
    double accessible, closed;
  };
  /// Parts of the volume of the cell, from points spread evenly over it.
  Parts volume(const SharedFrame& shared, std::span<const Vec3> points) const;
  /// Of the spheres' surfaces what is bare, per volume of the cell, 1/A; from even points on each
  /// (Shrake and Rupley, J Mol Biol 79 (1973) 351, doi:10.1016/0022-2836(73)90011-9).
  Parts surface(const SharedFrame& shared) const;

 private:
  /// Of a free point in the cell of an atom, `from_atom` away.
  bool is_accessible(std::size_t atom, const Vec3& from_atom) const;

  const Frame& frame_;
  std::vector<double> reaches_;  // angstrom
  VoidNetwork network_;
  std::vector<bool> channels_;  // of each node
};

}  // namespace vitrine::analysis
