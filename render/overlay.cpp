#include "render/overlay.h"

#include <fmt/format.h>
#include <vtkCamera.h>
#include <vtkProperty2D.h>
#include <vtkRenderer.h>
#include <vtkTextProperty.h>
#include <Eigen/Geometry>  // cross product

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "render/colour_map.h"

namespace vitrine::render {

Overlay::Overlay(vtkRenderer* renderer) : renderer_(renderer) {
  backing_mapper_->SetInputData(backings_.data());
  backing_actor_->SetMapper(backing_mapper_);
  backing_actor_->GetProperty()->SetOpacity(0.85);
  renderer_->AddActor2D(backing_actor_);
  mapper_->SetInputData(shapes_.data());
  actor_->SetMapper(mapper_);
  renderer_->AddActor2D(actor_);
}

void Overlay::begin(const std::array<double, 2>& shift) {
  shapes_.set_offset({shift[0], shift[1], 0});
  shapes_.clear();
  backings_.clear();
  used_texts_ = 0;
}

namespace {

void add_quad(Geometry& shapes, double x0, double y0, double x1, double y1, const Rgb& colour) {
  const vtkIdType first = shapes.point({x0, y0, 0}, colour);
  shapes.point({x1, y0, 0}, colour);
  shapes.point({x1, y1, 0}, colour);
  shapes.point({x0, y1, 0}, colour);
  shapes.triangle(first, first + 1, first + 2);
  shapes.triangle(first, first + 2, first + 3);
}

}  // namespace

void Overlay::quad(double x0, double y0, double x1, double y1, const Rgb& colour) {
  add_quad(shapes_, x0, y0, x1, y1, colour);
}

void Overlay::backing(double x0, double y0, double x1, double y1, const Rgb& colour) {
  add_quad(backings_, x0, y0, x1, y1, colour);
}

void Overlay::disc(double x, double y, double radius, const Rgb& colour) {
  const int sides = 16;
  const vtkIdType centre = shapes_.point({x, y, 0}, colour);
  for (int k = 0; k < sides; ++k) {
    const double angle = 2 * std::numbers::pi * k / sides;
    shapes_.point({x + radius * std::cos(angle), y + radius * std::sin(angle), 0}, colour);
  }
  for (int k = 0; k < sides; ++k)
    shapes_.triangle(centre, centre + 1 + k, centre + 1 + (k + 1) % sides);
}

void Overlay::stroke(double x0, double y0, double x1, double y1, double width, const Rgb& colour) {
  const double length = std::hypot(x1 - x0, y1 - y0);
  if (length == 0) return;
  const double nx = -(y1 - y0) / length * width / 2, ny = (x1 - x0) / length * width / 2;
  const vtkIdType first = shapes_.point({x0 - nx, y0 - ny, 0}, colour);
  shapes_.point({x1 - nx, y1 - ny, 0}, colour);
  shapes_.point({x1 + nx, y1 + ny, 0}, colour);
  shapes_.point({x0 + nx, y0 + ny, 0}, colour);
  shapes_.triangle(first, first + 1, first + 2);
  shapes_.triangle(first, first + 2, first + 3);
}

void Overlay::triangle(const double (&x)[3], const double (&y)[3], const Rgb& colour) {
  const vtkIdType first = shapes_.point({x[0], y[0], 0}, colour);
  shapes_.point({x[1], y[1], 0}, colour);
  shapes_.point({x[2], y[2], 0}, colour);
  shapes_.triangle(first, first + 1, first + 2);
}

std::vector<Overlay::Run> Overlay::split(const std::string& words) {
  std::vector<Run> runs = {{"", false}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool lowered = words[i] == '_' && i + 1 < words.size();
    if (lowered) ++i;
    if (runs.back().lowered != lowered) runs.push_back({"", lowered});
    runs.back().words += words[i];
  }
  return runs;
}

vtkTextActor* Overlay::next_text() {
  if (used_texts_ == texts_.size()) {
    texts_.push_back(vtkSmartPointer<vtkTextActor>::New());
    texts_.back()->SetTextScaleModeToNone();
    texts_.back()->GetTextProperty()->SetFontFamilyToArial();
    texts_.back()->GetTextProperty()->SetVerticalJustificationToCentered();
    renderer_->AddActor2D(texts_.back());
  }
  return texts_[used_texts_++];
}

double Overlay::text(const std::string& words, double x, double y, double size, const Rgb& colour,
                     Align align) {
  double width = 0;
  std::vector<std::pair<vtkTextActor*, double>> placed;
  for (const Run& run : split(words)) {
    vtkTextActor* actor = next_text();
    actor->SetInput(run.words.c_str());
    vtkTextProperty* property = actor->GetTextProperty();
    property->SetColor(colour.r, colour.g, colour.b);
    property->SetFontSize(static_cast<int>(std::lround(size * (run.lowered ? 0.72 : 1))));
    placed.emplace_back(actor, width);
    double extent[2] = {0, 0};
    actor->GetSize(renderer_, extent);
    width += extent[0] + (run.lowered ? 0 : 0.08 * size);
  }
  const double start = align == Align::left     ? x
                       : align == Align::centre ? x - width / 2
                                                : x - width;
  for (std::size_t i = 0; i < placed.size(); ++i)
    placed[i].first->SetDisplayPosition(
        static_cast<int>(std::lround(start + placed[i].second)),
        static_cast<int>(std::lround(y - (i % 2 == 1 ? 0.32 * size : 0))));
  return width;
}

void Overlay::end() {
  shapes_.finish();
  actor_->SetVisibility(shapes_.points() > 0);
  backings_.finish();
  // A transparent picture keeps its ground transparent.
  backing_actor_->SetVisibility(backings_.points() > 0 && renderer_->GetBackgroundAlpha() > 0);
  for (std::size_t i = 0; i < texts_.size(); ++i) texts_[i]->SetVisibility(i < used_texts_);
}

std::vector<double> round_ticks(double low, double high, int most) {
  std::vector<double> ticks;
  if (!(high > low) || !std::isfinite(high - low) || most < 1) return ticks;
  double step = std::pow(10, std::floor(std::log10((high - low) / most)));
  for (const double factor : {2.0, 2.5, 2.0, 2.0, 2.5, 2.0}) {
    if (std::floor(high / step + 1e-9) - std::ceil(low / step - 1e-9) + 1 <= most) break;
    step *= factor;
  }
  const double first = std::ceil(low / step - 1e-9), last = std::floor(high / step + 1e-9);
  for (double k = first; k <= last; ++k) ticks.push_back(k * step);
  return ticks;
}

namespace {

// A true minus sign, which is as wide as the digits.
std::string number_text(double value) {
  const std::string sign = value < 0 ? "\xe2\x88\x92" : "";
  return sign + fmt::format("{:.4g}", std::abs(value));
}

struct LegendFrame {
  const Palette& palette;
  int width, height;
  double scale;
  double type() const { return 13 * scale; }
  double top() const { return height - 56 * scale; }
};

/// What is covered: from here to the right edge and up to the top.
struct Covered {
  double left, bottom;
};

Covered draw_scale(Overlay& overlay, const Look& look, const LegendFrame& frame) {
  const double low = look.range_low, high = look.range_high, scale = frame.scale;
  const double bar = 14 * scale, length = std::min(220 * scale, 0.4 * frame.height);
  const double right = frame.width - 62 * scale, left = right - bar;
  const double bottom = frame.top() - length;
  const int steps = 128;
  for (int i = 0; i < steps; ++i) {
    const double place = (i + 0.5) / steps;
    overlay.quad(left, bottom + length * i / steps, right, bottom + length * (i + 1) / steps,
                 map_colour(look.map, look.reversed ? 1 - place : place));
  }
  for (const double value : round_ticks(low, high, 6)) {
    const double y = bottom + length * (value - low) / (high - low);
    overlay.stroke(right, y, right + 4 * scale, y, scale, frame.palette.text);
    overlay.text(number_text(value), right + 8 * scale, y, frame.type(), frame.palette.text);
  }
  return {left, bottom};
}

Covered draw_categories(Overlay& overlay, const std::vector<Category>& categories,
                        const LegendFrame& frame) {
  const double side = 13 * frame.scale, row = 21 * frame.scale;
  const double right = frame.width - 16 * frame.scale;
  double y = frame.top() + 4 * frame.scale;
  Covered covered{right, y};
  for (auto category = categories.rbegin(); category != categories.rend(); ++category, y -= row) {
    if (y < row) break;  // a low view: what does not fit is left out
    overlay.quad(right - side, y - side / 2, right, y + side / 2, category->colour);
    const double gap = side + 7 * frame.scale;
    const double words = overlay.text(category->name, right - gap, y, frame.type(),
                                      frame.palette.text, Align::right);
    covered = {std::min(covered.left, right - gap - words), y - side / 2};
  }
  return covered;
}

}  // namespace

double draw_legend(Overlay& overlay, const Picture& picture, const Look& look,
                   const Palette& palette, int width, int height, double scale) {
  const Colouring& colouring = picture.colouring;
  if (colouring.values.empty()) return 0;
  const LegendFrame frame{palette, width, height, scale};
  Covered covered;
  if (!colouring.categories.empty())
    covered = draw_categories(overlay, colouring.categories, frame);
  else if (look.range_high > look.range_low)
    covered = draw_scale(overlay, look, frame);
  else
    return 0;
  const double title = overlay.text(colouring.title, width - 16 * scale, height - 28 * scale,
                                    frame.type(), palette.text, Align::right);
  const double rim = 8 * scale, bottom = covered.bottom - 1.5 * rim;
  const double left = covered.left - rim, title_left = width - 16 * scale - title - rim;
  // In a narrow view the words may stand over the structure.
  constexpr double widest_share = 0.35;
  if (title_left >= left || width - title_left < widest_share * width) {
    overlay.backing(std::min(left, title_left), bottom, width, height, palette.background);
    return width - std::min(left, title_left);
  }
  const double below_title = height - 42 * scale;
  overlay.backing(title_left, below_title, width, height, palette.background);
  overlay.backing(left, bottom, width, below_title, palette.background);
  return width - left;
}

void draw_tripod(Overlay& overlay, vtkCamera* camera, const Palette& palette, double scale) {
  struct Axis {
    Vec3 direction;  // in the camera's axes: right, up, towards the eye
    const char* name;
    Rgb colour;
  };
  const Vec3 towards = -Vec3(camera->GetDirectionOfProjection());
  const Vec3 right = Vec3(camera->GetViewUp()).cross(towards).normalized();
  const Vec3 up = towards.cross(right);
  std::array<Axis, 3> axes = {{{Vec3::UnitX(), "x", {0.77, 0.30, 0.26}},
                               {Vec3::UnitY(), "y", {0.30, 0.56, 0.32}},
                               {Vec3::UnitZ(), "z", {0.27, 0.43, 0.75}}}};
  for (Axis& axis : axes)
    axis.direction = {axis.direction.dot(right), axis.direction.dot(up),
                      axis.direction.dot(towards)};
  std::sort(axes.begin(), axes.end(),
            [](const Axis& p, const Axis& q) { return p.direction.z() < q.direction.z(); });
  const double x = 62 * scale, y = 62 * scale, reach = 36 * scale, head = 9 * scale;
  for (const Axis& axis : axes) {
    const double dx = axis.direction.x(), dy = axis.direction.y();
    const double flat = std::hypot(dx, dy);
    const double tip_x = x + reach * dx, tip_y = y + reach * dy;
    overlay.stroke(x, y, tip_x - head * dx * 0.8, tip_y - head * dy * 0.8, 2.2 * scale,
                   axis.colour);
    const double side_x = flat > 0 ? -dy / flat * head * 0.42 : 0;
    const double side_y = flat > 0 ? dx / flat * head * 0.42 : 0;
    overlay.triangle({tip_x, tip_x - head * dx + side_x, tip_x - head * dx - side_x},
                     {tip_y, tip_y - head * dy + side_y, tip_y - head * dy - side_y}, axis.colour);
    // An axis that points at the eye still gets its letter beside the origin.
    const double gap = 11 * scale;
    const double label_x = flat > 0.15 ? tip_x + gap * dx / flat : x - gap;
    const double label_y = flat > 0.15 ? tip_y + gap * dy / flat : y - gap;
    overlay.text(axis.name, label_x, label_y, 13 * scale, palette.text, Align::centre);
  }
}

}  // namespace vitrine::render
