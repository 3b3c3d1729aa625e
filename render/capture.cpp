#include "render/capture.h"

#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkUnsignedCharArray.h>

#include <cstddef>

#include "render/scene.h"

namespace vitrine::render {
namespace {

std::uint8_t rounded_quotient(std::uint32_t sum, std::uint32_t by) {
  return static_cast<std::uint8_t>((sum + by / 2) / by);
}

}  // namespace

Exposure::Exposure(vtkRenderWindow* window, Scene& scene, const Shutter& shutter)
    : window_(window), scene_(scene), shutter_(shutter) {}

void Exposure::draw() {
  if (is_complete()) return;
  window_->SetSize(shutter_.width, shutter_.height);
  scene_.set_scale(shutter_.scale);
  scene_.set_background_alpha(shutter_.transparent ? 0 : 1);
  const auto part = [this](int k) { return (k + 0.5) / shutter_.samples - 0.5; };
  scene_.set_shift({part(drawn_ % shutter_.samples), part(drawn_ / shutter_.samples)});
  scene_.hold_shadows(drawn_ > 0);
  window_->Render();
  vtkNew<vtkUnsignedCharArray> read;
  window_->GetRGBACharPixelData(0, 0, shutter_.width - 1, shutter_.height - 1, 0, read);
  scene_.set_shift({});
  scene_.hold_shadows(false);
  scene_.set_background_alpha(1);
  ++drawn_;
  const std::size_t count = std::size_t(shutter_.width) * std::size_t(shutter_.height);
  if (std::size_t(read->GetNumberOfTuples()) != count) return;
  sums_.resize(4 * count);
  const unsigned char* from = read->GetPointer(0);
  for (std::size_t i = 0; i < 4 * count; i += 4) {
    const std::uint32_t alpha = shutter_.transparent ? from[i + 3] : 255;
    for (std::size_t c = 0; c < 3; ++c) sums_[i + c] += from[i + c] * alpha;
    sums_[i + 3] += alpha;
  }
}

Pixels Exposure::pixels() const {
  Pixels pixels{shutter_.width, shutter_.height, std::vector<std::uint8_t>(sums_.size())};
  const std::size_t row = 4 * std::size_t(shutter_.width);
  for (std::size_t i = 0; i < sums_.size(); i += 4) {
    const std::uint32_t alpha = sums_[i + 3];
    std::uint8_t* to = &pixels.rgba[sums_.size() - row * (i / row + 1) + i % row];
    for (std::size_t c = 0; c < 3; ++c)
      to[c] = alpha > 0 ? rounded_quotient(sums_[i + c], alpha) : std::uint8_t(0);
    to[3] = rounded_quotient(alpha, static_cast<std::uint32_t>(drawn_));
  }
  return pixels;
}

Pixels capture(vtkRenderWindow* window, Scene& scene, const Shutter& shutter) {
  Exposure exposure(window, scene, shutter);
  while (!exposure.is_complete()) exposure.draw();
  return exposure.pixels();
}

}  // namespace vitrine::render
