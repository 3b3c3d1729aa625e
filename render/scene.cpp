#include "render/scene.h"

#include <fmt/format.h>
#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkLight.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "render/atoms.h"
#include "render/camera.h"
#include "render/cell_box.h"
#include "render/linkers.h"
#include "render/measurement_marks.h"
#include "render/outline.h"
#include "render/overlay.h"
#include "render/shade.h"
#include "render/tetrahedra.h"
#include "render/trail_lines.h"
#include "render/vtk_log.h"
#include "sim/model/errors.h"

namespace vitrine::render {
namespace {

// `from` in the camera's axes: right, up, towards the eye. `shadow`: how much of the light a body
// in its way takes.
void add_light(vtkRenderer* renderer, const Vec3& from, double intensity, float shadow) {
  vtkNew<vtkLight> light;
  light->SetLightTypeToCameraLight();
  light->SetPosition(from.data());
  light->SetFocalPoint(0, 0, 0);
  light->SetIntensity(intensity);
  light->SetShadowAttenuation(shadow);
  renderer->AddLight(light);
}

// Nearest positive distance along the ray to a sphere, none when it misses.
std::optional<double> hit(const camera::Ray& ray, const Vec3& centre, double radius) {
  const Vec3 d = centre - ray.origin;
  const double along = d.dot(ray.direction);
  const double off2 = d.squaredNorm() - along * along;
  if (off2 > radius * radius) return std::nullopt;
  const double distance = along - std::sqrt(radius * radius - off2);
  if (distance <= 0) return std::nullopt;
  return distance;
}

struct CameraState {
  Vec3 position, focus;
  bool operator==(const CameraState&) const = default;
};

}  // namespace

struct Scene::Impl {
  explicit Impl(vtkRenderer* the_renderer);
  ~Impl() { renderer->RemoveObserver(about_rendering); }

  void fill();
  void arrange_atoms();
  void leave_out();
  void draw_overlay();
  void frame(const Vec3& towards_eye, const Vec3& up, bool parallel);
  CameraState camera_state() const;
  void prepare();  // just before each rendering
  void move_window(int sign);
  void keep_framed();
  void frame_again();  ///< unless somebody has moved the camera
  void fit_depths();
  double pick_radius(std::size_t atom) const;
  double reserved() const { return std::min(0.4, legend_share); }

  vtkSmartPointer<vtkRenderer> renderer;
  Look look;
  Picture picture;
  Palette colours = palette(false);
  DrawnStructure structure;
  FramePtr arranged;  // the frame that `structure` is of
  Corners corners{};
  std::optional<Corners> others;  // that are framed, too
  double scale = 1;
  double kept_share = 1;    // of the drawing
  double legend_share = 0;  // of the width
  Measurements measurements;
  std::shared_ptr<const Trails> trails;

  DepthCue depth_cue;
  Atoms atoms;
  Linkers linkers;
  CellBox cell_box;
  TrailLines trail_lines;
  Tetrahedra tetrahedra;  // last of the solid things: its faces blend over the others
  Overlay overlay;
  Shade shade;
  std::array<double, 2> shift{};  // pixels, while it is drawn
  vtkNew<vtkCallbackCommand> about_rendering;

