#pragma once
#include "render/drawn_structure.h"
#include "render/overlay.h"
#include "render/scene.h"

class vtkRenderer;

namespace vitrine::render {

/// Lines from atom to atom with what they measure, above the picture: what is measured is seen
/// wherever it lies. Measurements of atoms that the frame does not have are left out.
void draw_measurements(Overlay& overlay, vtkRenderer* renderer, const Measurements& measurements,
                       const Frame& frame, const DrawnStructure& structure, const Palette& palette,
                       double scale);

}  // namespace vitrine::render
