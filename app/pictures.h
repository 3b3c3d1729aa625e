#pragma once
#include "render/scene.h"

namespace vitrine::app {

/// A frame with each Zn's local entropy, ready to be drawn; uncoloured where there is no entropy.
/// (no Zn, no cell)
render::Picture entropy_picture(FramePtr frame);

}  // namespace vitrine::app
