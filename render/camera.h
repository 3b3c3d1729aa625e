#pragma once
#include <array>

#include "sim/model/vector.h"

class vtkRenderer;

/// Movements of a renderer's camera. Pixels are display pixels, y upwards.
namespace vitrine::render::camera {

/// Looks from `towards_eye` with `up` upwards, as near as the eight corners allow.
void frame_corners(vtkRenderer* renderer, const std::array<Vec3, 8>& corners,
                   const Vec3& towards_eye, const Vec3& up, bool parallel);
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

}  // namespace vitrine::render::camera
