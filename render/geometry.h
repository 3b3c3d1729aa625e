#pragma once
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkUnsignedCharArray.h>

#include "render/scene.h"

namespace vitrine::render {

/// Coloured points, lines and triangles of one actor. Refilled for every frame into the same
/// arrays, so that neither the actor nor its mapper has to be made again.
class Geometry {
 public:
  Geometry();

  void clear();
  /// Added to every point from now on.
  void set_offset(const Vec3& offset) { offset_ = offset; }
  /// Index of the new point.
  vtkIdType point(const Vec3& position, const Rgb& colour);
  void line(vtkIdType i, vtkIdType j);
  void triangle(vtkIdType i, vtkIdType j, vtkIdType k);
  void clear_triangles();
  /// Tells VTK that the content is new.
  void finish();

  vtkIdType points() const { return points_->GetNumberOfPoints(); }
  vtkPolyData* data() { return data_; }

 private:
  vtkNew<vtkPolyData> data_;
  vtkNew<vtkPoints> points_;
  vtkNew<vtkUnsignedCharArray> colours_;
  vtkNew<vtkCellArray> lines_, triangles_;
  Vec3 offset_ = Vec3::Zero();
};

/// Coloured points with numbers of their own, for mappers that draw one body per point.
class Bodies {
 public:
  Bodies();

  void clear();
  void sphere(const Vec3& centre, double radius, const Rgb& colour);
  void stick(const Vec3& from, const Vec3& to, double radius, const Rgb& colour);
  void finish();

  vtkPolyData* data() { return data_; }
  static constexpr const char* size_array = "size";
  static constexpr const char* direction_array = "direction";

 private:
  void body(const Vec3& centre, const Vec3& direction, const Vec3& size, const Rgb& colour);

  vtkNew<vtkPolyData> data_;
  vtkNew<vtkPoints> points_;
  vtkNew<vtkUnsignedCharArray> colours_;
  vtkNew<vtkFloatArray> sizes_, directions_;
  vtkNew<vtkCellArray> vertices_;
};

}  // namespace vitrine::render
