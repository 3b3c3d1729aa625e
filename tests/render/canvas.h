#pragma once
// A scene drawn without a window, and its pixels counted.
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <functional>

#include "render/capture.h"
#include "render/scene.h"

namespace vitrine::test {

using render::Look;
using render::Picture;
using render::Pixels;

struct Pixel {
  int r, g, b, a;
};

class Canvas {
 public:
  Canvas() : scene_((set_up(), renderer_)) {}
  render::Scene& scene() { return scene_; }
  Pixels draw(bool transparent = false, int samples = 1) {
    return render::capture(window_, scene_, {300, 240, 1, transparent, samples});
  }

 private:
  void set_up() {
    window_->SetOffScreenRendering(true);
    window_->SetMultiSamples(0);
    window_->SetAlphaBitPlanes(1);
    window_->SetSize(300, 240);
    window_->AddRenderer(renderer_);
  }
  vtkNew<vtkRenderWindow> window_;
  vtkNew<vtkRenderer> renderer_;
  render::Scene scene_;
};

inline int count(const Pixels& pixels, const std::function<bool(const Pixel&)>& is) {
  int n = 0;
  for (std::size_t i = 0; i < pixels.rgba.size(); i += 4)
    n += is({pixels.rgba[i], pixels.rgba[i + 1], pixels.rgba[i + 2], pixels.rgba[i + 3]});
  return n;
}
inline bool is_drawn(const Pixel& p) {
  return p.r != 255 || p.g != 255 || p.b != 255;
}
inline bool is_red(const Pixel& p) {
  return p.r > 1.4 * p.g && p.r > 1.4 * p.b;
}
inline bool is_blue(const Pixel& p) {
  return p.b > 1.5 * p.r;
}
inline bool is_magenta(const Pixel& p) {
  return p.r > 2 * p.g && p.b > 1.6 * p.g;
}
inline bool is_grey(const Pixel& p) {
  return is_drawn(p) && std::abs(p.r - p.b) < 30;
}

inline Pixels draw(const Look& look, const Picture& picture) {
  Canvas canvas;
  canvas.scene().set_look(look);
  canvas.scene().show(picture);
  return canvas.draw();
}

}  // namespace vitrine::test
