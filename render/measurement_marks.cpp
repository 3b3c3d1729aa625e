#include "render/measurement_marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "render/camera.h"
#include "sim/model/measurement.h"

namespace vitrine::render {
namespace {

using Point = Eigen::Vector2d;

class Marks {
 public:
  Marks(Overlay& overlay, vtkRenderer* renderer, const Palette& palette, double scale)
      : overlay_(overlay), at_(renderer), palette_(palette), scale_(scale) {}

  void line(const Vec3& from, const Vec3& to) {
    const auto p = at_(from), q = at_(to);
    if (p && q) stroke(*p, *q, 1.6);
  }
  // Part of a circle about the atom between two steps, from the one to the other.
  void arc(const Vec3& vertex, const Vec3& one, const Vec3& other) {
    const double radius = 0.4 * std::min(one.norm(), other.norm());
    const Vec3 from = one.normalized();
    Vec3 across = other - other.dot(from) * from;
    if (!(across.norm() > 1e-6 * other.norm())) return;
    across.normalize();
    const double angle = std::atan2(other.dot(across), other.dot(from));
    const int pieces = 16;
    std::optional<Point> last;
    for (int k = 0; k <= pieces; ++k) {
      const double a = angle * k / pieces;
      const auto here = at_(vertex + radius * (std::cos(a) * from + std::sin(a) * across));
      if (here && last) stroke(*last, *here, 1.2);
      last = here;
    }
  }
  void dot(const Vec3& atom, const std::string& word = {}) {
    const auto p = at_(atom);
    if (!p) return;
    overlay_.disc(p->x(), p->y(), 5 * scale_, palette_.background);
    overlay_.disc(p->x(), p->y(), 4 * scale_, palette_.selected);
    if (!word.empty()) put(Point(p->x(), p->y() + 14 * scale_), word);
  }
  // Beside the middle of a line, so that the line does not cross it.
  void label(const Vec3& from, const Vec3& to, const std::string& words) {
    const auto p = at_(from), q = at_(to);
    if (!p || !q) return;
    Point across(p->y() - q->y(), q->x() - p->x());
    if (!(across.norm() > 0)) across = Point::UnitY();
    across.normalize();
    if (across.y() < 0) across = -across;
    const double size = 13 * scale_, half_width = 0.3 * size * double(words.size());
    const double distance = std::abs(across.x()) * half_width + across.y() * 0.75 * size;
    put((*p + *q) / 2 + (distance + 4 * scale_) * across, words);
  }
  void label(const Vec3& point, const std::string& words) {
    if (const auto p = at_(point)) put(*p, words);
  }

 private:
  void stroke(const Point& p, const Point& q, double width) {
    // A rim of the ground's colour, so that the line is seen on whatever it crosses.
    overlay_.stroke(p.x(), p.y(), q.x(), q.y(), (width + 2) * scale_, palette_.background);
    overlay_.stroke(p.x(), p.y(), q.x(), q.y(), width * scale_, palette_.text);
  }
  void put(const Point& p, const std::string& words) {
    const double size = 13 * scale_;
    const double width =
        overlay_.text(words, p.x(), p.y(), size, palette_.text, Align::centre) + 8 * scale_;
    overlay_.backing(p.x() - width / 2, p.y() - 0.75 * size, p.x() + width / 2, p.y() + 0.75 * size,
                     palette_.background);
  }

  Overlay& overlay_;
  camera::Projection at_;
  const Palette& palette_;
  double scale_;
};

bool all_there(const std::vector<int>& atoms, std::size_t count) {
  return std::all_of(atoms.begin(), atoms.end(), [count](int atom) {
    return atom >= 0 && static_cast<std::size_t>(atom) < count;
  });
}

// "3.021 A", "109.5 degrees" with a true minus sign; a dash where it is not defined.
std::string value_text(const std::vector<Vec3>& steps) {
  const std::optional<double> value = measure(steps);
  if (!value) return "\xe2\x80\x93";
  const std::string sign = *value < 0 ? "\xe2\x88\x92" : "";
  return steps.size() == 1 ? fmt::format("{:.3f} \xc3\x85", *value)
                           : sign + fmt::format("{:.1f}\xc2\xb0", std::abs(*value));
}

void draw(Marks& marks, const std::vector<int>& atoms, const Frame& frame,
          const DrawnStructure& structure) {
  const std::vector<Vec3> steps = steps_between(frame, atoms);
  std::vector<Vec3> points = {structure.positions[static_cast<std::size_t>(atoms.front())]};
  for (const Vec3& step : steps) points.push_back(points.back() + step);
  for (std::size_t k = 0; k < steps.size(); ++k) marks.line(points[k], points[k + 1]);
  for (const Vec3& point : points) marks.dot(point);
  if (steps.size() == 2) {
    marks.arc(points[1], -steps[0], steps[1]);
    const Vec3 inwards = steps[1].normalized() - steps[0].normalized();
    marks.label(points[1] + 0.5 * std::min(steps[0].norm(), steps[1].norm()) * inwards,
                value_text(steps));
  } else {
    const std::size_t middle = (steps.size() - 1) / 2;
    marks.label(points[middle], points[middle + 1], value_text(steps));
  }
}

}  // namespace

void draw_measurements(Overlay& overlay, vtkRenderer* renderer, const Measurements& measurements,
                       const Frame& frame, const DrawnStructure& structure, const Palette& palette,
                       double scale) {
  if (measurements.complete.empty() && measurements.begun.empty()) return;
  Marks marks(overlay, renderer, palette, scale);
  for (const std::vector<int>& atoms : measurements.complete)
    if (atoms.size() >= 2 && atoms.size() <= 4 && all_there(atoms, structure.positions.size()))
      draw(marks, atoms, frame, structure);
  int number = 0;
  for (const int atom : measurements.begun)
    if (all_there({atom}, structure.positions.size()))
      marks.dot(structure.positions[static_cast<std::size_t>(atom)], std::to_string(++number));
}

}  // namespace vitrine::render
