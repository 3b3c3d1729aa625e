#pragma once
#include <array>

#include "sim/model/vector.h"

namespace vitrine {

/// The periodic cell: three row vectors a, b, c (angstrom), which directions repeat, and the
/// corner they start from. Triclinic is the general case. Immutable.
class Cell {
 public:
  /// No cell: nothing repeats (an isolated molecule). volume() is then an error.
  Cell() = default;
  /// Throws InputError when a periodic cell has no volume, is left-handed or is not finite.
  explicit Cell(const Mat3& rows, std::array<bool, 3> periodic = {true, true, true},
                const Vec3& origin = Vec3::Zero());
  static Cell orthorhombic(double a, double b, double c);
  /// Lengths in angstrom, angles in degrees; a along x, b in the xy plane (the usual convention).
  static Cell from_parameters(double a, double b, double c, double alpha, double beta,
                              double gamma);

  bool exists() const { return exists_; }  ///< false: no box at all
  bool is_periodic() const { return periodic_[0] || periodic_[1] || periodic_[2]; }
  const std::array<bool, 3>& periodic() const { return periodic_; }
  const Mat3& rows() const { return rows_; }  ///< angstrom, row i is vector i
  Vec3 vector(int i) const { return rows_.row(i).transpose(); }
  const Vec3& origin() const { return origin_; }
  double volume() const;    ///< angstrom^3; InputError without a cell
  Vec3 lengths() const;     ///< angstrom
  Vec3 angles() const;      ///< degrees: alpha, beta, gamma
  Vec3 heights() const;     ///< angstrom: distances between opposite faces
  bool is_orthorhombic() const;  ///< a, b and c lie along x, y and z

  Vec3 fractional(const Vec3& position) const;  ///< relative to the origin
  Vec3 cartesian(const Vec3& fractional) const;
  /// The image inside the cell, along the periodic directions only.
  Vec3 wrap(const Vec3& position) const;
  /// The shortest of all images of the difference vector, exact for sheared cells too.
  Vec3 minimum_image(const Vec3& difference) const;
  /// Offset in angstrom of the image (i, j, k).
  Vec3 offset(int i, int j, int k) const {
    return (i * rows_.row(0) + j * rows_.row(1) + k * rows_.row(2)).transpose();
  }
  /// The cell with rows * deformation (and the origin kept).
  Cell deformed(const Mat3& deformation) const;

 private:
  void find_reduced_basis();

  Mat3 rows_ = Mat3::Identity();
  Mat3 inverse_ = Mat3::Identity();  // fractional = inverse_^T (x - origin)
  // The same lattice by its shortest vectors, for minimum_image(). Open directions are replaced by
  // directions at right angles to the periodic ones.
  Mat3 reduced_ = Mat3::Identity();
  Mat3 reduced_inverse_ = Mat3::Identity();
  double safe_radius2_ = 0;  // a difference this short (squared) has no shorter image
  bool reduced_is_orthogonal_ = true;
  Vec3 origin_ = Vec3::Zero();
  std::array<bool, 3> periodic_ = {false, false, false};
  bool exists_ = false;
};

}  // namespace vitrine
