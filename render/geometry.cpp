#include "render/geometry.h"

#include <vtkPointData.h>

#include <algorithm>
#include <cmath>

namespace vitrine::render {
namespace {

void append_colour(vtkUnsignedCharArray* colours, const Rgb& colour) {
  const auto byte = [](double x) {
    return static_cast<unsigned char>(std::lround(std::clamp(x, 0.0, 1.0) * 255));
  };
  const unsigned char rgb[3] = {byte(colour.r), byte(colour.g), byte(colour.b)};
  colours->InsertNextTypedTuple(rgb);
}

void append_vector(vtkFloatArray* array, const Vec3& v) {
  const float values[3] = {static_cast<float>(v.x()), static_cast<float>(v.y()),
                           static_cast<float>(v.z())};
  array->InsertNextTypedTuple(values);
}

}  // namespace

Geometry::Geometry() {
  colours_->SetNumberOfComponents(3);
  data_->SetPoints(points_);
  data_->GetPointData()->SetScalars(colours_);
  data_->SetLines(lines_);
  data_->SetPolys(triangles_);
}

void Geometry::clear() {
  points_->Reset();
  colours_->Reset();
  lines_->Reset();
  triangles_->Reset();
}

vtkIdType Geometry::point(const Vec3& position, const Rgb& colour) {
  append_colour(colours_, colour);
  const Vec3 place = position + offset_;
  return points_->InsertNextPoint(place.data());
}

void Geometry::line(vtkIdType i, vtkIdType j) {
  const vtkIdType ends[2] = {i, j};
  lines_->InsertNextCell(2, ends);
}

void Geometry::triangle(vtkIdType i, vtkIdType j, vtkIdType k) {
  const vtkIdType corners[3] = {i, j, k};
  triangles_->InsertNextCell(3, corners);
}

void Geometry::clear_triangles() {
  triangles_->Reset();
}

void Geometry::finish() {
  points_->Modified();
  colours_->Modified();
  lines_->Modified();
  triangles_->Modified();
  data_->Modified();
}

Bodies::Bodies() {
  colours_->SetNumberOfComponents(3);
  sizes_->SetName(size_array);
  sizes_->SetNumberOfComponents(3);
  directions_->SetName(direction_array);
  directions_->SetNumberOfComponents(3);
  data_->SetPoints(points_);
  data_->GetPointData()->SetScalars(colours_);
  data_->GetPointData()->AddArray(sizes_);
  data_->GetPointData()->AddArray(directions_);
  data_->SetVerts(vertices_);
}

void Bodies::clear() {
  points_->Reset();
  colours_->Reset();
  sizes_->Reset();
  directions_->Reset();
}

void Bodies::sphere(const Vec3& centre, double radius, const Rgb& colour) {
  body(centre, Vec3::UnitX(), Vec3::Constant(radius), colour);
}

void Bodies::stick(const Vec3& from, const Vec3& to, double radius, const Rgb& colour) {
  const double length = (to - from).norm();
  if (length > 0) body((from + to) / 2, (to - from) / length, {length, radius, radius}, colour);
}

void Bodies::body(const Vec3& centre, const Vec3& direction, const Vec3& size, const Rgb& colour) {
  points_->InsertNextPoint(centre.data());
  append_colour(colours_, colour);
  append_vector(sizes_, size);
  append_vector(directions_, direction);
}

void Bodies::finish() {
  // The sphere and stick mappers draw nothing without vertex cells.
  const vtkIdType count = points_->GetNumberOfPoints();
  if (vertices_->GetNumberOfConnectivityIds() != count) {
    vertices_->Reset();
    if (count > 0) vertices_->InsertNextCell(static_cast<int>(count));
    for (vtkIdType i = 0; i < count; ++i) vertices_->InsertCellPoint(i);
    vertices_->Modified();
  }
  points_->Modified();
  colours_->Modified();
  sizes_->Modified();
  directions_->Modified();
  data_->Modified();
}

}  // namespace vitrine::render
