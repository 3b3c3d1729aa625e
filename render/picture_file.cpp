#include "render/picture_file.h"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <X11/Xlib.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "render/capture.h"
#include "render/vtk_log.h"
#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::render {
namespace {

using DisplayHandle = std::unique_ptr<Display, int (*)(Display*)>;

// VTK ends the process when it cannot open the display, so it is tried first, and held while VTK
// draws: a server whose last client has gone may reset itself and refuse the next one.
DisplayHandle open_display() {
  DisplayHandle display(XOpenDisplay(nullptr), XCloseDisplay);
  if (!display)
    throw Error(fmt::format("a picture needs an X display, and \"{}\" cannot be opened",
                            XDisplayName(nullptr)));
  return display;
}

void check_size(int width, int height) {
  const int largest = 8192;
  if (width < 1 || height < 1 || width > largest || height > largest)
    throw InputError(fmt::format("a picture has 1 to {} pixels along each side, got {} x {}",
                                 largest, width, height));
}

Pixels draw(const Picture& picture, const Look& look, int width, int height, const Still& still) {
  vtkNew<vtkRenderWindow> window;
  vtkNew<vtkRenderer> renderer;
  window->SetOffScreenRendering(true);
  window->SetMultiSamples(0);
  window->SetAlphaBitPlanes(still.transparent);
  window->AddRenderer(renderer);
  // Lines and type are made for a picture about 1000 pixels high.
  const double scale = std::max(0.5, height / 1000.0);
  const int samples = std::max(width, height) > 4096 ? 1 : 3;
  window->SetSize(width, height);
  Scene scene(renderer);
  scene.set_look(look);
  scene.show(picture);
  if (still.along)
    scene.view_along(*still.along, still.backwards);
  else
    scene.set_parallel(still.parallel);
  return capture(window, scene, {width, height, scale, still.transparent, samples});
}

std::string png(const Pixels& pixels, bool transparent) {
  const int components = transparent ? 4 : 3;
  vtkNew<vtkImageData> image;
  image->SetDimensions(pixels.width, pixels.height, 1);
  image->AllocateScalars(VTK_UNSIGNED_CHAR, components);
  for (int y = 0; y < pixels.height; ++y)
    for (int x = 0; x < pixels.width; ++x) {
      const auto* from = &pixels.rgba[4 * (std::size_t(y) * pixels.width + x)];
      auto* to = static_cast<unsigned char*>(image->GetScalarPointer(x, pixels.height - 1 - y, 0));
      std::copy_n(from, components, to);
    }
  vtkNew<vtkPNGWriter> writer;
  writer->SetInputData(image);
  writer->WriteToMemoryOn();
  writer->Write();
  vtkUnsignedCharArray* const bytes = writer->GetResult();
  return {reinterpret_cast<const char*>(bytes->GetPointer(0)),
          std::size_t(bytes->GetNumberOfValues())};
}

}  // namespace

bool display_opens() {
  return DisplayHandle(XOpenDisplay(nullptr), XCloseDisplay) != nullptr;
}

void write_picture(const std::filesystem::path& file, const Picture& picture, const Look& look,
                   int width, int height, const Still& still) {
  check_size(width, height);
  check_can_write(file);
  const DisplayHandle display = open_display();
  const Pixels pixels = draw(picture, look, width, height, still);
  if (pixels.rgba.empty()) throw FileError(file, "the picture could not be drawn");
  write_whole_file(file, png(pixels, still.transparent));
}

}  // namespace vitrine::render
