#include "render/capture.h"

#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkUnsignedCharArray.h>

#include <cmath>

#include "render/scene.h"

namespace vitrine::render {
namespace {

// Mean of samples x samples pixels, colours weighted by their alpha so that the transparent
// background leaves no fringe.
void average(const std::uint8_t* source, int row, int samples, std::uint8_t* target) {
  double sum[4] = {0, 0, 0, 0};
  for (int y = 0; y < samples; ++y)
    for (int x = 0; x < samples; ++x) {
      const std::uint8_t* pixel = source + 4 * (y * row + x);
      for (int c = 0; c < 3; ++c) sum[c] += pixel[c] * pixel[3];
      sum[3] += pixel[3];
    }
  for (int c = 0; c < 3; ++c)
    target[c] = sum[3] > 0 ? static_cast<std::uint8_t>(std::lround(sum[c] / sum[3])) : 0;
  target[3] = static_cast<std::uint8_t>(std::lround(sum[3] / (samples * samples)));
}

}  // namespace

Pixels capture(vtkRenderWindow* window, Scene& scene, int width, int height, double scale,
               bool transparent, int samples) {
  const int w = width * samples, h = height * samples;
  window->SetSize(w, h);
  scene.set_scale(scale * samples);
  scene.set_background_alpha(transparent ? 0 : 1);
  window->Render();
  vtkNew<vtkUnsignedCharArray> large;
  window->GetRGBACharPixelData(0, 0, w - 1, h - 1, 0, large);
  scene.set_background_alpha(1);
  Pixels pixels{width, height, std::vector<std::uint8_t>(4 * std::size_t(width) * height, 255)};
  if (large->GetNumberOfTuples() != vtkIdType(w) * h) return {};
  if (!transparent)
    for (vtkIdType i = 0; i < vtkIdType(w) * h; ++i) large->SetTypedComponent(i, 3, 255);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      average(large->GetPointer(4 * ((vtkIdType(height - 1 - y) * samples) * w + x * samples)), w,
              samples, &pixels.rgba[4 * (std::size_t(y) * width + x)]);
  return pixels;
}

}  // namespace vitrine::render
