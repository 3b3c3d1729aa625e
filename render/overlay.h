#pragma once
#include <vtkActor2D.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkSmartPointer.h>
#include <vtkTextActor.h>

#include <memory>
#include <string>
#include <vector>

#include "render/geometry.h"
#include "render/palette.h"

class vtkCamera;
class vtkRenderer;

namespace vitrine::render {

enum class Align { left, centre, right };

/// Flat shapes and text above the picture, in display pixels from the lower left corner. Laid out
/// anew for each size of the view; begin() starts over, end() shows what was put down since.
class Overlay {
 public:
  explicit Overlay(vtkRenderer* renderer);

  /// All that is no text is moved by so many pixels: parts of one, of a picture that is drawn
  /// several times.
  void begin(const std::array<double, 2>& shift);
  /// A ground for what stands on it, nearly hiding the picture behind.
  void backing(double x0, double y0, double x1, double y1, const Rgb& colour);
  void quad(double x0, double y0, double x1, double y1, const Rgb& colour);
  void disc(double x, double y, double radius, const Rgb& colour);
  void stroke(double x0, double y0, double x1, double y1, double width, const Rgb& colour);
  void triangle(const double (&x)[3], const double (&y)[3], const Rgb& colour);
  /// `size` is the height of the type in pixels; y the middle of the line. A character after '_'
  /// stands lower and smaller ("k_B"). Returns the width in pixels.
  double text(const std::string& words, double x, double y, double size, const Rgb& colour,
              Align align = Align::left);
  void end();

 private:
  struct Run {
    std::string words;
    bool lowered;
  };
  static std::vector<Run> split(const std::string& words);
  vtkTextActor* next_text();

  vtkRenderer* renderer_;
  Geometry shapes_, backings_;
  vtkNew<vtkPolyDataMapper2D> mapper_, backing_mapper_;
  vtkNew<vtkActor2D> actor_, backing_actor_;
  std::vector<vtkSmartPointer<vtkTextActor>> texts_;
  std::size_t used_texts_ = 0;
};

/// What the colours mean, at the right, with a title: a bar with few round numbers, or categories.
/// How many pixels it takes, from the right edge; 0: there is nothing to say.
double draw_legend(Overlay& overlay, const Picture& picture, const Look& look,
                   const Palette& palette, int width, int height, double scale);
/// x, y and z as the camera sees them, at the lower left.
void draw_tripod(Overlay& overlay, vtkCamera* camera, const Palette& palette, double scale);

/// Multiples of 1, 2 or 5 times a power of ten inside [low, high], at most `most` of them.
std::vector<double> round_ticks(double low, double high, int most);

}  // namespace vitrine::render