  struct Framing {
    Vec3 towards_eye, up;
    bool parallel;
    CameraState result;
    int size[2];
    double reserved;
  };
  std::optional<Framing> framing;
  bool camera_placed = false;
  std::optional<CameraPose> wanted_pose;  // by somebody, before there was anything to look at
};

Scene::Impl::Impl(vtkRenderer* the_renderer)
    : renderer(the_renderer),
      atoms(the_renderer, depth_cue),
      linkers(the_renderer, depth_cue),
      cell_box(the_renderer, depth_cue),
      trail_lines(the_renderer, depth_cue),
      tetrahedra(the_renderer, depth_cue),
      overlay(the_renderer),
      shade(the_renderer) {
  send_vtk_messages_to_log();
  renderer->GetActiveCamera()->SetViewAngle(22);
  renderer->SetBackgroundAlpha(1);
  renderer->SetAutomaticLightCreation(false);
  renderer->RemoveAllLights();
  add_light(renderer, {-0.7, 0.9, 1.0}, 0.72, 0.8F);
  add_light(renderer, {0.9, -0.1, 0.8}, 0.22, 0);
  add_light(renderer, {0, 0, 1}, 0.16, 0);
  about_rendering->SetClientData(this);
  about_rendering->SetCallback([](vtkObject*, unsigned long event, void* data, void*) {
    auto* self = static_cast<Impl*>(data);
    if (event == vtkCommand::StartEvent) self->prepare();
    self->move_window(event == vtkCommand::StartEvent ? 1 : -1);
  });
  renderer->AddObserver(vtkCommand::StartEvent, about_rendering);
  renderer->AddObserver(vtkCommand::EndEvent, about_rendering);
  fill();
}

void Scene::Impl::fill() {
  colours = palette(look.dark);
  renderer->SetBackground(colours.background.r, colours.background.g, colours.background.b);
  arrange_atoms();
  const AtomColours of_atoms(picture, look, colours);
  atoms.fill(structure, picture, of_atoms, look, colours);
  linkers.fill(structure, of_atoms, look, colours);
  cell_box.fill(structure, look, colours);
  tetrahedra.fill(structure, of_atoms, look, colours);
  trail_lines.fill(structure, trails.get(), colours);
  if (!structure.empty()) corners = outer_corners(structure);
  if (kept_share < 1) leave_out();
}

// Finding the bonds is most of the work for a frame, and another look does not change them.
void Scene::Impl::arrange_atoms() {
  if (picture.frame != arranged || structure.placement != look.placement) {
    if (!picture.frame)
      structure = {};
    else if (picture.arranged && picture.arranged->placement == look.placement)
      structure = *picture.arranged;
    else
      structure = arrange(*picture.frame, look.images, look.placement);
    structure.placement = look.placement;
    arranged = picture.frame;
  }
  if (!structure.empty()) structure.images = images_of(structure.cell, look.images);
  structure.seen = SliceTest(look.slice, structure.cell, middle_of(structure));
}

void Scene::Impl::leave_out() {
  struct Kind {
    bool shown;
    double cost;  // of one frame of a software renderer, microseconds; their ratios matter
    bool kept;
  };
  const auto count = [](const auto& things) { return static_cast<double>(things.size()); };
  // In the order in which they are worth keeping.
  Kind kinds[] = {{look.tetrahedra, 19 * count(structure.sites), false},
                  {look.linkers, 27 * count(structure.plates), false},
                  {look.atoms, 2.5 * count(structure.positions), false},
                  {look.bonds, 5 * count(structure.bonds), false}};
  double whole = 0, so_far = 0;
  for (const Kind& kind : kinds) whole += kind.shown ? kind.cost : 0;
  for (Kind& kind : kinds) {
    kind.kept = kind.shown && (so_far == 0 || so_far + kind.cost <= kept_share * whole);
    if (kind.kept) so_far += kind.cost;
  }
  tetrahedra.show(kinds[0].kept);
  linkers.show(kinds[1].kept);
  atoms.show_spheres(kinds[2].kept);
  atoms.show_sticks(kinds[3].kept);
}

CameraState Scene::Impl::camera_state() const {
  vtkCamera* camera = renderer->GetActiveCamera();
  return {Vec3(camera->GetPosition()), Vec3(camera->GetFocalPoint())};
}

void Scene::Impl::frame(const Vec3& towards_eye, const Vec3& up, bool parallel) {
  std::vector<Vec3> framed(corners.begin(), corners.end());
  if (others) framed.insert(framed.end(), others->begin(), others->end());
  camera::frame_corners(renderer, framed, towards_eye, up, parallel, reserved());
  const int* size = renderer->GetSize();
  framing = Framing{towards_eye, up, parallel, camera_state(), {size[0], size[1]}, reserved()};
  camera_placed = true;
}

void Scene::Impl::keep_framed() {
  if (!framing) return;
  if (!(camera_state() == framing->result)) {
    framing.reset();
    return;
  }
  const int* size = renderer->GetSize();
  const bool same_room = std::abs(reserved() - framing->reserved) < 1e-3;
  if (size[0] != framing->size[0] || size[1] != framing->size[1] || !same_room) frame_again();
}

void Scene::Impl::frame_again() {
  if (framing && camera_state() == framing->result && !structure.empty())
    frame(framing->towards_eye, framing->up, framing->parallel);
}

// Near and far planes and the fading follow what is drawn, not the bounds of each actor.
void Scene::Impl::fit_depths() {
  vtkCamera* camera = renderer->GetActiveCamera();
  const Vec3 eye(camera->GetPosition()), forward(camera->GetDirectionOfProjection());
  double bounds[6] = {1e300, -1e300, 1e300, -1e300, 1e300, -1e300};
  double nearest = 1e300, farthest = -1e300;
  const double reach = 8;  // angstrom; linkers and tetrahedra may stand out of the cell so far
  for (const Vec3& corner : corners) {
    for (int k = 0; k < 3; ++k) {
      bounds[2 * k] = std::min(bounds[2 * k], corner[k] - reach);
      bounds[2 * k + 1] = std::max(bounds[2 * k + 1], corner[k] + reach);
    }
    const double depth = (corner - eye).dot(forward);
    nearest = std::min(nearest, depth);
    farthest = std::max(farthest, depth);
  }
  renderer->ResetCameraClippingRange(bounds);
  depth_cue.update(renderer, std::max(nearest, 0.0), farthest, colours.background);
}

void Scene::Impl::prepare() {
  draw_overlay();
  if (!structure.empty()) fit_depths();
  tetrahedra.sort(renderer->GetActiveCamera());
  const bool whole = kept_share == 1;
  shade.show({look.occlusion && whole, look.shadows && whole});
}

// By the shift. A window's centre is given in halves of its size; framing may have moved it.
void Scene::Impl::move_window(int sign) {
  const int* size = renderer->GetSize();
  if (shift == std::array<double, 2>{} || size[0] < 1 || size[1] < 1) return;
  vtkCamera* camera = renderer->GetActiveCamera();
  const double* centre = camera->GetWindowCenter();
  camera->SetWindowCenter(centre[0] + sign * 2 * shift[0] / size[0],
                          centre[1] + sign * 2 * shift[1] / size[1]);
}

// The legend first: where the structure is framed depends on the room that it takes.
void Scene::Impl::draw_overlay() {
  // A window's centre moves against the picture.
  overlay.begin({-shift[0], -shift[1]});
  const int* size = renderer->GetSize();
  legend_share = 0;
  if (!structure.empty() && look.legend && size[0] > 0)
    legend_share = draw_legend(overlay, picture, look, colours, size[0], size[1], scale) / size[0];
  keep_framed();
  if (!structure.empty() && look.tripod)
    draw_tripod(overlay, renderer->GetActiveCamera(), colours, scale);
  if (!structure.empty())
    draw_measurements(overlay, renderer, measurements, *picture.frame, structure, colours, scale);
  overlay.end();
}

double Scene::Impl::pick_radius(std::size_t atom) const {
  const Element element = structure.topology->elements[atom];
  double radius = look.atoms ? look.atom_scale * van_der_waals_radius(element) : 0;
  if (look.tetrahedra && element == element::Zn) radius = std::max(radius, 0.9);
  if (look.linkers && (element == element::C || element == element::N))
    radius = std::max(radius, 0.6);
  if (look.bonds) radius = std::max(radius, 0.25);
  return radius;
}

Scene::Scene(vtkRenderer* renderer) : impl_(std::make_unique<Impl>(renderer)) {}
Scene::~Scene() = default;

void Scene::copy(const Scene& other) {
  const Impl& from = *other.impl_;
  set_trails(from.trails);
  set_measurements(from.measurements);
  set_room_for(from.others);
  show(from.picture, from.look);
  const auto pose = other.camera();
  if (!pose) return;
  set_camera(*pose);
  const double* centre = from.renderer->GetActiveCamera()->GetWindowCenter();
  if (!pose->framed) impl_->renderer->GetActiveCamera()->SetWindowCenter(centre[0], centre[1]);
}

void Scene::set_look(const Look& look) {
  show(impl_->picture, look);
}

void Scene::show(const Picture& picture) {
  show(picture, impl_->look);
}

void Scene::show(const Picture& picture, const Look& look) {
  const bool other_images =
      !std::equal(std::begin(look.images), std::end(look.images), std::begin(impl_->look.images));
  if (&look != &impl_->look) impl_->look = look;
  if (&picture != &impl_->picture) impl_->picture = picture;
  impl_->fill();
  if (other_images) impl_->frame_again();
  if (impl_->camera_placed || impl_->structure.empty()) return;
  reset_camera();
  if (const auto pose = std::exchange(impl_->wanted_pose, {})) set_camera(*pose);
}

void Scene::set_scale(double pixels_per_point) {
  impl_->scale = pixels_per_point;
  impl_->linkers.set_scale(pixels_per_point);
  impl_->trail_lines.set_scale(pixels_per_point);
  impl_->cell_box.set_scale(pixels_per_point);
  impl_->tetrahedra.set_scale(pixels_per_point);
}

void Scene::set_shift(const std::array<double, 2>& pixels) {
  impl_->shift = pixels;
}

void Scene::hold_shadows(bool hold) {
  impl_->shade.hold_shadows(hold);
}

void Scene::set_background_alpha(double alpha) {
  impl_->renderer->SetBackgroundAlpha(alpha);
}

void Scene::set_measurements(Measurements measurements) {
  impl_->measurements = std::move(measurements);
}

void Scene::set_trails(std::shared_ptr<const Trails> trails) {
  if (trails == impl_->trails) return;
  impl_->trails = std::move(trails);
  impl_->trail_lines.fill(impl_->structure, impl_->trails.get(), impl_->colours);
}

void Scene::simplify(double share) {
  if (share == impl_->kept_share) return;
  impl_->kept_share = share;
  if (!impl_->structure.empty()) impl_->leave_out();
}

std::optional<Corners> Scene::corners() const {
  if (impl_->structure.empty()) return std::nullopt;
  return impl_->corners;
}

void Scene::set_room_for(const std::optional<Corners>& others) {
  if (others == impl_->others) return;
  impl_->others = others;
  impl_->frame_again();
}

void Scene::reset_camera() {
  if (!impl_->structure.empty()) impl_->frame({0.42, 0.34, 1}, Vec3::UnitY(), false);
}

void Scene::view_along(int axis, bool backwards) {
  if (axis < 0 || axis > 2)
    throw InputError(fmt::format("the axis to look along must be 0, 1 or 2, got {}", axis));
  if (impl_->structure.empty()) return;
  // So that the pole figures' planes lie the usual way: y-z, x-z and x-y, first letter to the
  // right, second upwards.
  const Cell& cell = impl_->structure.cell;
  const Vec3 along = cell.exists() ? cell.vector(axis) : Vec3::Unit(axis);
  const Vec3 up = cell.exists() ? cell.vector(axis == 2 ? 1 : 2) : Vec3::Unit(axis == 2 ? 1 : 2);
  impl_->frame((axis == 1) != backwards ? Vec3(-along) : along, up, true);
}

std::optional<CameraPose> Scene::camera() const {
  if (!impl_->camera_placed) return impl_->wanted_pose;
  vtkCamera* camera = impl_->renderer->GetActiveCamera();
  const CameraState state = impl_->camera_state();
  return CameraPose{state.position,
                    state.focus,
                    Vec3(camera->GetViewUp()),
                    camera->GetParallelProjection() != 0,
                    camera->GetParallelScale(),
                    impl_->framing && impl_->framing->result == state};
}

void Scene::set_camera(const CameraPose& pose) {
  if (!is_sound(pose)) throw InputError("the camera cannot stand as it is told to");
  if (!impl_->camera_placed) {
    impl_->wanted_pose = pose;
    return;
  }
  if (pose.framed) return impl_->frame(pose.position - pose.focus, pose.up, pose.parallel);
  vtkCamera* camera = impl_->renderer->GetActiveCamera();
  impl_->framing.reset();
  camera->SetPosition(pose.position.data());
  camera->SetFocalPoint(pose.focus.data());
  camera->SetViewUp(pose.up.data());
  camera->SetParallelProjection(pose.parallel);
  camera->SetParallelScale(pose.parallel_scale);
}

void Scene::set_parallel(bool parallel) {
  const bool framed = impl_->framing && impl_->camera_state() == impl_->framing->result;
  if (!framed) return camera::set_parallel(impl_->renderer, parallel);
  const auto framing = *impl_->framing;
  impl_->frame(framing.towards_eye, framing.up, parallel);
}

void Scene::orbit(double dx, double dy) {
  camera::orbit(impl_->renderer, dx, dy);
}
void Scene::pan(double dx, double dy) {
  camera::pan(impl_->renderer, dx, dy);
}
void Scene::zoom(double factor) {
  camera::zoom(impl_->renderer, factor);
}

void Scene::centre_on(int atom) {
  if (atom >= 0 && atom < static_cast<int>(impl_->structure.positions.size()))
    camera::centre_on(impl_->renderer, impl_->structure.positions[atom]);
}

int Scene::pick(int x, int y) const {
  const DrawnStructure& structure = impl_->structure;
  const camera::Ray ray = camera::ray_through(impl_->renderer, x, y);
  int nearest = -1;
  double nearest_distance = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < structure.positions.size(); ++i) {
    const double radius = impl_->pick_radius(i);
    if (radius <= 0) continue;
    for (const Image& image : structure.images) {
      const Vec3 centre = structure.positions[i] + image.offset;
      if (!structure.seen.shows(centre)) continue;
      const auto distance = hit(ray, centre, radius);
      if (distance && *distance < nearest_distance) {
        nearest_distance = *distance;
        nearest = static_cast<int>(i);
      }
    }
  }
  return nearest;
}

