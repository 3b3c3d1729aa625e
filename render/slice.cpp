#include "render/slice.h"

#include <Eigen/LU>  // inverse

#include "sim/model/errors.h"

namespace vitrine::render {

Vec3 normal_of(const Slice& slice, const Cell& cell) {
  Vec3 normal = slice.direction.value_or(Vec3::Zero());
  // h a* + k b* + l c*, which stands upright on the planes (hkl); a cell that is not there counts
  // as a cube along x, y and z.
  if (!slice.direction)
    normal = cell.rows().inverse() * Vec3(slice.miller[0], slice.miller[1], slice.miller[2]);
  if (!normal.allFinite() || !(normal.norm() > 0))
    throw InputError("a slice needs a direction: of h, k and l one at least must not be 0");
  return normal.normalized();
}

SliceTest::SliceTest(const Slice& slice, const Cell& cell, const Vec3& middle) {
  if (!slice.on) return;
  const bool aimless = slice.direction ? !(slice.direction->norm() > 0)
                                       : slice.miller == std::array<int, 3>{0, 0, 0};
  if (aimless) return;
  on_ = true;
  normal_ = normal_of(slice, cell);
  distance_ = normal_.dot(middle) + slice.position;
  half_ = slice.thickness / 2;
}

}  // namespace vitrine::render
