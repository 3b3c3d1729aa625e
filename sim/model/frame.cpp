#include "sim/model/frame.h"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <array>
#include <cstdlib>
#include <numeric>

#include "sim/model/errors.h"

namespace vitrine {
namespace {

void check_length(const char* what, std::size_t length, std::size_t atoms) {
  if (length != atoms) {
    throw InputError(fmt::format("frame: {} {} for {} atoms", length, what, atoms));
  }
}

/// Larger systems are taken for mistakes: each copied frame of this size fills a gigabyte.
constexpr double most_atoms = 2e7;

/// All whole-number offsets a copy of the frame can have, one per copy.
using Offsets = std::vector<std::array<int, 3>>;

template <class T>
std::vector<T> repeated(const std::vector<T>& values, std::size_t copies) {
  std::vector<T> all;
  all.reserve(values.size() * copies);
  for (std::size_t c = 0; c < copies; ++c) all.insert(all.end(), values.begin(), values.end());
  return all;
}

/// One copy of the frame per offset, everything but the cell as it should be.
Frame copied(const Frame& frame, const Offsets& offsets) {
  const std::size_t copies = offsets.size();
  Frame result;
  result.topology = make_topology(repeated(frame.topology->elements, copies),
                                  repeated(frame.topology->masses, copies));
  result.step = frame.step;
  result.time = frame.time;
  result.positions.reserve(frame.size() * copies);
  for (const auto& [i, j, k] : offsets) {
    const Vec3 offset = frame.cell.offset(i, j, k);
    for (const Vec3& position : frame.positions) result.positions.push_back(position + offset);
  }
  if (frame.velocities) result.velocities = repeated(*frame.velocities, copies);
  if (frame.forces) result.forces = repeated(*frame.forces, copies);
  result.temperature = frame.temperature;
  if (frame.potential_energy) {
    result.potential_energy = *frame.potential_energy * static_cast<double>(copies);
  }
  if (frame.virial) result.virial = *frame.virial * static_cast<double>(copies);
  for (const auto& [name, values] : frame.columns) {
    result.columns[name] = repeated(values, copies);
  }
  return result;
}

void check_copies(const Frame& frame, double copies, const char* caller) {
  check_frame(frame);
  if (!frame.cell.exists()) {
    throw InputError(fmt::format("{}: a system without a cell cannot be repeated", caller));
  }
  if (const double atoms = copies * static_cast<double>(frame.size()); atoms > most_atoms) {
    throw InputError(fmt::format("{}: {:.0f} copies of {} atoms make {:.0f}, more than {:.0f}",
                                 caller, copies, frame.size(), atoms, most_atoms));
  }
}

/// One offset for each of the cells that fill the new one: whole-number points that no sum of the
/// rows of `integers` connects. They are the box spanned by the diagonal of the triangular matrix
/// that row operations make of it (Hermite normal form).
Offsets coset_offsets(Eigen::Matrix3i m) {
  for (int column = 0; column < 2; ++column) {
    for (int row = column + 1; row < 3; ++row) {
      while (m(row, column) != 0) {
        const int quotient = m(column, column) / m(row, column);
        m.row(column) -= quotient * m.row(row);
        m.row(column).swap(m.row(row));
      }
    }
  }
  Offsets offsets;
  for (int k = 0; k < std::abs(m(2, 2)); ++k) {
    for (int j = 0; j < std::abs(m(1, 1)); ++j) {
      for (int i = 0; i < std::abs(m(0, 0)); ++i) offsets.push_back({i, j, k});
    }
  }
  return offsets;
}

/// The rotation Q for which rows * Q has a along x and b in the xy plane.
Mat3 standard_rotation(const Mat3& rows) {
  const Vec3 a = rows.row(0), b = rows.row(1);
  Mat3 q;
  q.col(0) = a.normalized();
  q.col(2) = a.cross(b).normalized();
  q.col(1) = q.col(2).cross(q.col(0));
  return q;
}

void rotate(std::vector<Vec3>& vectors, const Mat3& q) {
  for (Vec3& v : vectors) v = q.transpose() * v;
}

}  // namespace

void check_frame(const Frame& frame) {
  if (!frame.topology) throw InputError("frame: it has no topology");
  const std::size_t atoms = frame.topology->size();
  check_length("positions", frame.positions.size(), atoms);
  check_length("masses", frame.topology->masses.size(), atoms);
  check_length("ids", frame.topology->ids.size(), atoms);
  if (frame.velocities) check_length("velocities", frame.velocities->size(), atoms);
  if (frame.forces) check_length("forces", frame.forces->size(), atoms);
  for (const auto& [name, values] : frame.columns) {
    check_length(fmt::format("values of '{}'", name).c_str(), values.size(), atoms);
  }
  for (std::size_t i = 0; i < atoms; ++i) {
    if (!frame.positions[i].allFinite()) {
      throw InputError(fmt::format("frame: the position of atom {} is not a finite number",
                                   frame.topology->ids[i]));
    }
  }
}

Frame replicate(const Frame& frame, int na, int nb, int nc) {
  if (na < 1 || nb < 1 || nc < 1) {
    throw InputError(
        fmt::format("replicate: the counts must be positive, got {} {} {}", na, nb, nc));
  }
  check_copies(frame, 1.0 * na * nb * nc, "replicate");
  Offsets offsets;
  for (int k = 0; k < nc; ++k) {
    for (int j = 0; j < nb; ++j) {
      for (int i = 0; i < na; ++i) offsets.push_back({i, j, k});
    }
  }
  Frame result = copied(frame, offsets);
  const Mat3 rows = Vec3(na, nb, nc).asDiagonal() * frame.cell.rows();
  result.cell = Cell(rows, frame.cell.periodic(), frame.cell.origin());
  return result;
}

Frame change_axes(const Frame& frame, const Eigen::Matrix3i& integers) {
  const double copies = std::round(integers.cast<double>().determinant());
  if (!(copies >= 1)) {
    throw InputError(
        fmt::format("change of axes: the determinant must be at least 1, got {}", copies));
  }
  check_copies(frame, copies, "change of axes");
  if (frame.cell.periodic() != std::array{true, true, true}) {
    throw InputError("change of axes: the cell must be periodic in all three directions");
  }
  Frame result = copied(frame, coset_offsets(integers));
  const Mat3 rows = integers.cast<double>() * frame.cell.rows();
  const Mat3 q = standard_rotation(rows);
  // The part above the diagonal is zero but for rounding.
  const Mat3 turned = (rows * q).triangularView<Eigen::Lower>();
  result.cell = Cell(turned);
  for (Vec3& x : result.positions) {
    x = result.cell.wrap(q.transpose() * (x - frame.cell.origin()));
  }
  if (result.velocities) rotate(*result.velocities, q);
  if (result.forces) rotate(*result.forces, q);
  if (result.virial) result.virial = q.transpose() * *result.virial * q;
  return result;
}

}  // namespace vitrine
