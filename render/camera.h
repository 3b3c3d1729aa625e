#pragma once
#include <Eigen/Geometry>  // homogeneous coordinates

#include <optional>
#include <span>

#include "sim/model/vector.h"

class vtkRenderer;

/// Movements of a renderer's camera. Pixels are display pixels, y upwards.
namespace vitrine::render::camera {

/// Looks from `towards_eye` with `up` upwards, as near as the corners allow; there must be some.
/// They keep out of the share `reserved` of the width at its right end; where there is room enough
/// beside it, they stand in the middle all the same.
void frame_corners(vtkRenderer* renderer, std::span<const Vec3> corners, const Vec3& towards_eye,
                   const Vec3& up, bool parallel, double reserved = 0);
/// The other projection, with what lies about the focus at the same size.
void set_parallel(vtkRenderer* renderer, bool parallel);
void orbit(vtkRenderer* renderer, double dx, double dy);
/// What lies in the plane of the focal point follows the pointer.
void pan(vtkRenderer* renderer, double dx, double dy);
/// factor > 1 comes nearer.
void zoom(vtkRenderer* renderer, double factor);
void centre_on(vtkRenderer* renderer, const Vec3& position);

struct Ray {
  Vec3 origin;     ///< angstrom
  Vec3 direction;  ///< unit vector
};
Ray ray_through(vtkRenderer* renderer, int x, int y);

/// Where points stand in the picture, as the camera is now.
class Projection {
 public:
  explicit Projection(vtkRenderer* renderer);
  /// Display pixels from the lower left corner; nothing for a point behind the eye.
  std::optional<Eigen::Vector2d> operator()(const Vec3& point) const {
    const Eigen::Vector4d clip = matrix_ * point.homogeneous();
    if (!(clip.w() > 0)) return std::nullopt;
    return Eigen::Vector2d((clip.x() / clip.w() + 1) * half_width_,
                           (clip.y() / clip.w() + 1) * half_height_);
  }

 private:
  Eigen::Matrix4d matrix_;
  double half_width_, half_height_;
};

}  // namespace vitrine::render::camera
