#pragma once
#include <filesystem>

#include "render/scene.h"

namespace vitrine::render {

/// Whether the X display that DISPLAY names takes a connection.
bool display_opens();

/// Renders without a window and writes a PNG. Needs an X display (VTK's GLX); where there is none
/// the caller starts a private one first (app/private_display.h).
/// FileError when the file cannot be written.
void write_picture(const std::filesystem::path& file, const Picture& picture, const Look& look,
                   int width, int height, bool transparent = false);

}  // namespace vitrine::render
