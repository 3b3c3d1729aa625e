#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "render/camera_pose.h"
#include "render/slice.h"
#include "sim/model/frame.h"

class vtkRenderer;

namespace vitrine::render {

struct Rgb {
  double r, g, b;  ///< 0..1
};

/// How a number between the ends of the range becomes a colour.
enum class ColourMap { blue_red, viridis, blue_yellow, grey };

/// Where the atoms of a periodic cell are drawn.
enum class Placement {
  molecules,  ///< what covalent bonds hold together stays so, its centre in the cell
  wrapped,    ///< every atom in the cell
  as_given    ///< where the frame has it, however far out of the cell it has come
};

/// What is shown and how; every field is one control of the inspector.
struct Look {
  bool tetrahedra = true;  ///< Zn-centred, coloured as their Zn
  bool linkers = true;     ///< imidazolate rings as thin plates
  bool atoms = true;       ///< spheres
  bool bonds = true;       ///< sticks
  bool cell = true;
  bool tripod = true;
  bool legend = true;
  double atom_scale = 0.18;  ///< of the van der Waals radius
  double atom_opacity = 1;
  double bond_radius = 0.09;  ///< angstrom
  double bond_opacity = 1;
  double linker_thickness = 0.26;  ///< angstrom
  double linker_opacity = 1;
  double tetrahedron_scale = 1;  ///< about its Zn; at 1 its corners are the N
  double tetrahedron_opacity = 0.85;
  Placement placement = Placement::molecules;
  Slice slice;
  // Several times as costly, and left out on the move:
  bool occlusion = false;     ///< less light in corners
  bool shadows = false;       ///< of what the key light does not reach
  int images[3] = {1, 1, 1};  ///< periodic images drawn; those outside the cell paler
  ColourMap map = ColourMap::blue_red;
  bool reversed = false;                   ///< the map
  double range_low = -9, range_high = -4;  ///< of the colour map, in the unit of the values
  bool dark = false;
  bool operator==(const Look&) const = default;
};

/// A kind of atoms with a colour of its own: "4-fold".
struct Category {
  double value;
  std::string name;
  Rgb colour;
};

/// What the atoms of a frame are coloured by.
struct Colouring {
  std::string title = "entropy / k_B";    ///< of the legend
  std::vector<double> values = {};        ///< one per atom, NaN for none; empty: nothing is known
  std::vector<Category> categories = {};  ///< none: the numbers are continuous
};

struct DrawnStructure;

/// Of a box about something: corner i takes the upper end of direction k where bit k of i is set.
using Corners = std::array<Vec3, 8>;  ///< angstrom

/// What is drawn: a frame, the colours that belong to it, and atoms to point out.
struct Picture {
  FramePtr frame;
  Colouring colouring = {};
  std::vector<int> marked = {};                           ///< atoms that the guard names
  std::shared_ptr<const std::vector<int>> selected = {};  ///< the rest fades; none: nothing is
  /// The frame as arrange() gives it, worked out elsewhere; none, or of another placement than the
  /// look's: the scene does it.
  std::shared_ptr<const DrawnStructure> arranged = {};
};

/// What is measured in the picture, each an ordered row of atoms: two a distance, three an angle,
/// four a dihedral (sim/model/measurement.h). What has become of them is read off the frame drawn.
struct Measurements {
  std::vector<std::vector<int>> complete;
  std::vector<int> begun;  ///< atoms chosen so far for the next one
};

/// Where atoms have been, up to the frame that is drawn.
struct Trails {
  struct Path {
    int atom;
    std::vector<Vec3> points;  ///< angstrom, unwrapped, oldest first; the last is the frame's own
  };
  std::vector<Path> paths;
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

  /// Shows what another one does, seen by the same camera.
  void copy(const Scene& other);
  void set_look(const Look& look);
  void show(const Picture& picture);                    ///< frame == nullptr clears
  void show(const Picture& picture, const Look& look);  ///< both at once
  /// Display pixels per point of line width and type: the screen's pixel ratio times the
  /// enlargement of a picture.
  void set_scale(double pixels_per_point);
  void set_background_alpha(double alpha);  ///< 0: transparent
  /// Moves all but the words by parts of a pixel while it is drawn; the camera stays.
  void set_shift(const std::array<double, 2>& pixels);
  void hold_shadows(bool hold);  ///< those of the last drawing, of the same from the same place
  void set_measurements(Measurements measurements);
  void set_trails(std::shared_ptr<const Trails> trails);  ///< of the next frame; none: nullptr
  /// Leaves things out, the costly ones first, until about this share of the drawing is left; 1:
  /// draws everything. For a large system while it turns.
  void simplify(double share);

  std::optional<Corners> corners() const;  ///< of everything drawn; none: there is nothing
  /// Wherever the whole cell is framed, there is room for these, too: of what stands in a view
  /// beside this one, seen by the same camera.
  void set_room_for(const std::optional<Corners>& others);
  void reset_camera();  ///< the whole cell, from the front and a little above
  /// 0, 1, 2: along a, b, c, in parallel projection; backwards: from the other side.
  void view_along(int axis, bool backwards = false);
  /// The other projection, with what lies about the focus at the same size.
  void set_parallel(bool parallel);
  void orbit(double dx, double dy);          ///< display pixels, y upwards
  void pan(double dx, double dy);            ///< display pixels, y upwards
  void zoom(double factor);                  ///< > 1 comes nearer
  void centre_on(int atom);                  ///< nothing for an atom that is not there
  std::optional<CameraPose> camera() const;  ///< none before the first frame
  /// InputError: no camera can stand so (is_sound). Before the first frame it is kept for that.
  void set_camera(const CameraPose& pose);
  /// Index of the nearest atom that is drawn under display pixel (x, y), origin lower left; the
  /// Zn where a tetrahedron hides it; -1: none. A ray test on the CPU.
  int pick(int x, int y) const;
  /// Atoms that are drawn (Zn also as its tetrahedron, C and N as their plate) whose middle lies
  /// inside a closed line of display pixels, whatever stands before them; ascending.
  std::vector<int> atoms_within(const std::vector<std::array<double, 2>>& line) const;
  /// Display position of an atom as it is drawn inside the cell. InputError: no such atom.
  Vec3 display_position(int atom) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::render
