#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/model/cell.h"
#include "sim/model/topology.h"
#include "sim/model/vector.h"

namespace vitrine {

/// One moment of a system. Immutable once published as a FramePtr; a part that is not there is
/// empty, never zeros.
struct Frame {
  TopologyPtr topology;
  std::int64_t step = 0;
  double time = 0;  ///< ps
  Cell cell;
  std::vector<Vec3> positions;                     ///< angstrom, as given: wrapped or not
  std::optional<std::vector<Vec3>> velocities;     ///< A/ps
  std::optional<std::vector<Vec3>> forces;         ///< eV/A
  std::optional<double> potential_energy;          ///< eV
  std::optional<double> temperature;               ///< K, as a file or another program tells it
  std::optional<Mat3> virial;                      ///< eV, W = -dE/d(strain)
  std::map<std::string, std::vector<double>> columns;  ///< a file's further per-atom numbers

  std::size_t size() const { return positions.size(); }
};

using FramePtr = std::shared_ptr<const Frame>;

/// Throws InputError unless every array has one entry per atom and every position is finite.
void check_frame(const Frame& frame);

/// The frame repeated na x nb x nc times along its cell vectors. InputError without a cell, or when
/// it would have more than 20 million atoms.
/// Copy (i, j, k) of atom n is atom n + size * (i + na * (j + nb * k)).
Frame replicate(const Frame& frame, int na, int nb, int nc);

/// The same crystal or glass on new axes: rows of `integers` are the new cell vectors in terms of
/// the old ones; the determinant (>= 1) is how many cells the new one holds. Turned so that a lies
/// along x and b in the xy plane. At most 20 million atoms here, too.
Frame change_axes(const Frame& frame, const Eigen::Matrix3i& integers);

}  // namespace vitrine
