#pragma once
#include <filesystem>
#include <optional>

#include "render/scene.h"

namespace vitrine::render {

/// Whether the X display that DISPLAY names takes a connection.
bool display_opens();

/// How a picture without a window is taken.
struct Still {
  bool transparent = false;
  std::optional<int> along = {};  ///< 0, 1, 2: the cell vector along which it looks
  bool backwards = false;         ///< from its other side
  bool parallel = false;          ///< projection; along a cell vector always
};

/// Renders without a window and writes a PNG. Needs an X display (VTK's GLX); where there is none
/// the caller starts a private one first (app/private_display.h).
/// FileError when the file cannot be written.
void write_picture(const std::filesystem::path& file, const Picture& picture, const Look& look,
                   int width, int height, const Still& still = {});

}  // namespace vitrine::render