std::vector<int> Scene::atoms_within(const std::vector<std::array<double, 2>>& line) const {
  const DrawnStructure& structure = impl_->structure;
  const Outline outline(line);
  const camera::Projection at(impl_->renderer);
  std::vector<int> atoms;
  for (std::size_t i = 0; i < structure.positions.size(); ++i) {
    if (impl_->pick_radius(i) <= 0) continue;
    const bool inside =
        std::any_of(structure.images.begin(), structure.images.end(), [&](const Image& image) {
          const Vec3 centre = structure.positions[i] + image.offset;
          if (!structure.seen.shows(centre)) return false;
          const auto point = at(centre);
          return point && outline.holds(point->x(), point->y());
        });
    if (inside) atoms.push_back(static_cast<int>(i));
  }
  return atoms;
}

Vec3 Scene::display_position(int atom) const {
  const auto& positions = impl_->structure.positions;
  if (atom < 0 || atom >= static_cast<int>(positions.size()))
    throw InputError(fmt::format("there is no atom {} among the {} drawn", atom, positions.size()));
  const Vec3& p = positions[atom];
  impl_->renderer->SetWorldPoint(p.x(), p.y(), p.z(), 1);
  impl_->renderer->WorldToDisplay();
  return Vec3(impl_->renderer->GetDisplayPoint());
}

}  // namespace vitrine::render
