#include "render/camera.h"

#include <vtkCamera.h>
#include <vtkMatrix4x4.h>
#include <vtkRenderer.h>
#include <Eigen/Geometry>  // cross product

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vitrine::render::camera {
namespace {

constexpr double margin = 1.06;  // of the picture about what is framed

struct Axes {
  Vec3 right, up, towards;
};

Axes axes_of(vtkCamera* camera) {
  const Vec3 towards = -Vec3(camera->GetDirectionOfProjection());
  const Vec3 right = Vec3(camera->GetViewUp()).cross(towards).normalized();
  return {right, towards.cross(right), towards};
}

double half_angle_tangent(vtkCamera* camera) {
  return std::tan(camera->GetViewAngle() * std::numbers::pi / 360);
}

void translate(vtkCamera* camera, const Vec3& shift) {
  const Vec3 eye = Vec3(camera->GetPosition()) + shift;
  const Vec3 focus = Vec3(camera->GetFocalPoint()) + shift;
  camera->SetPosition(eye.data());
  camera->SetFocalPoint(focus.data());
}

double aspect_of(vtkRenderer* renderer) {
  const int* size = renderer->GetSize();
  return size[0] > 0 && size[1] > 0 ? static_cast<double>(size[0]) / size[1] : 1;
}

// Where each corner stands in a picture of half height 1, seen from `distance` (0: parallel).
struct Extent {
  double left = 1e300, right = -1e300, bottom = 1e300, top = -1e300;
};
Extent projected(std::span<const Vec3> corners, const Vec3& centre, const Axes& axes,
                 double distance) {
  Extent extent;
  for (const Vec3& corner : corners) {
    const Vec3 d = corner - centre;
    const double shrink = distance > 0 ? 1 / (distance - d.dot(axes.towards)) : 1;
    extent.left = std::min(extent.left, d.dot(axes.right) * shrink);
    extent.right = std::max(extent.right, d.dot(axes.right) * shrink);
    extent.bottom = std::min(extent.bottom, d.dot(axes.up) * shrink);
    extent.top = std::max(extent.top, d.dot(axes.up) * shrink);
  }
  return extent;
}

}  // namespace

void frame_corners(vtkRenderer* renderer, std::span<const Vec3> corners, const Vec3& towards_eye,
                   const Vec3& up, bool parallel, double reserved) {
  vtkCamera* camera = renderer->GetActiveCamera();
  Axes axes;
  axes.towards = towards_eye.normalized();
  axes.right = up.cross(axes.towards).normalized();
  axes.up = axes.towards.cross(axes.right);
  Vec3 centre = Vec3::Zero();
  for (const Vec3& corner : corners) centre += corner / static_cast<double>(corners.size());
  const double tangent_y = half_angle_tangent(camera) / margin;
  const double whole_x = tangent_y * aspect_of(renderer);
  const double tangent_x = whole_x * (1 - reserved);
  double distance = 1;
  // The perspective image of a box is not centred on the box; a few steps bring it there.
  for (int step = 0; step < 6; ++step) {
    distance = 1e-3;
    for (const Vec3& corner : corners) {
      const Vec3 d = corner - centre;
      distance = std::max({distance, std::abs(d.dot(axes.right)) / tangent_x + d.dot(axes.towards),
                           std::abs(d.dot(axes.up)) / tangent_y + d.dot(axes.towards)});
    }
    const Extent e = projected(corners, centre, axes, distance);
    centre += distance * ((e.left + e.right) / 2 * axes.right + (e.bottom + e.top) / 2 * axes.up);
  }
  const Extent flat = projected(corners, centre, axes, 0);
  camera->SetParallelScale(
      margin * std::max((flat.top - flat.bottom) / 2,
                        (flat.right - flat.left) / 2 / (aspect_of(renderer) * (1 - reserved))));
  const Extent seen = parallel ? flat : projected(corners, centre, axes, distance);
  const double half =
      parallel ? camera->GetParallelScale() * aspect_of(renderer) : margin * whole_x;
  // The window moves, not the eye: the picture stays the same and turns about its middle.
  const double past = margin * (seen.right - seen.left) / 2 / half + 2 * reserved - 1;
  camera->SetWindowCenter(std::clamp(past, 0.0, reserved), 0);
  const Vec3 eye = centre + distance * axes.towards;
  camera->SetParallelProjection(parallel);
  camera->SetPosition(eye.data());
  camera->SetFocalPoint(centre.data());
  camera->SetViewUp(axes.up.data());
}

void set_parallel(vtkRenderer* renderer, bool parallel) {
  vtkCamera* camera = renderer->GetActiveCamera();
  if (parallel == (camera->GetParallelProjection() != 0)) return;
  if (parallel) {
    camera->SetParallelScale(camera->GetDistance() * half_angle_tangent(camera));
  } else {
    const Vec3 focus(camera->GetFocalPoint());
    const Vec3 eye =
        focus + axes_of(camera).towards * camera->GetParallelScale() / half_angle_tangent(camera);
    camera->SetPosition(eye.data());
  }
  camera->SetParallelProjection(parallel);
}

void orbit(vtkRenderer* renderer, double dx, double dy) {
  const int* size = renderer->GetSize();
  if (size[0] <= 0 || size[1] <= 0) return;
  vtkCamera* camera = renderer->GetActiveCamera();
  // The height of the view turns by half a turn, in either direction of the pointer.
  const double degrees_per_pixel = 180.0 / size[1];
  camera->Azimuth(-dx * degrees_per_pixel);
  camera->Elevation(-dy * degrees_per_pixel);
  camera->OrthogonalizeViewUp();
}

void pan(vtkRenderer* renderer, double dx, double dy) {
  const int* size = renderer->GetSize();
  if (size[1] <= 0) return;
  vtkCamera* camera = renderer->GetActiveCamera();
  const double half_height = camera->GetParallelProjection()
                                 ? camera->GetParallelScale()
                                 : camera->GetDistance() * half_angle_tangent(camera);
  const double angstrom_per_pixel = 2 * half_height / size[1];
  const Axes axes = axes_of(camera);
  translate(camera, -angstrom_per_pixel * (dx * axes.right + dy * axes.up));
}

void zoom(vtkRenderer* renderer, double factor) {
  vtkCamera* camera = renderer->GetActiveCamera();
  const double nearest = 2;  // angstrom; nearer the eye stands inside an atom
  if (!(factor > 0) || (factor > 1 && camera->GetDistance() / factor < nearest)) return;
  camera->SetParallelScale(camera->GetParallelScale() / factor);
  const Vec3 focus(camera->GetFocalPoint());
  const Vec3 eye = focus + (Vec3(camera->GetPosition()) - focus) / factor;
  camera->SetPosition(eye.data());
}

void centre_on(vtkRenderer* renderer, const Vec3& position) {
  vtkCamera* camera = renderer->GetActiveCamera();
  translate(camera, position - Vec3(camera->GetFocalPoint()));
}

Ray ray_through(vtkRenderer* renderer, int x, int y) {
  const int* size = renderer->GetSize();
  vtkCamera* camera = renderer->GetActiveCamera();
  const Axes axes = axes_of(camera);
  const Vec3 eye(camera->GetPosition());
  // From the middle of the pixel, in units of the view's half height.
  const double* centre = camera->GetWindowCenter();
  const double u = (2 * (x + 0.5) - size[0] + centre[0] * size[0]) / std::max(size[1], 1);
  const double v = (2 * (y + 0.5) - size[1] + centre[1] * size[1]) / std::max(size[1], 1);
  if (camera->GetParallelProjection())
    return {eye + camera->GetParallelScale() * (u * axes.right + v * axes.up), -axes.towards};
  const Vec3 direction = half_angle_tangent(camera) * (u * axes.right + v * axes.up) - axes.towards;
  return {eye, direction.normalized()};
}

Projection::Projection(vtkRenderer* renderer) {
  const int* size = renderer->GetSize();
  half_width_ = size[0] / 2.0;
  half_height_ = size[1] / 2.0;
  const vtkMatrix4x4* matrix = renderer->GetActiveCamera()->GetCompositeProjectionTransformMatrix(
      aspect_of(renderer), -1, 1);
  for (int i = 0; i < 4; ++i)
    for (int k = 0; k < 4; ++k) matrix_(i, k) = matrix->GetElement(i, k);
}

}  // namespace vitrine::render::camera
