#pragma once
#include "render/scene.h"

namespace vitrine::render {

/// Blue (ordered) - pale - red (disordered), t in 0..1; clamps.
Rgb entropy_colour(double t);
/// viridis, for densities.
Rgb viridis(double t);
Rgb element_colour(Element element);

}  // namespace vitrine::render
