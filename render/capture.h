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

/// The scene at `width` x `height` pixels with `scale` pixels per point, each pixel the mean of
/// `samples` x `samples` (the window itself draws without antialiasing). Leaves the window at the
/// larger size; the caller restores it. Needs a current context.
Pixels capture(vtkRenderWindow* window, Scene& scene, int width, int height, double scale,
               bool transparent, int samples = 3);

}  // namespace vitrine::render
