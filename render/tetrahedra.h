#pragma once
#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>

#include <array>
#include <vector>

#include "render/colouring.h"
#include "render/depth_cue.h"
#include "render/geometry.h"
#include "render/palette.h"

class vtkCamera;
class vtkRenderer;

namespace vitrine::render {

/// Outward triangles of the convex hull of a handful of points, by trying every plane: O(n^4),
/// meant for the four to six corners of a coordination polyhedron. Points all in one plane give
/// both sides. Empty below three points.
std::vector<std::array<int, 3>> convex_hull(const std::vector<Vec3>& points);

/// The coordination polyhedra of Zn: hull of its N (of N and Zn itself where N are fewer than
/// four), coloured as the Zn.
class Tetrahedra {
 public:
  explicit Tetrahedra(vtkRenderer* renderer, DepthCue& depth_cue);

  void fill(const DrawnStructure& structure, const AtomColours& colours, const Look& look,
            const Palette& palette);
  void set_scale(double pixels_per_point);
  void show(bool shown);  ///< for a simplified picture: nothing is filled anew
  /// Back to front, so that translucent faces blend right without depth peeling (which costs
  /// five to seven times the frame on a software renderer).
  void sort(vtkCamera* camera);

 private:
  struct Face {
    std::array<vtkIdType, 3> corners;
    Vec3 centre;  ///< of its polyhedron, which sorts as a whole
  };
  void add(const ZincSite& site, const Vec3& zinc, double scale, const Rgb& colour,
           const Rgb& edge);

  Geometry faces_, edges_;
  vtkNew<vtkPolyDataMapper> face_mapper_, edge_mapper_;
  vtkNew<vtkActor> face_actor_, edge_actor_;
  std::vector<Face> order_;
  bool translucent_ = false;
};

}  // namespace vitrine::render
