#include "widgets/vtk_shot.h"

namespace vitrine::widgets {

VtkShot::VtkShot(const render::Scene& scene, const render::Shutter& shutter)
    : scene_(renderer_), exposure_(window_, scene_, shutter), gl_(window_) {
  window_->AddRenderer(renderer_);
  window_->SetSize(shutter.width, shutter.height);
  scene_.copy(scene);
}

double VtkShot::progress() const {
  return gl_.exists() ? double(exposure_.drawn()) / exposure_.drawings() : 1;
}

void VtkShot::draw() {
  if (gl_.exists()) gl_.inContext([this] { exposure_.draw(); });
}

QImage VtkShot::image() const {
  const render::Pixels pixels = exposure_.pixels();
  if (pixels.rgba.empty()) return {};
  return QImage(pixels.rgba.data(), pixels.width, pixels.height, 4 * pixels.width,
                QImage::Format_RGBA8888)
      .copy();
}

}  // namespace vitrine::widgets
