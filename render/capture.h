#pragma once
#include <cstdint>
#include <vector>

class vtkRenderWindow;

namespace vitrine::render {

class Scene;

struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;  ///< rows from the top, not premultiplied
};

/// How a picture is taken.
struct Shutter {
  int width, height;         ///< pixels
  double scale = 1;          ///< pixels per point of type and line width
  bool transparent = false;  ///< the background
  int samples = 3;           ///< along each side of a pixel
};

/// A picture without jagged edges: the mean of samples x samples drawings that are shifted by parts
/// of a pixel (the window itself draws without antialiasing). They are drawn one by one, so that
/// whoever waits may do something between them. Leaves window and scene at the picture's size and
/// scale; the caller restores them.
class Exposure {
 public:
  Exposure(vtkRenderWindow* window, Scene& scene, const Shutter& shutter);
  int drawings() const { return shutter_.samples * shutter_.samples; }
  int drawn() const { return drawn_; }
  bool is_complete() const { return drawn_ == drawings(); }
  void draw();  ///< one more; needs a current context
  /// Of what has been drawn; without `rgba` where nothing could be read back.
  Pixels pixels() const;

 private:
  vtkRenderWindow* window_;
  Scene& scene_;
  Shutter shutter_;
  int drawn_ = 0;
  // Colours weighted by their alpha, so that a transparent background leaves no fringe, and alpha;
  // rows from the bottom.
  std::vector<std::uint32_t> sums_;
};

/// All of it at once.
Pixels capture(vtkRenderWindow* window, Scene& scene, const Shutter& shutter);

}  // namespace vitrine::render
