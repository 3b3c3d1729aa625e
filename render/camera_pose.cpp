#include "render/camera_pose.h"

#include <Eigen/Geometry>  // cross product

#include <cmath>

namespace vitrine::render {
namespace {

constexpr double tolerance = 1e-6;  // of angles in radian: far below a pixel
constexpr double farthest = 1e6;    // angstrom; what VTK's depths still tell apart

bool parallel_vectors(const Vec3& a, const Vec3& b) {
  return (a.normalized() - b.normalized()).norm() < tolerance;
}

}  // namespace

bool same_pose(const CameraPose& a, const CameraPose& b) {
  if (a.framed != b.framed || a.parallel != b.parallel) return false;
  if (a.framed)
    return parallel_vectors(a.position - a.focus, b.position - b.focus) &&
           parallel_vectors(a.up, b.up);
  return a.position == b.position && a.focus == b.focus && a.up == b.up &&
         a.parallel_scale == b.parallel_scale;
}

bool is_sound(const CameraPose& pose) {
  for (const Vec3& v : {pose.position, pose.focus, pose.up})
    if (!v.allFinite() || v.norm() > farthest) return false;
  const Vec3 sight = pose.position - pose.focus;
  if (!(sight.norm() > tolerance) || !(pose.up.norm() > tolerance)) return false;
  if (!(pose.parallel_scale > tolerance) || !(pose.parallel_scale < farthest)) return false;
  return sight.normalized().cross(pose.up.normalized()).norm() > tolerance;
}

}  // namespace vitrine::render
