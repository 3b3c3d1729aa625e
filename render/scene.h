#pragma once
#include <memory>
#include <string>
#include <vector>

#include "sim/model/frame.h"

class vtkRenderer;

namespace vitrine::render {

struct Rgb {
  double r, g, b;  ///< 0..1
};

/// What is shown and how; every field is one control of the inspector.
struct Look {
  bool tetrahedra = true;  ///< Zn-centred, coloured by `zinc_values`
  bool linkers = true;     ///< imidazolate rings as thin plates
  bool atoms = true;       ///< spheres
  bool bonds = true;       ///< sticks
  bool cell = true;
  bool tripod = true;
  bool legend = true;
  double atom_scale = 0.18;  ///< of the van der Waals radius
  double tetrahedron_opacity = 0.85;
  int images[3] = {1, 1, 1};               ///< periodic images drawn; those outside the cell paler
  double range_low = -9, range_high = -4;  ///< of the colour map, k_B
  bool dark = false;
};

/// What is drawn: a frame and a number per Zn (local entropy, k_B), and atoms to mark.
struct Picture {
  FramePtr frame;
  std::vector<int> zincs;           ///< atom indices ...
  std::vector<double> zinc_values;  ///< ... and their values; empty: neutral colour
  std::string value_title = "entropy / k_B";
  std::vector<int> marked;  ///< atoms that the guard names
};

/// Actors of one view. Updates in place: camera, actors and GL resources survive a new frame.
/// The first frame is framed as by reset_camera(); while nobody has moved the camera since, it is
/// framed again when the view changes its size or other images of the cell are drawn.
class Scene {
 public:
  explicit Scene(vtkRenderer* renderer);
  ~Scene();
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  void set_look(const Look& look);
  void show(const Picture& picture);  ///< frame == nullptr clears
  /// Display pixels per point of line width and type: the screen's pixel ratio times the
  /// enlargement of a picture.
  void set_scale(double pixels_per_point);
  void set_background_alpha(double alpha);  ///< 0: transparent

  void reset_camera();               ///< the whole cell, from the front and a little above
  void view_along(int axis);         ///< 0, 1, 2: along a, b, c, in parallel projection
  void orbit(double dx, double dy);  ///< display pixels, y upwards
  void pan(double dx, double dy);    ///< display pixels, y upwards
  void zoom(double factor);          ///< > 1 comes nearer
  void centre_on(int atom);          ///< nothing for an atom that is not there
  /// Index of the nearest atom that is drawn under display pixel (x, y), origin lower left; the
  /// Zn where a tetrahedron hides it; -1: none. A ray test on the CPU.
  int pick(int x, int y) const;
  /// Display position of an atom as it is drawn inside the cell. InputError: no such atom.
  Vec3 display_position(int atom) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::render
